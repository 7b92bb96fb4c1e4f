"""The deep look at a burst: did a head turn before the camera, or was a flat picture tilted?

A medium barrier only. It does not stop a replayed video of a turn, a rendered turn, a deepfake, or a mask.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from nyata.faces import flow, template
from nyata.faces.embedder import Embedding
from nyata.faces.engine import Engine, Face, get_engine
from nyata.faces.flow import DeepLimits, FlowReading
from nyata.faces.images import ImageUnreadable, Pixels, decode


class Why(StrEnum):
    """Why the deep look came to its answer."""

    HEAD_TURNED = "head_turned"  # True: at least one frame moved as a head does
    FLAT = "flat"  # False: turned far enough, flow readable, and all of it fits a sheet
    OTHER_PERSON = "other_person"  # False: a frame that can be recognised is not the person enrolled
    NO_FACE = "no_face"  # None: fewer than two frames show a face
    NEVER_FRONTAL = "never_frontal"  # None: nobody looked at the camera
    NOT_TURNED = "not_turned"  # None: the head hardly turned
    FLOW_UNCLEAR = "flow_unclear"  # None: it turned, but blur or light hid how


@dataclass(frozen=True, slots=True)
class DeepLook:
    """`live` True, False or None (cannot tell, ask again) with its `why`; plain values only.

    `readings`: each pair of frames measured. `yaw`: `a` of every frame, None without a face. `identity_min`:
    smallest cosine over all frames turned less than the limit, None without a template.
    """

    live: bool | None
    why: str
    frontal: int | None
    readings: tuple[FlowReading, ...]
    yaw: tuple[float | None, ...]
    identity_min: float | None
    ms: float

    def as_json(self) -> dict[str, object]:
        """Everything as JSON-able values."""
        return asdict(self)

    @property
    def best(self) -> FlowReading | None:
        """The pair that speaks most for a head among those that could."""
        return min(self.readings, key=lambda r: (r.qinl, -r.qn), default=None)


def _faces(frames: Sequence[bytes], engine: Engine) -> list[tuple[Pixels, Face] | None]:
    seen: list[tuple[Pixels, Face] | None] = []
    for data in frames:
        try:
            image = decode(data)
        except ImageUnreadable:
            seen.append(None)
            continue
        face = engine.face(image)
        seen.append(None if face is None else (image, face))
    return seen


def _candidates(turns: dict[int, float], limits: DeepLimits) -> list[int]:
    """Frames turned enough to tell, the middle of the range first: near its ends there is least to read."""
    middle = (limits.turn_min + limits.turn_max) / 2
    fit = [at for at, turn in turns.items() if limits.turn_min <= abs(turn) < limits.turn_max]
    return sorted(fit, key=lambda at: abs(abs(turns[at]) - middle))[: limits.max_pairs]


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


def _identity(
    seen: Sequence[tuple[Pixels, Face] | None], who: Embedding | None, limits: DeepLimits, engine: Engine
) -> float | None:
    calm = [one[1] for one in seen if one is not None and abs(one[1].a) < limits.identity_turn_max]
    if who is None or not calm:
        return None
    return min(template.similarity(vector, who) for vector in engine.embed_many(calm))


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
    seen = _faces(frames, engine)
    yaw = tuple(None if one is None else one[1].a for one in seen)
    known = {at: a for at, a in enumerate(yaw) if a is not None}
    frontal = min(known, key=lambda at: abs(known[at]), default=None)
    identity = _identity(seen, template_vector, limits, engine)

    def answer(live: bool | None, why: Why, readings: Sequence[FlowReading] = ()) -> DeepLook:
        spent = (time.perf_counter() - started) * 1000
        return DeepLook(live, str(why), frontal, tuple(readings), yaw, identity, spent)

    if frontal is None or len(known) < 2:
        return answer(None, Why.NO_FACE)
    if abs(known[frontal]) >= limits.neutral_max:
        return answer(None, Why.NEVER_FRONTAL)
    turns = {at: a - known[frontal] for at, a in known.items() if at != frontal}
    crops = {at: flow.crop(*one) for at in (frontal, *_candidates(turns, limits)) if (one := seen[at])}
    readings = [flow.read_pair(at, crops[frontal], crops[at], limits) for at in sorted(crops) if at != frontal]
    live, why = _judge(readings, limits)
    if live and identity is not None and identity < limits.identity_min:
        return answer(False, Why.OTHER_PERSON, readings)
    return answer(live, why, readings)
