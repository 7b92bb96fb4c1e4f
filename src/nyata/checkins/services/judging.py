"""Judging an attempt in a worker: facts gathered in a few queries, measured, judged by core, written as a verdict.

This module loads the face engine: only workers and commands import it.
"""

import datetime as dt

from django.db import transaction

from nyata.checkins.models import CheckIn, Outcome, Verdict
from nyata.checkins.selectors.case import judged_attempt
from nyata.checkins.services import jobs, measuring, memory, verdicts
from nyata.checkins.services.verdicts import Ruling
from nyata.checkins.terms import policy_on
from nyata.core.reasons import Reason
from nyata.core.verification.facts import DeepFacts
from nyata.core.verification.judging import judge, judge_deep
from nyata.core.verification.limits import Limits

# An error of ours is tried again after these times, then a person looks.
AGAIN_AFTER = tuple(dt.timedelta(seconds=seconds) for seconds in (20, 120, 600, 3600, 6 * 3600))


def judge_checkin(*, checkin_id: int, at: dt.datetime) -> Verdict | None:
    """The first stage of one attempt; None where it is settled by now, by whomever. Raises: see `record_error`."""
    checkin = judged_attempt(checkin_id)
    if _is_settled(checkin.outcome):
        return None
    case = measuring.gather(checkin)
    measured = measuring.measure(case)
    judgement = judge(measuring.facts(case, measured), Limits.from_policy(case.policy))
    signals = [signal.as_json() for signal in judgement.signals]
    ruling = Ruling(Verdict.Stage.FIRST, judgement.outcome.value, judgement.reasons, signals, case.policy.hash)
    with transaction.atomic():
        locked = verdicts.lock(checkin_id)
        before = verdicts.newest(locked)
        if before is not None and _is_settled(before.outcome):
            return None  # meanwhile a witness vouched, or another worker was faster
        if measured.marks is not None:
            memory.remember(checkin_id, checkin.person.pk, checkin.day, measured.marks)
        verdict = verdicts.write(locked, ruling, at)
        if measured.look is not None and measured.deep is None and not case.accommodations:
            jobs.look_deeper(checkin_id)
    return verdict


def _is_settled(outcome: str | None) -> bool:
    """Whether there is a verdict that a first stage must not be written over: any but an error of ours."""
    return outcome is not None and outcome != Outcome.ERROR


def look_deeper(*, checkin_id: int, at: dt.datetime) -> Verdict | None:
    """The deep look at a first attempt: joins what is in force as a signal. None where its frames are gone."""
    checkin = judged_attempt(checkin_id)
    if checkin.has_deep_look:
        return None
    case = measuring.gather(checkin)
    if not case.frames:
        return None
    return join_deep(checkin_id=checkin_id, deep=measuring.deep(case), at=at)


@transaction.atomic
def join_deep(*, checkin_id: int, deep: DeepFacts, at: dt.datetime) -> Verdict | None:
    """Write a deep look beside whatever verdict is in force by now; its outcome and its time stay."""
    locked = verdicts.lock(checkin_id)
    before = verdicts.newest(locked)
    if before is None:
        return None
    said = judge_deep(deep)
    return verdicts.carry(locked, before, Verdict.Stage.DEEP, said.reason, [said.signal.as_json()], at)


@transaction.atomic
def record_error(*, checkin_id: int, kind: str, at: dt.datetime) -> Verdict | None:
    """Judging failed by our fault: neither accepted nor refused, the time kept, judged again later.

    After the last of AGAIN_AFTER the attempt is set aside for a person. `kind`: the error's name, never its words,
    which may hold personal data. None where a verdict stands by now.
    """
    locked = verdicts.lock(checkin_id)
    before = verdicts.newest(locked)
    if before is not None and _is_settled(before.outcome):
        return None
    failures = locked.verdicts.filter(outcome=Outcome.ERROR).count()
    if failures >= len(AGAIN_AFTER):
        return _error(locked, Reason.SET_ASIDE, kind, at)
    jobs.judge_again(checkin_id, at + AGAIN_AFTER[failures])
    return _error(locked, Reason.ERROR, kind, at)


@transaction.atomic
def set_aside(*, checkin_id: int, kind: str, at: dt.datetime) -> Verdict | None:
    """No machine looks at this attempt again: it ended its worker twice. A person decides; the time is kept.

    Where a verdict stands already (only the deep look failed), it stays and says that the look could not be made.
    """
    locked = verdicts.lock(checkin_id)
    before = verdicts.newest(locked)
    if before is None or before.outcome == Outcome.ERROR:
        return _error(locked, Reason.SET_ASIDE, kind, at)
    said = judge_deep(DeepFacts(None, kind))
    return verdicts.carry(locked, before, Verdict.Stage.DEEP, said.reason, [said.signal.as_json()], at)


def _error(locked: CheckIn, reason: Reason, kind: str, at: dt.datetime) -> Verdict:
    signal = {"kind": "error", "strength": 0.0, "payload": {"error": kind[:80]}}
    policy_hash = policy_on(locked.day).hash
    ruling = Ruling(Verdict.Stage.FIRST, Outcome.ERROR, [reason.value], [signal], policy_hash)
    return verdicts.write(locked, ruling, at)
