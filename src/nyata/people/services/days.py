"""Days that are to be reckoned again: whoever alters what a day asked or was says so here."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from nyata.people.models import DayChange, Person, Unit

TASK, QUEUE = "attendance.reckon", "attendance"
BATCH = 2000


def changed(
    *, first: dt.date, last: dt.date | None, why: str, at: dt.datetime, person: Person | None = None,
    unit: Unit | None = None,
) -> None:  # fmt: skip
    """Say that days from `first` to `last` (inclusive; None: all that follow) have changed.

    Of one person, of all placed in a unit or below, or, without both, of everybody. `why` is a short code
    (placement, calendar, ...). The row belongs to the caller's transaction; the job that takes it follows the commit.
    """
    changed_many([DayChange(person=person, unit=unit, first=first, last=last, why=why, made_at=at)])


def changed_many(changes: Iterable[DayChange]) -> None:
    """The same for many at once: unsaved rows, one statement a batch, one job."""
    DayChange.objects.bulk_create(changes, batch_size=BATCH)
    # After the commit: a job taken before it would not see the row, and the queueing lock would make the changes of
    # two people wait for each other. Whatever is lost between commit and job, the next round of the task takes.
    transaction.on_commit(_wake, robust=True)


def _wake() -> None:
    """One job waits at most: it takes all that has changed until it begins."""
    try:
        with transaction.atomic():
            app.configure_task(TASK, queue=QUEUE, queueing_lock=TASK).defer()
    except AlreadyEnqueued:
        return
