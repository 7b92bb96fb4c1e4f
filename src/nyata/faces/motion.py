"""Which moves a person made, read from how far the head is turned and how close the face is, frame by frame.

Left and right are the PERSON's own, in frames as the camera gives them (not mirrored; a phone's page mirrors
only what it shows). Turning to one's own left carries the nose to the right of such a frame and makes `a` grow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np


class Move(StrEnum):
    """A move that a challenge can ask for."""

    LEFT = "left"
    RIGHT = "right"
    CLOSER = "closer"


@dataclass(frozen=True, slots=True)
class AskedMove:
    """A move asked for between two offsets from the first frame, in ms; None means at any time."""

    move: Move
    from_ms: float | None = None
    to_ms: float | None = None


@dataclass(frozen=True, slots=True)
class MotionLimits:
    """When a change of the face counts as a move. All of it is policy data; these are face.md's measured values.

    `turn`: change of `a` (.20 is 15 to 21 degrees). `closer`: growth of the eye-mouth distance. `release`: share
    of either that ends a move. `early_ms`, `late_ms`: slack around the time asked, for reading and reacting.
    `max_extra`: moves nobody asked for that are still forgiven. `max_neutral`: |a| of the most frontal frame.
    """

    turn: float = 0.20
    closer: float = 1.22
    release: float = 0.5
    early_ms: float = 300.0
    late_ms: float = 800.0
    max_extra: int = 1
    max_neutral: float = 0.25


@dataclass(frozen=True, slots=True)
class Pose:
    """One frame: its offset in ms, `a` and eye-mouth distance in pixels; None where no face was found."""

    ms: float
    a: float | None
    reach: float | None


@dataclass(frozen=True, slots=True)
class SeenMove:
    """A move that was made: frames `first` to `last`, the furthest one `peak`, and how far (`strength`)."""

    move: Move
    first: int
    last: int
    peak: int
    strength: float


@dataclass(frozen=True, slots=True)
class MovesSeen:
    """All moves made, in order; for each move asked whether it was done; how many nobody asked for.

    `frontal` is the frame everything is measured against, None where nobody looked at the camera.
    """

    seen: tuple[SeenMove, ...]
    done: tuple[bool, ...]
    extra: int
    frontal: int | None

    def all_done(self, limits: MotionLimits) -> bool:
        """Whether every move asked was made, in order, in its time, without too many others."""
        return self.frontal is not None and all(self.done) and self.extra <= limits.max_extra


def frontal_frame(poses: Sequence[Pose], max_neutral: float) -> int | None:
    """The frame in which the person looks most straight at the camera, or None above `max_neutral`."""
    turns = [(abs(pose.a), at) for at, pose in enumerate(poses) if pose.a is not None]
    if not turns or min(turns)[0] >= max_neutral:
        return None
    return min(turns)[1]


def resting_reach(poses: Sequence[Pose]) -> float | None:
    """The eye-mouth distance of the person at rest: the lower fifth, so that coming closer does not move it."""
    reaches = [pose.reach for pose in poses if pose.reach is not None]
    return float(np.percentile(reaches, 20)) if reaches else None


def _runs(strengths: Sequence[float | None], move: Move, enter: float, release: float) -> list[SeenMove]:
    """Stretches where a strength goes above `enter`, each lasting until it falls below `release`."""
    moves: list[SeenMove] = []
    open_run: list[int] = []

    def close() -> None:
        if open_run:
            peak = max(open_run, key=lambda at: strengths[at] or 0.0)
            top = strengths[peak] or 0.0
            if top >= enter:
                moves.append(SeenMove(move, open_run[0], open_run[-1], peak, top))
        open_run.clear()

    for at, strength in enumerate(strengths):
        if strength is None:  # a frame without a face neither starts nor ends a move
            continue
        if strength >= release:
            open_run.append(at)
        else:
            close()
    close()
    return moves


def read_moves(poses: Sequence[Pose], limits: MotionLimits) -> tuple[tuple[SeenMove, ...], int | None]:
    """Every move made, ordered by its peak, and the frontal frame (None: no moves can be read)."""
    frontal = frontal_frame(poses, limits.max_neutral)
    rest = resting_reach(poses)
    if frontal is None or rest is None:
        return (), None
    neutral = poses[frontal].a or 0.0
    left = [None if pose.a is None else pose.a - neutral for pose in poses]
    right = [None if turn is None else -turn for turn in left]
    nearer = [None if pose.reach is None else pose.reach / rest - 1 for pose in poses]
    growth = limits.closer - 1
    seen = [
        *_runs(left, Move.LEFT, limits.turn, limits.turn * limits.release),
        *_runs(right, Move.RIGHT, limits.turn, limits.turn * limits.release),
        *_runs(nearer, Move.CLOSER, growth, growth * limits.release),
    ]
    return tuple(sorted(seen, key=lambda move: (poses[move.peak].ms, move.move))), frontal


def _in_time(seen: SeenMove, asked: AskedMove, poses: Sequence[Pose], limits: MotionLimits) -> bool:
    # The furthest point decides: merely being on the way at the edge of the time asked is not the move.
    at = poses[seen.peak].ms
    after = asked.from_ms is None or at >= asked.from_ms - limits.early_ms
    before = asked.to_ms is None or at <= asked.to_ms + limits.late_ms
    return after and before


def moves_seen(poses: Sequence[Pose], asked: Sequence[AskedMove], limits: MotionLimits | None = None) -> MovesSeen:
    """Which of the moves asked were made, each after the one before it and within its time."""
    limits = limits or MotionLimits()
    seen, frontal = read_moves(poses, limits)
    done: list[bool] = []
    used: set[int] = set()
    start = 0
    for want in asked:
        match = next(
            (
                at
                for at in range(start, len(seen))
                if seen[at].move == want.move and _in_time(seen[at], want, poses, limits)
            ),
            None,
        )
        done.append(match is not None)
        if match is not None:
            used.add(match)
            start = match + 1
    return MovesSeen(seen, tuple(done), len(seen) - len(used), frontal)
