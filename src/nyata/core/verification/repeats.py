"""Was any photograph seen before? A camera's noise makes every frame new, even of a wall."""

from nyata.core.reasons import Reason
from nyata.core.verification.facts import RepeatFacts
from nyata.core.verification.limits import RepeatLimits
from nyata.core.verification.signals import Finding, Severity, Signal


def judge_repeats(repeats: RepeatFacts, limits: RepeatLimits) -> Finding:
    """No frame twice in the burst but for a stalled camera, none from an earlier attempt, no burst played again."""
    again = (
        repeats.looped > 0
        or repeats.seen_before > 0
        or repeats.stalled > limits.stalled_max
        or repeats.look_share >= limits.look_share
    )
    signal = Signal(
        "repeats",
        1.0 if again else 0.0,
        {
            "stalled": repeats.stalled,
            "looped": repeats.looped,
            "seen_before": repeats.seen_before,
            "look_share": round(repeats.look_share, 3),
            "by_another": repeats.by_another,
        },
    )
    if again:
        return Finding(Severity.AGAIN, (Reason.REPEATED_FRAMES,), (signal,))
    return Finding(Severity.FINE, (), (signal,))
