"""What workers do: on the second day of a month the audit of the month before."""

import datetime as dt

from django.db import InterfaceError, OperationalError
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from nyata.attendance.period import month_before

QUEUE = "attendance"
# Below everything that somebody waits for.
PRIORITY = -100

_away = RetryStrategy(max_attempts=12, wait=60, linear_wait=60, retry_exceptions=[OperationalError, InterfaceError])


# 02.00 in Jakarta on the second, after the night's reckoning; cron counts in UTC.
@app.periodic(cron="0 19 1 * *")
@app.task(name="audit.monthly", queue=QUEUE, priority=PRIORITY, retry=_away, queueing_lock="audit.monthly")
def monthly(timestamp: int) -> None:
    """The month that has ended."""
    audit_month(month=month_before(timezone.localdate()).isoformat())


@app.task(name="audit.run", queue=QUEUE, priority=PRIORITY, retry=_away)
def audit_month(month: str, actor: int | None = None) -> None:
    """One month, asked by an auditor on the page, or by the schedule."""
    from nyata.audit.services.running import run
    from nyata.people.models import Person

    asked_by = Person.objects.get(pk=actor) if actor else None
    run(month=dt.date.fromisoformat(month), at=timezone.now(), clock=timezone.now, actor=asked_by)
