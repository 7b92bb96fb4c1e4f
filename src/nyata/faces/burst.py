"""The first look at a burst: who it is, which moves were made, how many faces. About 50 ms of one core.

Every frame is decoded once, at half its size; the detector reads a half of that. Only about four frames, the most
frontal one and those at the furthest point of each move, go through the mesh and the embedding, which need no more
pixels either, unless the face is far away: then its frame is decoded again, as large as is needed.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nyata.faces import repeats, template
from nyata.faces.detector import Detection
from nyata.faces.embedder import Embedding
from nyata.faces.engine import Engine, Face, get_engine
from nyata.faces.enrolment import two_faces
from nyata.faces.film import Film, film_of
from nyata.faces.findings import FrameFinding, QuickLimits, QuickLook
from nyata.faces.geometry import Points
from nyata.faces.images import ImageUnreadable, Pixels, decode, jpeg_size
from nyata.faces.late import cv2
from nyata.faces.mesh import turn_of
from nyata.faces.motion import AskedMove, MotionLimits, MovesSeen, Pose, SeenMove, moves_seen

__all__ = ["FrameFinding", "QuickLimits", "QuickLook", "quick_look"]

# The detector's own six points understate a turn by this factor against the mesh (LFW, r = .95).
DETECTOR_GAIN = 0.81
# ... and scatter by about .05, so a move is sought a little below its limit and then confirmed by the mesh.
SEARCH_SHARE = 0.75
SMALL_SIDE = 120  # the detector gets a frame at a reduced size that leaves its short side at least this long
# A face of so many pixels has what the mesh (crop of 192 pixels) and the embedding (112) can use.
FACE_SIDE = 100


@dataclass(slots=True)
class _Glance:
    """A frame at a `reduce`-th of its size: the face meant (in the whole one's pixels), its pose, what else."""

    pose: Pose
    image: Pixels | None = None
    reduce: int = 1
    found: Detection | None = None
    small: Pixels | None = None  # what the detector saw, and its points there
    points: Points | None = None
    faces: int = 0

    @property
    def readable(self) -> bool:
        return self.image is not None


def _reduction(data: bytes) -> int:
    short = min(jpeg_size(data))
    return 4 if short >= 8 * SMALL_SIDE else 2 if short >= 4 * SMALL_SIDE else 1


def _halved(image: Pixels) -> tuple[Pixels, int]:
    """The picture for the detector, and how many of the other's pixels one of its pixels is wide."""
    if min(image.shape[:2]) < 2 * SMALL_SIDE:
        return image, 1
    return np.asarray(cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8), 2


def _glance(data: bytes, ms: float, limits: QuickLimits, engine: Engine) -> _Glance:
    try:
        reduce = _reduction(data)
        image = decode(data, reduce=reduce)
    except ImageUnreadable:
        return _Glance(Pose(ms, None, None))
    small, shrunk = _halved(image)
    found = engine.near.find(small)
    seen = _Glance(Pose(ms, None, None), image, reduce, small=small)
    if not found:
        return seen
    best = max(found, key=lambda d: d.side)
    sizes = [d.side for d in found if d.score >= limits.rival_score]
    seen.faces = 2 if two_faces(sizes, limits.rival_share) else 1
    seen.found, seen.points = best.larger(reduce * shrunk), best.points
    points = seen.found.points
    a, _ = turn_of(points[0], points[1], points[2], points[3])
    reach = float(np.linalg.norm(points[3] - (points[0] + points[1]) / 2))
    seen.pose = Pose(ms, a / DETECTOR_GAIN, reach)
    return seen


def _choose(glances: Sequence[_Glance], moves: MovesSeen, limits: QuickLimits) -> list[int]:
    """Frames for the full look: the frontal one, each move's furthest usable one, then others spread in time."""
    usable = [at for at, g in enumerate(glances) if g.found is not None]
    if not usable:
        return []
    frontal = moves.frontal if moves.frontal is not None else usable[0]
    chosen = [frontal]
    for seen in moves.seen:
        peak = _usable_peak(glances, seen, limits.identity_turn_max)
        if peak not in chosen and len(chosen) < limits.embedded:
            chosen.append(peak)
    while len(chosen) < min(limits.embedded, len(usable)):
        # The frame furthest in time from those chosen: an exchange of people in between is then seen.
        rest = [at for at in usable if at not in chosen]
        chosen.append(max(rest, key=lambda at: min(abs(at - other) for other in chosen)))
    return sorted(chosen)


def _usable_peak(glances: Sequence[_Glance], seen: SeenMove, turn_max: float) -> int:
    """The frame of a move that shows it best while the face can still be recognised."""
    inside = [at for at in range(seen.first, seen.last + 1) if glances[at].found is not None]
    calm = [at for at in inside if abs(glances[at].pose.a or 0.0) < 0.9 * turn_max]
    if seen.peak in calm or not calm:
        return seen.peak
    return max(calm, key=lambda at: abs(glances[at].pose.a or 0.0))


def _full_look(
    frames: Sequence[bytes], chosen: Sequence[int], glances: Sequence[_Glance], engine: Engine
) -> dict[int, Face]:
    full: dict[int, Face] = {}
    for at in chosen:
        glance = glances[at]
        if glance.found is None or glance.image is None:
            continue
        image, reduce = glance.image, glance.reduce
        while reduce > 1 and glance.found.side < FACE_SIDE * reduce:
            reduce //= 2
        if reduce < glance.reduce:
            image = decode(frames[at], reduce=reduce)
        face = engine.measure(image, glance.found, reduce)
        if face is not None:
            full[at] = face
    return full


def _loosened(limits: MotionLimits) -> MotionLimits:
    return MotionLimits(
        turn=limits.turn * SEARCH_SHARE,
        closer=1 + (limits.closer - 1) * SEARCH_SHARE,
        release=limits.release,
        early_ms=limits.early_ms,
        late_ms=limits.late_ms,
        max_extra=limits.max_extra,
        max_neutral=limits.max_neutral / SEARCH_SHARE,
    )


def _sharper(glances: Sequence[_Glance], full: dict[int, Face]) -> list[Pose]:
    """Poses of all frames, those looked at in full as the mesh read them."""
    ratios = [face.reach / reach for at, face in full.items() if (reach := glances[at].pose.reach)]
    scale = float(np.median(ratios)) if ratios else 1.0
    poses = []
    for at, glance in enumerate(glances):
        pose = glance.pose
        if at in full:
            pose = Pose(pose.ms, full[at].a, full[at].reach)
        elif pose.reach is not None:
            pose = Pose(pose.ms, pose.a, pose.reach * scale)
        poses.append(pose)
    return poses


def quick_look(
    frames: Sequence[bytes],
    times_ms: Sequence[float],
    moves: Sequence[AskedMove],
    template_vector: Embedding | None = None,
    limits: QuickLimits | None = None,
    engine: Engine | None = None,
) -> QuickLook:
    """Look at a burst of JPEG frames with their offsets in ms (ascending) against the moves asked for.

    `template_vector` is the person's (192,) template or None. Never raises for bad frames: they are counted in
    `unreadable`. Raises ValueError when frames and times do not belong together.
    """
    if len(frames) != len(times_ms) or not frames:
        raise ValueError("a burst needs as many times as frames, and at least one")
    limits, engine = limits or QuickLimits(), engine or get_engine()
    started = time.perf_counter()
    glances = [_glance(d, float(ms), limits, engine) for d, ms in zip(frames, times_ms, strict=True)]
    rough = moves_seen([g.pose for g in glances], moves, _loosened(limits.motion))
    full = _full_look(frames, _choose(glances, rough, limits), glances, engine)
    poses = _sharper(glances, full)
    seen = moves_seen(poses, moves, limits.motion)
    order = sorted(full)
    vectors = engine.embed_many([full[at] for at in order])
    return _report(frames, glances, poses, full, seen, order, vectors, template_vector, limits, started)


def _report(
    frames: Sequence[bytes],
    glances: Sequence[_Glance],
    poses: Sequence[Pose],
    full: dict[int, Face],
    seen: MovesSeen,
    order: Sequence[int],
    vectors: Embedding,
    template_vector: Embedding | None,
    limits: QuickLimits,
    started: float,
) -> QuickLook:
    calm = [row for row, at in enumerate(order) if abs(full[at].a) < limits.identity_turn_max]
    identity: tuple[tuple[int, float], ...] = ()
    if template_vector is not None:
        identity = tuple((order[row], template.similarity(vectors[row], template_vector)) for row in calm)
    faces = [full[at] for at in order]
    doubles = repeats.find_repeats([repeats.exact_hash(data) for data in frames])
    known = dict(identity)
    return QuickLook(
        frames=tuple(_finding(at, g, poses[at], full, known) for at, g in enumerate(glances)),
        moves_seen=tuple(str(move.move) for move in seen.seen),
        moves_done=seen.done,
        moves_ok=seen.all_done(limits.motion),
        frontal=seen.frontal,
        identity=identity,
        identity_min=min((cosine for _, cosine in identity), default=None),
        continuity_min=template.least_alike(vectors[calm]) if len(calm) > 1 else None,
        no_face=tuple(at for at, g in enumerate(glances) if g.readable and g.found is None),
        two_faces=tuple(at for at, g in enumerate(glances) if g.faces > 1),
        unreadable=tuple(at for at, g in enumerate(glances) if not g.readable),
        stalled=doubles.stalled,
        looped=doubles.looped,
        film=_film(glances),
        brightness=float(np.median([f.brightness for f in faces])) if faces else None,
        sharpness=float(np.median([f.sharpness for f in faces])) if faces else None,
        face_size=float(np.median([f.size for f in faces])) if faces else None,
        ms=(time.perf_counter() - started) * 1000,
    )


def _film(glances: Sequence[_Glance]) -> Film | None:
    seen = [(g.small, g.points) for g in glances if g.small is not None]
    return film_of([image for image, _ in seen], [points for _, points in seen])


def _finding(at: int, glance: _Glance, pose: Pose, full: dict[int, Face], identity: dict[int, float]) -> FrameFinding:
    face = full.get(at)
    size = face.size if face else glance.found.side if glance.found else None
    problem = "unreadable" if not glance.readable else "no_face" if glance.found is None else None
    return FrameFinding(
        at,
        pose.ms,
        glance.faces,
        None if pose.a is None else float(pose.a),
        None if size is None else float(size),
        problem,
        identity.get(at),
        face.brightness if face else None,
        face.sharpness if face else None,
    )
