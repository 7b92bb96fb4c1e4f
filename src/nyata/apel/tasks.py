"""What workers do for apel. Services are loaded by who does the work: every process reads this module."""

from django.utils import timezone
from procrastinate.contrib.django import app

QUEUE = "attendance"
PRIORITY = -100


@app.periodic(cron="4-59/15 * * * *")
@app.task(name="apel.tend", queue=QUEUE, priority=PRIORITY, queueing_lock="apel.tend")
def tend(timestamp: int) -> None:
    """Places of sessions that are suspended or not, lists whose time to close has come or that have changed."""
    from nyata.apel.services import upkeep

    upkeep.tend(at=timezone.now())


# 02.10 in Jakarta; cron counts in UTC.
@app.periodic(cron="10 19 * * *")
@app.task(name="apel.extend", queue=QUEUE, priority=PRIORITY)
def extend(timestamp: int) -> None:
    """Once a night: sessions of the coming weeks, closed lists looked at again, old evidence erased."""
    from nyata.apel.services import reasons, sealing, upkeep

    now = timezone.now()
    upkeep.extend_all(at=now)
    sealing.look_back(at=now)
    reasons.erase_evidence(before=now - upkeep.evidence_kept(timezone.localdate(now)), at=now)
