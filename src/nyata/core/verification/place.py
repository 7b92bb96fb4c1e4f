"""Is the person at one of their sites? Distance minus what the position may be off (docs/algorithms/place.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from nyata.core.bundle import Fix
from nyata.core.encoding import from_ms
from nyata.core.geometry import distance_outside
from nyata.core.reasons import Reason
from nyata.core.verification.facts import Fence, PlaceFacts
from nyata.core.verification.limits import PlaceLimits
from nyata.core.verification.signals import Finding, Severity, Signal

_STRENGTH = {
    Reason.INSIDE_SITE: 0.0,
    Reason.NO_SITE_ASSIGNED: 0.0,
    Reason.PLACE_UNCLEAR: 0.3,
    Reason.PLACE_OLD: 0.3,
    Reason.NO_PLACE: 0.3,
    Reason.OUTSIDE_SITE: 0.8,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """The position that counted, against the fence that suits it best. `outside_m` 0 or less is inside."""

    state: Reason
    fence: Fence
    fix: Fix
    outside_m: float
    credit_m: float

    def as_json(self) -> dict[str, Any]:
        """For the verdict's signal; whole decimetres, since a phone knows no more."""
        return {
            "duty" if self.fence.duty else "site": self.fence.id,
            "outside_m": round(self.outside_m, 1),
            "accuracy_m": round(self.fix.accuracy, 1),
            "credit_m": round(self.credit_m, 1),
        }


def judge_place(place: PlaceFacts, acted_at: datetime, limits: PlaceLimits) -> Finding:
    """Inside, outside, or not to be told. Declared field duty away from every site is for the supervisor to see."""
    reading = read_place(place, acted_at, limits)
    state = reading.state if isinstance(reading, Reading) else reading
    payload: dict[str, Any] = {"state": state.value, "fixes": len(place.fixes), "field_duty": place.field_duty}
    if isinstance(reading, Reading):
        payload |= reading.as_json()
    signal = Signal("place", _STRENGTH[state], payload)
    if state is Reason.INSIDE_SITE:
        on_duty = isinstance(reading, Reading) and reading.fence.duty
        return Finding(Severity.FINE, (state, Reason.DUTY_PLACE) if on_duty else (state,), (signal,))
    if place.field_duty:
        return Finding(Severity.LOOK, (Reason.FIELD_DUTY_DECLARED, state), (signal,))
    severity = Severity.LOOK if state is Reason.NO_SITE_ASSIGNED else Severity.AGAIN
    return Finding(severity, (state,), (signal,))


def read_place(place: PlaceFacts, acted_at: datetime, limits: PlaceLimits) -> Reading | Reason:
    """The reading of the most exact fresh position, or the reason why there is none."""
    if not place.fences:
        return Reason.NO_SITE_ASSIGNED
    if not place.fixes:
        return Reason.NO_PLACE
    fresh = [fix for fix in place.fixes if is_fresh(fix, place.wall_ms, acted_at, limits.fix_age)]
    if not fresh:
        return Reason.PLACE_OLD
    return read_fix(most_exact(fresh), place.fences, limits)


def most_exact(fixes: Sequence[Fix]) -> Fix:
    """The most exact position, the latest of equals: it is what the phone itself would show."""
    return min(reversed(fixes), key=lambda one: one.accuracy)


def read_fix(fix: Fix, fences: Sequence[Fence], limits: PlaceLimits) -> Reading:
    """One position against the fence that suits it best; there is one at least."""
    outside, fence = min(
        ((distance_outside(one.shape, one.radius_m, fix.latitude, fix.longitude), one) for one in fences),
        key=lambda pair: pair[0],
    )
    credit = min(limits.z * fix.accuracy, limits.credit_max)
    return Reading(_state(outside, fix.accuracy, credit, limits), fence, fix, outside, credit)


def _state(outside_m: float, accuracy_m: float, credit_m: float, limits: PlaceLimits) -> Reason:
    if accuracy_m <= limits.accuracy_max and outside_m <= credit_m:
        return Reason.INSIDE_SITE
    # The credit is capped, the doubt is not: a position known to 5 km proves neither presence nor absence.
    return Reason.OUTSIDE_SITE if outside_m > limits.z * accuracy_m else Reason.PLACE_UNCLEAR


def is_fresh(fix: Fix, wall_ms: int, acted_at: datetime, age: timedelta) -> bool:
    """Whether a position is of the time of the press, by either clock.

    Some positions carry the satellites' time and some the phone's, so a wrong phone clock makes honest ones look
    old by one of the two. A forger sets both as they please: age only keeps out what a phone had stored.
    """
    by_phone = timedelta(milliseconds=abs(wall_ms + max(fix.at_ms, 0) - fix.time_ms))
    by_server = abs(acted_at + timedelta(milliseconds=max(fix.at_ms, 0)) - from_ms(fix.time_ms))
    return min(by_phone, by_server) <= age


def judge_place_hints(fixes: Sequence[Fix], user_agent: str, limits: PlaceLimits) -> Finding:
    """Traits of positions that programs make. Each is soft: an odd phone shows some of them honestly.

    Equal coordinates and constant accuracy are no such trait: they occur in most honest windows.
    """
    hints = []
    if any(_is_mock_pattern(fix) for fix in fixes):
        hints.append("mock_pattern")
    if _is_chrome_on_android(user_agent) and any(fix.altitude_accuracy is not None for fix in fixes):
        # Chrome for Android hands no vertical accuracy to a page.
        hints.append("altitude_accuracy")
    if any(_speed(*pair) > limits.jump_speed for pair in zip(fixes, fixes[1:], strict=False)):
        hints.append("jump")
    strength = 0.9 if "mock_pattern" in hints else 0.5 if hints else 0.0
    return Finding(Severity.FINE, (), (Signal("place_hint", strength, {"hints": hints}),))


def _is_mock_pattern(fix: Fix) -> bool:
    """The values a widespread program sets, all at once; each alone is an ordinary value."""
    return (fix.accuracy, fix.altitude, fix.heading) == (3.0, 3.0, 1.0) and abs((fix.speed or 0.0) - 0.01) < 1e-6


def _is_chrome_on_android(user_agent: str) -> bool:
    return "Android" in user_agent and "Chrome/" in user_agent


def _speed(one: Fix, other: Fix) -> float:
    """Metres a second between two positions, beyond what both may be off."""
    moved = distance_outside(
        {"type": "Point", "coordinates": [one.longitude, one.latitude]},
        one.accuracy + other.accuracy,
        other.latitude,
        other.longitude,
    )
    return max(moved, 0.0) / max((other.at_ms - one.at_ms) / 1000, 1.0)
