"""Work behind the pages, deferred by its task's name in the transaction of the change that asks for it."""

import datetime as dt

from procrastinate.contrib.django import app

FIRST_QUEUE, DEEP_QUEUE = "judge", "deep"
# Whoever waits before a phone comes first, then what was interrupted, then what has an hour.
FIRST_PRIORITY, AGAIN_PRIORITY, DEEP_PRIORITY = 100, 50, 0


def judge(checkin: int) -> None:
    """First stage, at once."""
    app.configure_task("checkins.judge", queue=FIRST_QUEUE, priority=FIRST_PRIORITY).defer(checkin=checkin)


def judge_again(checkin: int, at: dt.datetime) -> None:
    """First stage once more, not before `at`."""
    task = app.configure_task("checkins.judge", queue=FIRST_QUEUE, priority=AGAIN_PRIORITY, schedule_at=at)
    task.defer(checkin=checkin)


def look_deeper(checkin: int) -> None:
    """The deep look, within the hour."""
    app.configure_task("checkins.look_deeper", queue=DEEP_QUEUE, priority=DEEP_PRIORITY).defer(checkin=checkin)
