"""The process of `nyata worker` that gives entries their places and signs checkpoints."""

import datetime as dt
import logging
import time

from nyata.config import processes
from nyata.ledger.refusals import Refused
from nyata.ledger.services import checkpoints, sequencing
from nyata.ledger.terms import terms_on

PAUSE = 0.5  # seconds: proofs are there within two
log = logging.getLogger("nyata.ledger")


def follow() -> int:
    """Until a signal comes; where the database goes away the error ends the process, and another is started."""
    refused = ""
    try:
        with processes.ended_by_signals():
            while True:
                full = sequencing.sequence() == sequencing.BATCH
                said = _sign()
                if said and said != refused:
                    log.error("checkpoint refused: %s", said)
                refused = said
                if not full:
                    time.sleep(PAUSE)
    except KeyboardInterrupt:
        return 0


def _sign() -> str:
    """A checkpoint where one is due; why it was refused, or nothing."""
    now = dt.datetime.now(dt.UTC)
    try:
        if checkpoints.due(at=now, every=terms_on(now.date()).every):
            checkpoints.make(at=now)
    except Refused as refused:
        return str(refused.code.value)
    return ""
