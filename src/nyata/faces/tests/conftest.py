"""One person, enrolled once, for all tests of the engine: real weights, a real portrait, no stand-ins."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from nyata.faces.embedder import Embedding
from nyata.faces.engine import Engine, get_engine
from nyata.faces.enrolment import look_at_selfie
from nyata.faces.motion import AskedMove, Move
from nyata.faces.template import make_template
from tests.portraits import Asked, selfies

SHARED = Path(__file__).resolve().parents[5] / "shared" / "data"
TIMES = [500.0 * at for at in range(12)]


def challenge(*moves: str) -> list[Asked]:
    """The moves, each in its own window of 1.3 s, as a challenge would ask for them."""
    starts = (900.0, 2500.0, 4100.0)
    return [Asked(move=move, from_ms=at, to_ms=at + 1300) for move, at in zip(moves, starts, strict=False)]


def asked(moves: Sequence[Asked]) -> list[AskedMove]:
    return [AskedMove(Move(one["move"]), one["from_ms"], one["to_ms"]) for one in moves]


@pytest.fixture(scope="session")
def engine() -> Engine:
    return get_engine()


@pytest.fixture(scope="session")
def enrolled(engine: Engine) -> Embedding:
    """The template of the astronaut, made of three selfies."""
    looks = [look_at_selfie(data, engine=engine) for data in selfies(3, seed=1)]
    return make_template(np.stack([look.embedding for look in looks if look.embedding is not None]))


@pytest.fixture(scope="session")
def shared_attacks() -> Path:
    folder = SHARED / "pad"
    if not (folder / "nuaa").is_dir():
        pytest.skip(f"NOT MEASURED: real bursts are missing ({folder})")
    return folder


@pytest.fixture(scope="session")
def shared_faces() -> Path:
    folder = SHARED / "faces"
    if not (folder / "pairs.csv").is_file():
        pytest.skip(f"NOT MEASURED: real photographs are missing ({folder})")
    return folder
