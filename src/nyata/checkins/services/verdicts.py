"""Writing what was judged: beside what was judged before, never over it, and on the first attempt of a chain too."""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q

from nyata.checkins.models import CheckIn, Outcome, Verdict
from nyata.checkins.selectors.attempts import day_of
from nyata.checkins.terms import terms_on
from nyata.core.reasons import Reason
from nyata.core.verification.chain import Attempt, time_that_counts
from nyata.ledger import services as ledger
from nyata.ledger import statements
from nyata.ledger.kinds import Kind
from nyata.people.models import DayChange, Person
from nyata.people.services import days

PROGRAM = "nyata 0.1.0"
# The outcomes that count: accepted, and review until a person has looked.
COUNTS = frozenset({Outcome.ACCEPTED, Outcome.REVIEW})
# These settle a chain of attempts, so its first attempt says so too.
SETTLES = COUNTS | {Outcome.DECLINED}


# In the order of the model's fields.
_LOCKED = ("id", "public_id", "digest", "person_id", "purpose", "step_up_of_id", "acted_at", "day")
_LOCK = f"SELECT {', '.join(_LOCKED)} FROM checkins_checkin WHERE id = %s FOR UPDATE"  # noqa: S608
_KEPT = tuple(field.attname for field in Verdict._meta.concrete_fields)
_NEWEST = f"SELECT {', '.join(_KEPT)} FROM checkins_verdict WHERE checkin_id = %s ORDER BY id DESC LIMIT 1"  # noqa: S608
_INSERT = f"""
INSERT INTO checkins_verdict ({", ".join(_KEPT[1:])}) VALUES ({", ".join(["%s"] * len(_KEPT[1:]))}) RETURNING id
"""  # noqa: S608 - the columns are ours


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is to be written of one attempt. `reasons` in order, the one that stands in the way first."""

    stage: str
    outcome: str
    reasons: Sequence[str]
    signals: Sequence[Any]
    policy_hash: str
    decided_by: Person | None = None
    words: str = ""


def lock(primary_key: int) -> CheckIn:
    """The attempt, held until the caller's transaction ends: verdicts of one attempt are written one after another.

    Its payload, proof, receipt and device are not loaded. Raises CheckIn.DoesNotExist.
    """
    _, rows = statements.run(_LOCK, [primary_key])
    if not rows:
        raise CheckIn.DoesNotExist
    return CheckIn.from_db("default", _LOCKED, rows[0])


def newest(checkin: CheckIn) -> Verdict | None:
    """What is in force of the attempt now. One query."""
    _, rows = statements.run(_NEWEST, [checkin.pk])
    if not rows:
        return None
    named = dict(zip(_KEPT, rows[0], strict=True))
    named["signals"] = json.loads(named["signals"])  # Django's connections give jsonb as text
    return Verdict.from_db("default", _KEPT, tuple(named.values()))


def write(checkin: CheckIn, ruling: Ruling, at: dt.datetime, *, counts_from: dt.datetime | None = None) -> Verdict:
    """Write a verdict of a locked attempt with its ledger entry; where it settles a chain, on the first attempt too.

    A step-up that the machine accepted for a time at which nothing showed where the person was, longer ago than a
    step-up takes, counts at that time and is looked at by a person: nobody is late by a slow network, and a phone that
    says nothing of its place and sends hours later buys no morning. `counts_from`: the time that counts where the
    attempt's own, or an earlier one of its chain, must not.
    """
    counts_at = None
    if ruling.outcome in COUNTS:
        earlier = [] if checkin.step_up_of_id is None else _earlier_attempts(checkin)
        counts_at = counts_from or _counts_at(checkin, earlier)
        if _by_machine(ruling) and _is_unseen(checkin, counts_at, earlier):
            reasons = [Reason.SECOND_LOOK.value, *ruling.reasons]
            ruling = replace(ruling, outcome=Outcome.REVIEW, reasons=reasons)
    verdict = _insert(checkin, ruling, counts_at, at)
    if checkin.step_up_of_id is not None and ruling.outcome in SETTLES:
        _settle_root(checkin, ruling, counts_at, at)
    return verdict


def carry(
    checkin: CheckIn, before: Verdict, stage: str, reason: Reason, signals: Sequence[Any], at: dt.datetime
) -> Verdict:
    """Add a reason and signals to what is in force, without touching outcome or time."""
    reasons = list(dict.fromkeys([*before.reasons, reason.value]))
    ruling = Ruling(stage, before.outcome, reasons, [*before.signals, *signals], before.policy_hash)
    return _insert(checkin, ruling, before.counts_at, at)


def leave_to_a_person(checkin: CheckIn, before: Verdict, policy_hash: str, at: dt.datetime) -> Verdict:
    """Nobody answered a step-up: a review that does not count until it is decided, on the first attempt too.

    Its reasons and signals stay, with one more. It cannot count meanwhile: then a face that was not this person's, or a
    phone at home, would gain a day by not being tried again.
    """
    verdict = _unanswered(checkin, before, policy_hash, at)
    if checkin.step_up_of_id is not None:
        root = lock(checkin.step_up_of_id)
        first = newest(root)
        if first is not None and first.outcome == Outcome.STEP_UP:
            _unanswered(root, first, policy_hash, at)
    return verdict


def _unanswered(checkin: CheckIn, before: Verdict, policy_hash: str, at: dt.datetime) -> Verdict:
    reasons = [Reason.UNANSWERED.value, *before.reasons]
    ruling = Ruling(Verdict.Stage.UNANSWERED, Outcome.REVIEW, reasons, before.signals, policy_hash)
    return _insert(checkin, ruling, None, at)


def _insert(checkin: CheckIn, ruling: Ruling, counts_at: dt.datetime | None, at: dt.datetime) -> Verdict:
    kind = Kind.REVIEW if ruling.stage == Verdict.Stage.REVIEW else Kind.VERDICT
    _say_what_changed(checkin, counts_at, at)
    verdict = Verdict(
        checkin=checkin,
        stage=str(ruling.stage),
        outcome=str(ruling.outcome),
        reasons=[str(reason) for reason in ruling.reasons],
        signals=list(ruling.signals),
        policy_hash=ruling.policy_hash,
        program=PROGRAM,
        counts_at=counts_at,
        made_at=at,
        decided_by=ruling.decided_by,
        words=ruling.words,
    )
    values = {column: getattr(verdict, column) for column in _KEPT[1:]} | {"signals": json.dumps(verdict.signals)}
    _, ((verdict.pk,),) = statements.run(_INSERT, list(values.values()))
    verdict._state.adding = False
    content = {
        "id": str(checkin.public_id),
        "stage": verdict.stage,
        "outcome": verdict.outcome,
        "reasons": verdict.reasons,
        "counts_at": counts_at and counts_at.astimezone(dt.UTC).isoformat(),
        "policy": ruling.policy_hash,
        "by": ruling.decided_by and ruling.decided_by.pk,
        "words": ruling.words,
    }
    ledger.append(kind, content, at=at)
    return verdict


def _say_what_changed(checkin: CheckIn, counts_at: dt.datetime | None, at: dt.datetime) -> None:
    """A day that is over is another where what counts of it is. Today is computed live, and tonight with everything."""
    if checkin.day >= day_of(at):
        return
    before = newest(checkin)
    if (before.counts_at if before else None) != counts_at:
        day = checkin.day
        days.changed_many([DayChange(person_id=checkin.person_id, first=day, last=day, why="verdict", made_at=at)])


def _by_machine(ruling: Ruling) -> bool:
    return ruling.stage == Verdict.Stage.FIRST and ruling.outcome == Outcome.ACCEPTED


def _is_unseen(checkin: CheckIn, counts_at: dt.datetime, earlier: Sequence[Attempt]) -> bool:
    """Whether the time that counts is of an attempt whose place was not read, further back than a step-up's window."""
    if checkin.acted_at - counts_at <= terms_on(checkin.day).step_up_window:
        return False
    return not any(one.acted_at == counts_at and Reason.INSIDE_SITE in one.reasons for one in earlier)


def _counts_at(checkin: CheckIn, earlier: Sequence[Attempt]) -> dt.datetime:
    """The time that counts once this attempt does: that of the first of its chain at which the person was there.

    How long after the first attempt a step-up may come was settled when its challenge was issued, from the verdict
    that asked for it: a verdict that came late must make nobody late.
    """
    window = checkin.acted_at - min([checkin.acted_at, *(one.acted_at for one in earlier)])
    return time_that_counts(checkin.acted_at, earlier, window)


def _earlier_attempts(checkin: CheckIn) -> list[Attempt]:
    root = checkin.step_up_of_id
    chain = CheckIn.objects.filter(Q(step_up_of_id=root) | Q(pk=root or 0))
    times = dict(chain.filter(acted_at__lte=checkin.acted_at).exclude(pk=checkin.pk).values_list("pk", "acted_at"))
    judged: dict[int, set[str]] = {primary_key: set() for primary_key in times}
    rows: Iterable[tuple[int, list[str]]]
    rows = Verdict.objects.filter(checkin__in=times, stage=Verdict.Stage.FIRST).values_list("checkin_id", "reasons")
    for primary_key, reasons in rows:
        judged[primary_key].update(reasons)
    return [Attempt(acted_at, judged[primary_key]) for primary_key, acted_at in times.items()]


def _was_decided(verdict: Verdict) -> bool:
    return verdict.decided_by_id is not None or verdict.stage == Verdict.Stage.WITNESS


def _settle_root(checkin: CheckIn, ruling: Ruling, counts_at: dt.datetime | None, at: dt.datetime) -> None:
    root = lock(checkin.step_up_of_id or 0)
    before = newest(root)
    if before is not None and _was_decided(before) and ruling.decided_by is None:
        return  # a person's word, or a witness's, stands over what a machine makes of a later try
    if before is None or (counts_at is not None and counts_at != root.acted_at):
        return  # the first attempt's own time does not count: its verdict stands as it is
    reason = Reason.STEPPED_UP if ruling.outcome == Outcome.ACCEPTED else None
    reasons = [reason.value] if reason else list(ruling.reasons)
    _insert(
        root,
        Ruling(
            Verdict.Stage.STEPPED_UP, ruling.outcome, reasons, before.signals, ruling.policy_hash, ruling.decided_by
        ),
        counts_at,
        at,
    )
