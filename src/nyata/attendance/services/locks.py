"""Locking a period of an OPD, and opening it again: each step is recorded with who, when and why."""

import datetime as dt
from collections.abc import Sequence

import polars as pl
from django.db import connection, transaction
from procrastinate.contrib.django import app

from nyata.attendance.models import LateDifference, MonthLock
from nyata.attendance.refusals import Code, Refused
from nyata.attendance.selectors.locks import PAIRS, lock_of, locked_days, locks_in_force
from nyata.attendance.services.reckoning import JAKARTA, ONE_AT_A_TIME
from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind
from nyata.people.models import DayChange, Person, Unit
from nyata.people.selectors import authority_of
from nyata.people.services.days import changed_many
from nyata.sources.selectors.beside import people_of
from nyata.sources.selectors.counting import counting
from nyata.sources.selectors.keeping import forgotten_before

Step = MonthLock.Step
LEAST_WORDS = 5
# What a lock closes the room above keeps; a job by its name, since imports go downwards only.
KEEP_ALLOWANCE = "allowance.keep_locked"


@transaction.atomic
def lock(
    *, actor: Person, unit: Unit, first: dt.date, last: dt.date, words: str, document_number: str, at: dt.datetime
) -> MonthLock:
    """Lock the days of an OPD: they are not reckoned anew, what would differ is listed.

    Raises Refused: not_hr, not_an_opd, period_not_over, locked_already, locks_overlap.
    """
    _guard(actor, unit, at)
    if last >= at.astimezone(JAKARTA).date():
        raise Refused(Code.PERIOD_NOT_OVER)
    if lock_of(unit, first, last):
        raise Refused(Code.LOCKED_ALREADY)
    if any(one.unit_id == unit.pk for one in locks_in_force(first, last)):
        raise Refused(Code.LOCKS_OVERLAP)
    return _write(Step.LOCK, actor, unit, first, last, words, document_number, at)


@transaction.atomic
def reopen(
    *, actor: Person, unit: Unit, first: dt.date, last: dt.date, words: str, document_number: str, at: dt.datetime
) -> MonthLock:
    """Open a locked period again; days that would differ are reckoned at once. It needs a reason.

    Raises Refused: not_hr, not_an_opd, words_missing, not_locked, punches_forgotten (machines counted there,
    and what they told was taken away since: the days could not be reckoned).
    """
    _guard(actor, unit, at)
    if len(words.strip()) < LEAST_WORDS:
        raise Refused(Code.WORDS_MISSING)
    if lock_of(unit, first, last) is None:
        raise Refused(Code.NOT_LOCKED)
    gone = forgotten_before()
    if gone is not None and first < gone and counting(people_of(unit, first, last), first, last):
        raise Refused(Code.PUNCHES_FORGOTTEN)
    made = _write(Step.REOPEN, actor, unit, first, last, words, document_number, at)
    waiting = LateDifference.objects.filter(day__range=(first, last)).order_by("person_id", "day")
    pairs = waiting.values_list("person_id", "day").distinct()
    changed_many(DayChange(person_id=person, first=day, last=day, why="reopened", made_at=at) for person, day in pairs)
    return made


def any_locked(*, pairs: Sequence[tuple[int, dt.date]]) -> bool:
    """Whether any of these people's days is locked; none becomes so before the caller's transaction ends."""
    _wait_for_reckoning()
    wanted = pl.DataFrame(pairs, schema=PAIRS, orient="row")
    days = [day for _, day in pairs]
    locked = locked_days(wanted["person"].unique().to_list(), min(days), max(days))
    return not wanted.join(locked, on=PAIRS.names(), how="semi").is_empty()


def _wait_for_reckoning() -> None:
    """Until this transaction ends nothing is reckoned and nothing locked."""
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME)


def _guard(actor: Person, unit: Unit, at: dt.datetime) -> None:
    if not authority_of(actor, at.astimezone(JAKARTA).date()).is_hr:
        raise Refused(Code.NOT_HR)
    if unit.parent_id is not None:
        raise Refused(Code.NOT_AN_OPD)
    # A reckoning under way ends first, so that no day of the period is written after its lock.
    _wait_for_reckoning()


def _write(
    step: Step, actor: Person, unit: Unit, first: dt.date, last: dt.date, words: str, document: str, at: dt.datetime
) -> MonthLock:
    made = MonthLock.objects.create(
        unit=unit, first=first, last=last, step=step, words=words.strip()[:500], decided_by=actor, decided_at=at,
        document_number=document.strip()[:80],
    )  # fmt: skip
    content = {
        "unit": unit.pk, "first": first.isoformat(), "last": last.isoformat(), "step": step.value,
        "document": made.document_number, "actor": actor.pk,
    }  # fmt: skip
    ledger.append(Kind.MONTH_LOCK, content, at=at)
    if step == Step.LOCK:
        app.configure_task(KEEP_ALLOWANCE, queue="attendance").defer(lock=made.pk)
    return made
