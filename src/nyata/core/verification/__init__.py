"""Judging an attempt from facts alone (docs/algorithms/verification.md, time.md, place.md)."""

from nyata.core.verification.chain import Attempt, next_step, time_that_counts
from nyata.core.verification.facts import (
    DeepFacts,
    DeviceFacts,
    Facts,
    Fence,
    FrameFace,
    LookFacts,
    PlaceFacts,
    RepeatFacts,
)
from nyata.core.verification.judging import DeepJudgement, judge, judge_deep
from nyata.core.verification.limits import Limits
from nyata.core.verification.signals import Judgement, Outcome, Signal

__all__ = [
    "Attempt",
    "DeepFacts",
    "DeepJudgement",
    "DeviceFacts",
    "Facts",
    "Fence",
    "FrameFace",
    "Judgement",
    "Limits",
    "LookFacts",
    "Outcome",
    "PlaceFacts",
    "RepeatFacts",
    "Signal",
    "judge",
    "judge_deep",
    "next_step",
    "time_that_counts",
]
