"""What people did about a proposal, recorded by a person with its document. The machine never moves a step."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from nyata.core.discipline import salary_stops_from
from nyata.discipline.models import Finding, Step
from nyata.discipline.refusals import Code, Refused
from nyata.discipline.selectors.clocks import working_days_between
from nyata.discipline.ways import AFTER, BY_HR, CALLS, EITHER, SALARY
from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind as Entry
from nyata.people.models import Person
from nyata.people.selectors import authority_of
from nyata.rules.selectors import policy_on

Kind = Step.Kind
LEAST_WORDS = 5
# Two people at once would both find the step before missing, or both find it there.
LOCK = "SELECT pg_advisory_xact_lock(hashtext('discipline.step'), %s)"


@dataclass(frozen=True, slots=True)
class Done:
    """What somebody says was done. `on`: the date of the document; the rest as the kind of step asks for it."""

    kind: Kind
    on: dt.date
    document_number: str
    words: str = ""
    examination_on: dt.date | None = None
    month: dt.date | None = None


@transaction.atomic
def record_step(*, actor: Person, finding: Finding, done: Done, at: dt.datetime) -> Step:
    """Record a step of the examination or of the salary. The same kind again is a correction and needs words.

    Raises Refused: not_on_oneself, not_allowed, not_hr, not_a_proposal, no_salary_steps, withdrawn, document_missing,
    in_the_future, step_before_missing, another_way_taken, before_the_step_before, day_missing, day_before_call,
    too_late, month_missing, month_too_early, words_missing.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [finding.pk % 2**31])
    _may(actor, finding, done.kind, at)
    _is_open(finding, done.kind)
    number, words = done.document_number.strip()[:80], done.words.strip()[:500]
    if not number:
        raise Refused(Code.DOCUMENT_MISSING)
    if done.on > timezone.localdate(at):
        raise Refused(Code.IN_THE_FUTURE)
    newest = {one.kind: one for one in finding.steps.order_by("pk")}
    before = _in_order(newest, done)
    _day_fits(finding, done, before, words)
    month = _month(finding, done, newest)
    if len(words) < LEAST_WORDS and (done.kind in newest or done.kind in (Kind.RESULT, Kind.SALARY_VERIFIED)):
        raise Refused(Code.WORDS_MISSING)
    made = Step.objects.create(
        finding=finding, kind=done.kind, on=done.on, document_number=number, words=words, month=month,
        examination_on=done.examination_on if done.kind in CALLS else None, recorded_by=actor, recorded_at=at,
    )  # fmt: skip
    content = {
        "finding": finding.pk, "step": made.pk, "kind": str(done.kind), "on": done.on.isoformat(), "document": number,
        "actor": actor.pk,
    }  # fmt: skip
    ledger.append(Entry.ABSENCE_STEP, content, at=at)
    return made


def _may(actor: Person, finding: Finding, kind: Kind, at: dt.datetime) -> None:
    if actor.pk == finding.person_id:
        raise Refused(Code.NOT_ON_ONESELF)
    powers = authority_of(actor, timezone.localdate(at))
    if kind in BY_HR:
        if not powers.is_hr:
            raise Refused(Code.NOT_HR)
    elif not (powers.is_hr or powers.supervises_person(finding.person)):
        raise Refused(Code.NOT_ALLOWED)


def _is_open(finding: Finding, kind: Kind) -> None:
    if finding.stage != Finding.Stage.REACHED:
        raise Refused(Code.NOT_A_PROPOSAL)
    if kind in SALARY and finding.kind != Finding.Kind.IN_A_ROW:
        raise Refused(Code.NO_SALARY_STEPS)
    # What was stopped must be paid again even where the days were explained since.
    if hasattr(finding, "withdrawal") and kind != Kind.SALARY_RESTORED:
        raise Refused(Code.WITHDRAWN)


def _in_order(newest: dict[str, Step], done: Done) -> Step | None:
    """The step that comes before this one, where one has to."""
    if any(other in newest for other in EITHER.get(done.kind, ())):
        raise Refused(Code.ANOTHER_WAY_TAKEN)
    needed = AFTER[done.kind]
    before = max((newest[kind] for kind in needed if kind in newest), key=lambda one: one.on, default=None)
    if needed and before is None:
        raise Refused(Code.STEP_BEFORE_MISSING)
    if before is not None and done.on < before.on:
        raise Refused(Code.BEFORE_THE_STEP_BEFORE)
    return before


def _day_fits(finding: Finding, done: Done, before: Step | None, words: str) -> None:
    """A call names a day of examination within its window; a longer one needs its reason (PP 94/2021 Ps 26)."""
    rules = policy_on(done.on, employment=finding.employment)
    if done.kind == Kind.NOT_COME and before is not None and before.examination_on and done.on < before.examination_on:
        raise Refused(Code.BEFORE_THE_STEP_BEFORE)
    if done.kind not in CALLS:
        return
    if done.examination_on is None:
        raise Refused(Code.DAY_MISSING)
    if done.examination_on < done.on:
        raise Refused(Code.DAY_BEFORE_CALL)
    spans = [(done.on, done.examination_on, rules.discipline.duty.call_window)]
    if before is not None and before.examination_on is not None:
        if done.on < before.examination_on:
            raise Refused(Code.BEFORE_THE_STEP_BEFORE)
        spans.append((before.examination_on, done.on, rules.discipline.duty.second_call_window))
    if len(words) < LEAST_WORDS and any(working_days_between(one, two) > most for one, two, most in spans):
        raise Refused(Code.TOO_LATE)


def _month(finding: Finding, done: Done, newest: dict[str, Step]) -> dt.date | None:
    """The first month without pay (PP 94/2021 Ps 15(2): from the next month), or the first with pay again."""
    if done.kind not in (Kind.SALARY_STOPPED, Kind.SALARY_RESTORED):
        return None
    if done.month is None:
        raise Refused(Code.MONTH_MISSING)
    month = done.month.replace(day=1)
    earliest = salary_stops_from(finding.days, finding.from_days)
    if done.kind == Kind.SALARY_RESTORED:
        earliest = newest[Kind.SALARY_STOPPED].month or earliest
    if month < earliest:
        raise Refused(Code.MONTH_TOO_EARLY)
    return month
