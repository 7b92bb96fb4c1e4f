"""What is known of an attempt when it is judged. Plain numbers: core knows neither the engine nor the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nyata.core.bundle import Browser, Fix
from nyata.core.verification.clock import ActingTime


@dataclass(frozen=True, slots=True)
class FrameFace:
    """A frame compared with the template: its number, the cosine, and the turn |a| of the face in it."""

    frame: int
    cosine: float
    turn: float


@dataclass(frozen=True, slots=True)
class LookFacts:
    """What the first look at the photographs measured (nyata.faces.burst.QuickLook).

    `frames`: how many came, `asked`: how many were asked for. `compared`: those compared with the template.
    `continuity_min`: smallest cosine between them, None with fewer than two. `moves_done`: for each move asked,
    whether it was made; `moves_ok`: all, in order, in time, without too many others.
    `no_face`, `two_faces`, `unreadable`: numbers of such frames. `brightness`: 0..255 of the face, None unknown.
    """

    frames: int
    asked: int = 0
    compared: tuple[FrameFace, ...] = ()
    continuity_min: float | None = None
    moves_done: tuple[bool, ...] = ()
    moves_ok: bool = False
    no_face: int = 0
    two_faces: int = 0
    unreadable: int = 0
    brightness: float | None = None


@dataclass(frozen=True, slots=True)
class RepeatFacts:
    """Frames that were seen before.

    `stalled`: identical neighbours in this burst. `looped`: frames that come again after a different one.
    `seen_before`: frames whose very bytes came in an earlier attempt, of anybody; `by_another`: of another person.
    `look_share`: the largest share of frames that are those of an earlier burst of this person, in the same order,
    however they were cropped, turned, scaled, mirrored or lit since.
    """

    stalled: int = 0
    looped: int = 0
    seen_before: int = 0
    look_share: float = 0.0
    by_another: bool = False


@dataclass(frozen=True, slots=True)
class Fence:
    """Where the person may check in: primary key, GeoJSON shape and radius (None for a polygon).

    `duty`: a place of a duty in force (nyata.leave) instead of a site.
    """

    id: int
    shape: Mapping[str, Any]
    radius_m: float | None
    duty: bool = False


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """Positions of the bundle, the person's fences, and the phone's clock at the press (`wall_ms`)."""

    fixes: tuple[Fix, ...]
    fences: tuple[Fence, ...]
    wall_ms: int
    field_duty: bool = False


@dataclass(frozen=True, slots=True)
class DeviceFacts:
    """The bound phone. That it signed is certain: else there would be no attempt to judge.

    `tier` "A" (key in hardware, attested) or "B". `count_went_back`: the passkey's counter fell below its last value.
    """

    tier: str
    is_synced: bool = False
    count_went_back: bool = False


@dataclass(frozen=True, slots=True)
class DeepFacts:
    """What the deep look found (nyata.faces.deep.DeepLook): `live` None means that it cannot tell."""

    live: bool | None
    why: str
    identity_min: float | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything an attempt is judged by.

    `look` and `repeats` None: no photograph came. `deep` only at a step-up, which waits for it. `accommodations`: of
    "no_moves" and "no_face", in force on the day. `tries_left`: step-ups still open after this attempt. `lot`: a
    number in 0..1 drawn by the server, for the sample of attempts by accommodation; 1 is never drawn.
    """

    time: ActingTime
    place: PlaceFacts
    device: DeviceFacts
    browser: Browser
    look: LookFacts | None = None
    repeats: RepeatFacts | None = None
    deep: DeepFacts | None = None
    accommodations: frozenset[str] = frozenset()
    has_template: bool = True
    is_step_up: bool = False
    tries_left: int = 0
    lot: float = 1.0
