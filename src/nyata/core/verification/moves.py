"""The moves a nonce asks for (docs/wire.md). Phone and server draw them alike: docs/algorithms/moves-vectors.json."""

import hashlib
from dataclasses import dataclass
from itertools import permutations

# permutations() gives exactly the orders of docs/wire.md, since they are lexicographic in this list.
MOVES = ("left", "right", "closer")
_LASTS_MS = {2: 1500, 3: 1100}
_REST_MS = 300
_STILL_MS = 2000  # a person with the accommodation no_moves only looks at the camera


@dataclass(frozen=True, slots=True)
class AskedMove:
    """One move and its time, in ms from the start of the capture. "left" is the person's own left."""

    move: str
    from_ms: int
    to_ms: int


@dataclass(frozen=True, slots=True)
class Draw:
    """The moves in order, and how long the capture lasts."""

    moves: tuple[AskedMove, ...]
    duration_ms: int

    def as_json(self) -> list[dict[str, object]]:
        """The moves as the challenge carries them."""
        return [{"move": one.move, "from_ms": one.from_ms, "to_ms": one.to_ms} for one in self.moves]


def draw(nonce: bytes, count: int = 2) -> Draw:
    """The moves of a nonce: `count` 2 or 3, or 0 for the accommodation no_moves. Raises ValueError for others."""
    if count == 0:
        return Draw((), _STILL_MS)
    if count not in _LASTS_MS:
        raise ValueError(f"{count} moves cannot be asked for")
    chance = hashlib.sha256(b"nyata-moves-v1" + nonce).digest()
    asked: list[AskedMove] = []
    end = 0
    for place, move in enumerate(list(permutations(MOVES, count))[chance[0] % 6]):
        pause = 600 + 10 * (chance[1] % 41) if place == 0 else 200 + 10 * (chance[1 + place] % 21)
        start = end + pause
        end = start + _LASTS_MS[count]
        asked.append(AskedMove(move, start, end))
    return Draw(tuple(asked), end + _REST_MS)
