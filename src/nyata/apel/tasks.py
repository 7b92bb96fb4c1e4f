"""What workers do for apel."""

from django.utils import timezone
from procrastinate.contrib.django import app

from nyata.apel.services import reasons, sealing, upkeep

QUEUE = "attendance"
PRIORITY = -100


@app.periodic(cron="4-59/15 * * * *")
@app.task(name="apel.tend", queue=QUEUE, priority=PRIORITY, queueing_lock="apel.tend")
def tend(timestamp: int) -> None:
    """Places of sessions that are suspended or not, lists whose time to close has come or that have changed."""
    upkeep.tend(at=timezone.now())


# 02.10 in Jakarta; cron counts in UTC.
@app.periodic(cron="10 19 * * *")
@app.task(name="apel.extend", queue=QUEUE, priority=PRIORITY)
def extend(timestamp: int) -> None:
    """Once a night: sessions of the coming weeks, closed lists looked at again, old evidence erased."""
    now = timezone.now()
    upkeep.extend_all(at=now)
    sealing.look_back(at=now)
    reasons.erase_evidence(before=now - upkeep.evidence_kept(timezone.localdate(now)), at=now)
