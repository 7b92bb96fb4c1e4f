"""Were the moves made that the nonce asked for?"""

from nyata.core.reasons import Reason
from nyata.core.verification.facts import DeepFacts, LookFacts
from nyata.core.verification.signals import Finding, Severity, Signal

# The deep look tells a head from a flat picture and stops no replayed turn: it is never worth a whole 1.
_NOT_LIVE = 0.8


def judge_moves(look: LookFacts) -> Finding:
    """All moves, in order, within their times. What was missed is asked again with a new nonce."""
    signal = Signal("moves", 0.0 if look.moves_ok else 0.7, {"done": list(look.moves_done), "ok": look.moves_ok})
    if look.moves_ok:
        return Finding(Severity.FINE, (Reason.MOVES_DONE,), (signal,))
    return Finding(Severity.AGAIN, (Reason.MOVES_UNREAD,), (signal,))


def deep_signal(deep: DeepFacts) -> Signal:
    """The deep look as a signal."""
    strength = _NOT_LIVE if deep.live is False else 0.0
    identity = None if deep.identity_min is None else round(deep.identity_min, 4)
    return Signal("deep", strength, {"live": deep.live, "why": deep.why, "identity_min": identity})


def deep_reason(deep: DeepFacts) -> Reason:
    """What the deep look says to the person."""
    if deep.live is None:
        return Reason.DEEP_UNREAD
    return Reason.DEEP_LIVE if deep.live else Reason.DEEP_NOT_LIVE


def judge_deep_at_once(deep: DeepFacts) -> Finding:
    """At a step-up the deep look takes part: a flat picture is asked again, "cannot tell" changes nothing."""
    if deep.live is None:
        return Finding(Severity.FINE, (), (deep_signal(deep),))
    severity = Severity.FINE if deep.live else Severity.AGAIN
    return Finding(severity, (deep_reason(deep),), (deep_signal(deep),))
