"""What the first look at a burst is told and what it finds: plain values."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace

from nyata.faces.film import Film
from nyata.faces.motion import MotionLimits


@dataclass(frozen=True, slots=True)
class QuickLimits:
    """Policy data for the first look.

    `embedded`: how many frames are compared with the template. `identity_turn_max`: |a| above which a cosine says
    nothing. `rival_share`, `rival_score`: size and certainty that make a second face count.
    """

    motion: MotionLimits = field(default_factory=MotionLimits)
    embedded: int = 4
    identity_turn_max: float = 0.50
    rival_share: float = 0.5
    rival_score: float = 0.7


@dataclass(frozen=True, slots=True)
class FrameFinding:
    """One frame: offset, number of faces that count, and of the person meant `a`, face size in pixels.

    `identity`, `brightness` and `sharpness` only where the frame was looked at in full; `problem` is
    "unreadable" or "no_face" or None.
    """

    index: int
    ms: float
    faces: int
    a: float | None
    size: float | None
    problem: str | None
    identity: float | None = None
    brightness: float | None = None
    sharpness: float | None = None


@dataclass(frozen=True, slots=True)
class QuickLook:
    """What the first look found; plain values only. Similarities never leave the server.

    `moves_seen`: moves made, in order. `moves_done`: for each asked, whether it was. `moves_ok`: all of them, in
    order, in time. `identity`: (frame, cosine) against the template of each compared frame; `identity_min` their
    smallest, None without template or face. `continuity_min`: smallest cosine among the compared frames
    themselves. `two_faces`: frames with a second face. `stalled`, `looped`: repeated frames, see repeats.py.
    `film`: what a recording of the burst would keep, None where there is too little; see film.py.
    """

    frames: tuple[FrameFinding, ...]
    moves_seen: tuple[str, ...]
    moves_done: tuple[bool, ...]
    moves_ok: bool
    frontal: int | None
    identity: tuple[tuple[int, float], ...]
    identity_min: float | None
    continuity_min: float | None
    no_face: tuple[int, ...]
    two_faces: tuple[int, ...]
    unreadable: tuple[int, ...]
    stalled: tuple[tuple[int, int], ...]
    looped: tuple[tuple[int, int], ...]
    film: Film | None
    brightness: float | None
    sharpness: float | None
    face_size: float | None
    ms: float

    def as_json(self) -> dict[str, object]:
        """Everything but the film as JSON-able values."""
        return {name: value for name, value in asdict(replace(self, film=None)).items() if name != "film"}
