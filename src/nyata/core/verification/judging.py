"""Judging an attempt: every check speaks, the gravest decides (docs/algorithms/verification.md)."""

from dataclasses import dataclass

from nyata.core.reasons import Reason
from nyata.core.verification.browser import judge_browser
from nyata.core.verification.clock import judge_time
from nyata.core.verification.device import judge_device
from nyata.core.verification.face import judge_face
from nyata.core.verification.facts import DeepFacts, Facts
from nyata.core.verification.limits import Limits
from nyata.core.verification.motion import deep_reason, deep_signal, judge_deep_at_once, judge_moves
from nyata.core.verification.place import judge_place, judge_place_hints
from nyata.core.verification.repeats import judge_repeats
from nyata.core.verification.signals import Finding, Judgement, Outcome, Severity, Signal

NO_FACE, NO_MOVES = "no_face", "no_moves"
# Soft signals: none of them alone changes an outcome, two of different kinds bring a person's second look.
SOFT = frozenset({"browser", "place_hint", "device"})
SOFT_STRONG = 0.5


def judge(facts: Facts, limits: Limits) -> Judgement:
    """The outcome of an attempt, with all reasons and signals. Deterministic; the same facts give the same answer.

    accepted: nothing stands in the way. step_up: a new try can clear it and one is left. review: no try is left, or
    what is open cannot be cleared by trying; it counts for now and a person looks. Judging never refuses: that is
    for what proves nothing, and happens before anything is kept. Raises ValueError for a step-up without deep look;
    an exception here is the caller's outcome `error`.
    """
    findings = [
        *_person(facts, limits),
        judge_place(facts.place, facts.time.acted_at, limits.place),
        judge_time(facts.time, limits.clock),
        judge_place_hints(facts.place.fixes, facts.browser.user_agent, limits.place),
        judge_browser(facts.browser, limits.virtual_cameras),
        judge_device(facts.device),
    ]
    findings += [*_second_look(findings), *_sample(facts, limits)]
    gravest = max(finding.severity for finding in findings)
    ordered = sorted(findings, key=lambda finding: -finding.severity)
    return Judgement(
        _outcome(gravest, facts.tries_left),
        tuple(dict.fromkeys(reason for finding in ordered for reason in finding.reasons)),
        tuple(signal for finding in findings for signal in finding.signals),
    )


@dataclass(frozen=True, slots=True)
class DeepJudgement:
    """What a deep look adds to the record of an attempt that was judged before."""

    signal: Signal
    reason: Reason


def judge_deep(deep: DeepFacts) -> DeepJudgement:
    """The deep look at a first attempt: a signal and a sentence, never an outcome.

    One honest burst in four fails it at first, so alone it neither reverses an accepted verdict nor opens a review.
    """
    return DeepJudgement(deep_signal(deep), deep_reason(deep))


def _outcome(gravest: Severity, tries_left: int) -> Outcome:
    if gravest is Severity.FINE:
        return Outcome.ACCEPTED
    if gravest is Severity.AGAIN and tries_left > 0:
        return Outcome.STEP_UP
    return Outcome.REVIEW


def _person(facts: Facts, limits: Limits) -> list[Finding]:
    """Who it is and whether they moved, as far as accommodations leave it asked."""
    if NO_FACE in facts.accommodations:
        return [_accommodated(NO_FACE, Reason.ACCOMMODATION_NO_FACE)]
    if not facts.has_template:
        return [Finding(Severity.LOOK, (Reason.NO_TEMPLATE,), ())]
    if facts.look is None:
        return [Finding(Severity.AGAIN, (Reason.NO_FRAMES,), ())]
    findings = [judge_face(facts.look, limits.face)]
    if NO_MOVES in facts.accommodations:
        findings.append(_accommodated(NO_MOVES, Reason.ACCOMMODATION_NO_MOVES))
    else:
        findings.append(judge_moves(facts.look))
        if facts.is_step_up:
            if facts.deep is None:
                raise ValueError("a step-up is judged together with its deep look")
            findings.append(judge_deep_at_once(facts.deep))
    if facts.repeats is not None:
        findings.append(judge_repeats(facts.repeats, limits.repeats))
    return findings


def _accommodated(kind: str, reason: Reason) -> Finding:
    return Finding(Severity.FINE, (reason,), (Signal("accommodation", 0.0, {"kind": kind}),))


def _second_look(findings: list[Finding]) -> list[Finding]:
    kinds = {
        signal.kind
        for finding in findings
        for signal in finding.signals
        if signal.kind in SOFT and signal.strength >= SOFT_STRONG
    }
    return [Finding(Severity.LOOK, (Reason.SECOND_LOOK,), ())] if len(kinds) > 1 else []


def _sample(facts: Facts, limits: Limits) -> list[Finding]:
    """Attempts by accommodation are drawn by lot, the same share of everybody's: attention, not suspicion."""
    drawn = bool(facts.accommodations) and facts.lot < limits.sample_share
    return [Finding(Severity.LOOK, (Reason.SAMPLED,), ())] if drawn else []
