"""An honest attempt, to be changed in one respect by a test. Invented places."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from nyata.core import policy
from nyata.core.bundle import Browser, Fix
from nyata.core.plane import METRES_PER_DEGREE
from nyata.core.verification import DeviceFacts, Facts, Fence, FrameFace, Limits, LookFacts, PlaceFacts, RepeatFacts
from nyata.core.verification.clock import ActingTime, acting_time

BOOK = policy.load(Path(__file__).parents[4] / "policy")
LIMITS = Limits.from_policy(BOOK.on(date(2026, 11, 23)))
PRESS = datetime(2026, 11, 23, 0, 28, tzinfo=UTC)  # 07.28 in Jakarta
WALL_MS = int(PRESS.timestamp() * 1000)
LEAD = timedelta(seconds=120)
SITE = (-3.396, 104.831)
OFFICE = Fence(1, {"type": "Point", "coordinates": [SITE[1], SITE[0]]}, 100.0)


def fix(north_m: float = 0.0, **changes) -> Fix:
    """A position so many metres north of the office's centre."""
    honest = Fix(
        latitude=SITE[0] + north_m / METRES_PER_DEGREE,
        longitude=SITE[1],
        accuracy=10.0,
        altitude=None,
        altitude_accuracy=None,
        heading=None,
        speed=None,
        time_ms=WALL_MS + 500,
        at_ms=1000,
    )
    return replace(honest, **changes)


def place(*fixes: Fix, fences=(OFFICE,), field_duty: bool = False) -> PlaceFacts:
    return PlaceFacts(fixes, tuple(fences), WALL_MS, field_duty)


def time(**changes) -> ActingTime:
    """The press at 07.28, asked for live two seconds later and received after ten."""
    honest = {
        "elapsed_ms": 60_000,
        "wall_ms": WALL_MS,
        "anchor_at": PRESS - timedelta(seconds=60),
        "issued_at": PRESS + timedelta(seconds=2),
        "live": True,
        "received_at": PRESS + timedelta(seconds=10),
        "lead": LEAD,
    }
    return acting_time(**honest | changes)


def faces(*cosines: float, turn: float = 0.1) -> tuple[FrameFace, ...]:
    return tuple(FrameFace(number, cosine, turn) for number, cosine in enumerate(cosines))


def look(**changes) -> LookFacts:
    honest = LookFacts(
        frames=12,
        asked=12,
        compared=faces(0.82, 0.79, 0.74, 0.8),
        continuity_min=0.81,
        moves_done=(True, True),
        moves_ok=True,
        brightness=120.0,
    )
    return replace(honest, **changes)


BROWSER = Browser(
    user_agent="Mozilla/5.0 (Linux; Android 14) Chrome/130 Mobile",
    language="id-ID",
    time_zone="Asia/Jakarta",
    touch_points=5,
    screen=(360, 800),
    webdriver=False,
    camera_label="camera2 1, facing front",
    camera_settings=None,
    permission_denied=(),
)


def attempt(**changes) -> Facts:
    """An honest attempt with three step-ups left."""
    honest = Facts(
        time=time(),
        place=place(fix(20)),
        device=DeviceFacts("A"),
        browser=BROWSER,
        look=look(),
        repeats=RepeatFacts(),
        tries_left=3,
    )
    return replace(honest, **changes)
