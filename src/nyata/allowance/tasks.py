"""What workers do: a locked month's allowance is kept."""

from django.db import InterfaceError, OperationalError
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

_away = RetryStrategy(max_attempts=60, wait=5, linear_wait=2, retry_exceptions=[OperationalError, InterfaceError])


@app.task(name="allowance.keep_locked", queue="attendance", priority=-100, retry=_away)
def keep_locked(lock: int) -> None:
    """The month that was locked by this lock."""
    from nyata.allowance.services import keeping

    keeping.keep_locked(lock_id=lock, at=timezone.now())
