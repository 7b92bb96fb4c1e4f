"""The deep look at a burst: did a head turn before the camera, or was a flat picture tilted?

A medium barrier only. It does not stop a replayed video of a turn, a rendered turn, a deepfake, or a mask.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

import numpy as np

from nyata.faces import flow, repeats, template
from nyata.faces.embedder import Embedding
from nyata.faces.engine import Engine, Face, get_engine
from nyata.faces.flow import DeepLimits, FlowReading
from nyata.faces.images import ImageUnreadable, Pixels, decode


class Why(StrEnum):
    """Why the deep look came to its answer."""

    HEAD_TURNED = "head_turned"  # True: at least one frame moved as a head does
    FLAT = "flat"  # False: turned or tilted far enough, flow readable, and all of it fits a sheet
    OTHER_PERSON = "other_person"  # False: a frame that can be recognised is not the person enrolled
    NO_FACE = "no_face"  # None: fewer than two frames show a face
    NEVER_FRONTAL = "never_frontal"  # None: nobody looked at the camera
    NOT_TURNED = "not_turned"  # None: the head hardly turned
    FLOW_UNCLEAR = "flow_unclear"  # None: it turned, but blur or light hid how


@dataclass(frozen=True, slots=True)
class DeepLook:
    """`live` True, False or None (cannot tell, ask again) with its `why`; plain values only.

    `readings`: each pair of frames measured, `best` the one that speaks most for a head. `yaw`: `a` of every
    frame, None without a face. `identity_min`: smallest cosine over all frames turned less than the limit, None
    without a template. `stalled`, `looped`: frames with the same pixels, see repeats.py.
    """

    live: bool | None
    why: str
    frontal: int | None
    readings: tuple[FlowReading, ...]
    best: FlowReading | None
    yaw: tuple[float | None, ...]
    identity_min: float | None
    stalled: tuple[tuple[int, int], ...]
    looped: tuple[tuple[int, int], ...]
    ms: float

    def as_json(self) -> dict[str, object]:
        """Everything as JSON-able values."""
        return asdict(self)

    @property
    def repeats(self) -> tuple[tuple[int, int], ...]:
        """All pairs (i, j) of frames with the same pixels."""
        return repeats.Repeats(self.stalled, self.looped).pairs


def _best(readings: Sequence[FlowReading], limits: DeepLimits) -> FlowReading | None:
    """Of the pairs turned far enough the one that speaks most for a head, those that pass or could before others."""
    turned = [one for one in readings if limits.turn_min <= abs(one.turn) < limits.turn_max]
    return min(turned, key=lambda r: (not r.is_head(limits), not r.is_readable(limits), r.qinl, -r.qn), default=None)


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """One frame in full: its pixels and face (both None where unreadable, face None where there is none)."""

    image: Pixels | None
    face: Face | None

    @property
    def crop(self) -> flow.Crop | None:
        return None if self.image is None or self.face is None else flow.crop(self.image, self.face)


def _see(data: bytes, engine: Engine) -> _Seen:
    try:
        image = decode(data)
    except ImageUnreadable:
        return _Seen(None, None)
    return _Seen(image, engine.face(image))


def _key(number: int, seen: _Seen) -> str:
    return str(number) if seen.image is None else repeats.pixel_hash(seen.image)


def _candidates(turns: dict[int, float], limits: DeepLimits) -> list[int]:
    """Frames turned enough to tell, the middle of the range first: near its ends there is least to read."""
    middle = (limits.turn_min + limits.turn_max) / 2
    fit = [at for at, turn in turns.items() if limits.turn_min <= abs(turn) < limits.turn_max]
    return sorted(fit, key=lambda at: abs(abs(turns[at]) - middle))[: limits.max_pairs]


def _unturned(seen: Sequence[_Seen], frontal: int, turns: dict[int, float], limits: DeepLimits) -> list[int]:
    """The frames not turned so, those first in which the face's shape differs most from the frontal frame."""

    def differs(at: int) -> float:
        one, first = seen[at].face, seen[frontal].face
        return 0.0 if one is None or first is None else abs(float(np.log(one.w / first.w)))

    rest = [at for at, turn in turns.items() if not limits.turn_min <= abs(turn) < limits.turn_max]
    return sorted(rest, key=differs, reverse=True)[: limits.max_pairs]


def _judge(readings: Sequence[FlowReading], limits: DeepLimits) -> tuple[bool | None, Why]:
    sides = {reading.turn > 0 for reading in readings if reading.is_head(limits)}
    if len(sides) >= limits.sides_needed:
        return True, Why.HEAD_TURNED
    if not readings:
        return None, Why.NOT_TURNED
    readable = {reading.turn > 0 for reading in readings if reading.is_readable(limits)}
    if not readable:
        return None, Why.FLOW_UNCLEAR
    if len(readable) < limits.sides_needed:
        return None, Why.NOT_TURNED
    return False, Why.FLAT


def _identity(faces: Sequence[Face], who: Embedding | None, limits: DeepLimits, engine: Engine) -> float | None:
    calm = [face for face in faces if abs(face.a) < limits.identity_turn_max]
    if who is None or not calm:
        return None
    return min(template.similarity(vector, who) for vector in engine.embed_many(calm))


def _read_flow(
    seen: Sequence[_Seen], frontal: int, frames: Sequence[int], limits: DeepLimits
) -> tuple[FlowReading, ...]:
    first = seen[frontal].crop
    others = {at: seen[at].crop for at in sorted(frames)}
    if first is None:
        return ()
    return tuple(flow.read_pair(at, first, crop, limits) for at, crop in others.items() if crop is not None)


def _answer(
    seen: Sequence[_Seen], yaw: Sequence[float | None], identity: float | None, limits: DeepLimits
) -> tuple[bool | None, Why, int | None, tuple[FlowReading, ...]]:
    """(live, why, frontal frame, readings)."""
    known = {at: a for at, a in enumerate(yaw) if a is not None}
    frontal = min(known, key=lambda at: abs(known[at]), default=None)
    if frontal is None or len(known) < 2:
        return None, Why.NO_FACE, frontal, ()
    if abs(known[frontal]) >= limits.neutral_max:
        return None, Why.NEVER_FRONTAL, frontal, ()
    turns = {at: a - known[frontal] for at, a in known.items() if at != frontal}
    readings = _read_flow(seen, frontal, _candidates(turns, limits), limits)
    live, why = _judge(readings, limits)
    if live is None:  # a picture tilted and moved about hardly seems to turn: what moved instead?
        readings += _read_flow(seen, frontal, _unturned(seen, frontal, turns, limits), limits)
        if sum(one.is_sheet(limits) for one in readings) >= limits.sheets_needed:
            live, why = False, Why.FLAT
    if live and identity is not None and identity < limits.identity_min:
        live, why = False, Why.OTHER_PERSON
    return live, why, frontal, readings


def deep_look(
    frames: Sequence[bytes],
    times_ms: Sequence[float],
    template_vector: Embedding | None = None,
    limits: DeepLimits | None = None,
    engine: Engine | None = None,
) -> DeepLook:
    """Look at all JPEG frames of a burst (offsets in ms, ascending) for a head that turns; about 300 ms.

    Never raises for bad frames: those count as frames without a face. Raises ValueError when frames and times do
    not belong together.
    """
    if len(frames) != len(times_ms) or not frames:
        raise ValueError("a burst needs as many times as frames, and at least one")
    limits, engine = limits or DeepLimits(), engine or get_engine()
    started = time.perf_counter()
    seen = [_see(data, engine) for data in frames]
    yaw = tuple(None if one.face is None else one.face.a for one in seen)
    identity = _identity([one.face for one in seen if one.face], template_vector, limits, engine)
    live, why, frontal, readings = _answer(seen, yaw, identity, limits)
    doubles = repeats.find_repeats([_key(at, one) for at, one in enumerate(seen)])
    return DeepLook(
        live=live,
        why=str(why),
        frontal=frontal,
        readings=readings,
        best=_best(readings, limits),
        yaw=yaw,
        identity_min=identity,
        stalled=doubles.stalled,
        looped=doubles.looped,
        ms=(time.perf_counter() - started) * 1000,
    )
