"""The policy values that judging needs, read once for a day."""

from dataclasses import dataclass
from datetime import timedelta

from nyata.core.policy import Policy


@dataclass(frozen=True, slots=True)
class FaceLimits:
    """policy/verification/face.yaml; `turn_max` from burst.yaml."""

    accept: float
    unsure: float
    continuity: float
    two_faces_max: int
    frames_min: int
    brightness_min: float
    turn_max: float


@dataclass(frozen=True, slots=True)
class PlaceLimits:
    """policy/verification/place.yaml."""

    z: float
    credit_max: float
    accuracy_max: float
    fix_age: timedelta
    jump_speed: float


@dataclass(frozen=True, slots=True)
class ClockLimits:
    """policy/verification/clock.yaml, but for `lead`, which is used where the time is worked out."""

    contradiction: timedelta
    unproven_gap: timedelta
    anchored_gap: timedelta


@dataclass(frozen=True, slots=True)
class RepeatLimits:
    """policy/verification/repeats.yaml, but for what is used where frames are compared."""

    stalled_max: int
    look_share: float


@dataclass(frozen=True, slots=True)
class Limits:
    """Every limit of judging."""

    face: FaceLimits
    place: PlaceLimits
    clock: ClockLimits
    repeats: RepeatLimits
    virtual_cameras: tuple[str, ...]
    sample_share: float

    @classmethod
    def from_policy(cls, policy: Policy) -> "Limits":
        """The limits of a policy's day. Raises PolicyError where one has no value."""
        rules = policy.verification
        clock, repeats = rules.clock, rules.repeats
        return cls(
            face=FaceLimits(**rules.face.as_dict(), turn_max=rules.burst.identity_turn_max),
            place=PlaceLimits(**rules.place.as_dict()),
            clock=ClockLimits(clock.contradiction, clock.unproven_gap, clock.anchored_gap),
            repeats=RepeatLimits(repeats.stalled_max, repeats.look_share),
            virtual_cameras=rules.browser.virtual_cameras,
            sample_share=rules.judging.sample_share,
        )
