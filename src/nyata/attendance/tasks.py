"""What workers do: days that changed, and every night the day that is over."""

import datetime as dt

from django.db import InterfaceError, OperationalError
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

QUEUE = "attendance"
# Below everything that somebody waits for.
PRIORITY = -100

_away = RetryStrategy(max_attempts=60, wait=5, linear_wait=2, retry_exceptions=[OperationalError, InterfaceError])


@app.task(name="attendance.reckon", queue=QUEUE, priority=PRIORITY, retry=_away)
def reckon() -> None:
    """Everything that was said to have changed."""
    from nyata.attendance.services import reckoning

    reckoning.reckon_changes(at=timezone.now())
    _look_for_absences()


@app.task(name="attendance.policy_changed", queue=QUEUE, priority=PRIORITY, retry=_away)
def policy_changed(since: str) -> None:
    """A value of the policy was switched on or off for days that are over: they are everybody's."""
    from nyata.people.services import days

    days.changed(first=dt.date.fromisoformat(since), last=None, why="policy", at=timezone.now())


@app.periodic(cron="7-59/15 * * * *")
@app.task(name="attendance.reckon_forgotten", queue=QUEUE, priority=PRIORITY, retry=_away)
def reckon_forgotten(timestamp: int) -> None:
    """Changes whose job was lost between their commit and its own."""
    from nyata.attendance.services import reckoning

    reckoning.reckon_changes(at=timezone.now())


# 00.30 in Jakarta; cron counts in UTC.
@app.periodic(cron="30 17 * * *")
@app.task(name="attendance.reckon_nights", queue=QUEUE, priority=PRIORITY, retry=_away)
def reckon_nights(timestamp: int) -> None:
    """Yesterday for everybody."""
    from nyata.attendance.services import reckoning

    reckoning.reckon_nights(at=timezone.now())
    _look_for_absences()


# After midnight in Jakarta, before the nightly reckoning.
@app.periodic(cron="10 17 * * *")
@app.task(name="attendance.forget_machine_punches", queue=QUEUE, priority=PRIORITY, retry=_away)
def forget_machine_punches(timestamp: int) -> None:
    """Punches of machines whose time is over and that no day needs."""
    from nyata.attendance.services import forgetting

    forgetting.forget_machine_punches(at=timezone.now())


def _look_for_absences() -> None:
    """What the new records say of absent days, by the name of the task that looks; one job waits at most."""
    try:
        app.configure_task("discipline.find", queue=QUEUE, queueing_lock="discipline.find").defer()
    except AlreadyEnqueued:
        return
