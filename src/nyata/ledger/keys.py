"""The keys that this process may sign checkpoints with, from its environment."""

import base64
import binascii

from django.conf import settings

from nyata.core.notekeys import NoteRefused, Signer
from nyata.ledger.refusals import Code, Refused, of_note


def signer() -> Signer:
    """The log's key as configured (NYATA_LOG_KEY). Raises Refused(key_malformed)."""
    return _signer(settings.LOG_KEY)


def next_signer() -> Signer | None:
    """The key of a rotation (NYATA_LOG_KEY_NEW), where one is prepared. Raises Refused(key_malformed)."""
    return _signer(settings.LOG_KEY_NEW) if settings.LOG_KEY_NEW else None


def signers() -> list[Signer]:
    """Both, the configured one first."""
    return [one for one in (signer(), next_signer()) if one is not None]


def _signer(encoded: str) -> Signer:
    try:
        seed = base64.b64decode(encoded, validate=True)
        made = Signer(settings.LOG_ORIGIN, seed)
        made.verifier  # noqa: B018 - refuses a name or a length that is none
    except binascii.Error as error:
        raise Refused(Code.KEY_MALFORMED) from error
    except NoteRefused as error:
        raise of_note(error.fault) from error
    return made
