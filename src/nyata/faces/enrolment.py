"""Is a selfie good enough for a template? If not, exactly one reason, which the page turns into a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from nyata.faces.embedder import Embedding
from nyata.faces.engine import Engine, Face, get_engine
from nyata.faces.images import ImageUnreadable, decode


class SelfieProblem(StrEnum):
    """Why a selfie cannot be used."""

    UNREADABLE = "unreadable"
    NO_FACE = "no_face"
    TWO_FACES = "two_faces"
    TOO_SMALL = "too_small"
    TOO_DARK = "too_dark"
    TOO_BRIGHT = "too_bright"
    BLURRED = "blurred"
    TURNED_AWAY = "turned_away"


@dataclass(frozen=True, slots=True)
class SelfieLimits:
    """Policy data, each limit where accuracy begins to fall (docs/measurements/faces.md).

    `rival_share`: a second face at least this share of the first one's size makes two faces. `size_min`: the
    face's longer side in pixels. `brightness_min`, `_max`: mean of the face, 0..255; the lower one is low on
    purpose, so that dark skin is never called dark light. `sharpness_min`: see Face. `turn_max`: |a|.
    """

    rival_share: float = 0.5
    size_min: float = 80.0
    brightness_min: float = 32.0
    brightness_max: float = 220.0
    sharpness_min: float = 8.0
    turn_max: float = 0.25


@dataclass(frozen=True, slots=True, eq=False)
class Selfie:
    """A judged selfie: `embedding` (192,) where it is good, else `problem`. `face` None where there is none."""

    problem: SelfieProblem | None
    face: Face | None
    embedding: Embedding | None


def two_faces(sizes: Sequence[float], share: float) -> bool:
    """Whether the second largest of the faces' sizes is at least `share` of the largest."""
    ordered = sorted(sizes, reverse=True)
    return len(ordered) > 1 and ordered[1] >= share * ordered[0]


def face_problem(face: Face, limits: SelfieLimits) -> SelfieProblem | None:
    """What speaks against a single face, the most useful reason first."""
    if face.size < limits.size_min:
        return SelfieProblem.TOO_SMALL
    if face.brightness < limits.brightness_min:
        return SelfieProblem.TOO_DARK
    if face.brightness > limits.brightness_max:
        return SelfieProblem.TOO_BRIGHT
    if face.sharpness < limits.sharpness_min:
        return SelfieProblem.BLURRED
    if abs(face.a) > limits.turn_max:
        return SelfieProblem.TURNED_AWAY
    return None


def look_at_selfie(data: bytes, limits: SelfieLimits | None = None, engine: Engine | None = None) -> Selfie:
    """Judge one JPEG selfie. Never raises for a bad picture: that is the problem `unreadable`."""
    limits, engine = limits or SelfieLimits(), engine or get_engine()
    try:
        image = decode(data)
    except ImageUnreadable:
        return Selfie(SelfieProblem.UNREADABLE, None, None)
    faces = engine.faces(image)
    if not faces:
        # A picture too dark to find anybody in is worth saying: the remedy is light, not another pose.
        dark = float(image.mean()) < limits.brightness_min
        return Selfie(SelfieProblem.TOO_DARK if dark else SelfieProblem.NO_FACE, None, None)
    face = faces[0]
    if two_faces([one.size for one in faces], limits.rival_share):
        return Selfie(SelfieProblem.TWO_FACES, face, None)
    problem = face_problem(face, limits)
    return Selfie(problem, face, engine.embed(face) if problem is None else None)
