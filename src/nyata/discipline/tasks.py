"""What workers do: look for rungs that are near or reached, every night and after days were reckoned anew."""

from django.db import InterfaceError, OperationalError
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

QUEUE = "attendance"
# Below everything that somebody waits for.
PRIORITY = -100

_away = RetryStrategy(max_attempts=60, wait=5, linear_wait=2, retry_exceptions=[OperationalError, InterfaceError])


@app.task(name="discipline.find", queue=QUEUE, priority=PRIORITY, retry=_away)
def find() -> None:
    """What the records say now: deferred by the reckoning of days, by this name."""
    from nyata.discipline.services import finding

    finding.find(at=timezone.now())


# 01.15 in Jakarta, after the night's reckoning; cron counts in UTC.
@app.periodic(cron="15 18 * * *")
@app.task(name="discipline.find_nightly", queue=QUEUE, priority=PRIORITY, retry=_away)
def find_nightly(timestamp: int) -> None:
    """The same every night, whatever the reckoning told."""
    from nyata.discipline.services import finding

    finding.find(at=timezone.now())
