"""How well the embeddings tell people apart: error rates over pairs of photographs.

A photograph in which no face is found cannot be accepted: a same-person pair with one counts as a miss at every
threshold, and a different-person pair with one is left out, since it would flatter the false-match rate.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nyata.faces import images
from nyata.faces.embedder import DIMENSIONS
from nyata.faces.engine import Engine

COLUMNS = ("image_a", "image_b", "same_person")
FARS = (1e-2, 1e-3, 1e-4)
_YES_NO = {"1": True, "0": False, "true": True, "false": False, "yes": True, "no": False}
Progress = Callable[[int, int], None]


class PairsUnreadable(ValueError):
    """The list of pairs cannot be used; the message names the file, the line and the reason."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs by index into `files`: `first`, `second` (n,) int, `same` (n,) bool."""

    files: tuple[str, ...]
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    same: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Rates:
    """Error rates. `eer` and each of `tar_at_far` 0..1, None where there are too few pairs to tell.

    `thresholds`: the cosine at which each false-accept rate was reached.
    """

    pairs: int
    no_face: int
    eer: float | None
    tar_at_far: dict[str, float | None]
    thresholds: dict[str, float | None]


def read_pairs(path: Path) -> Pairs:
    """The pairs of a CSV with the columns image_a, image_b, same_person (1/0). Raises PairsUnreadable."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            return _parse(path, csv.reader(file))
    except OSError as error:
        raise PairsUnreadable(f"{path}: {error.strerror or 'cannot be read'}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise PairsUnreadable(f"{path}: not a CSV file in UTF-8") from error


def _parse(path: Path, rows: Iterable[list[str]]) -> Pairs:
    lines = iter(rows)
    header = [name.strip() for name in next(lines, [])]
    if sorted(header) != sorted(COLUMNS):
        raise PairsUnreadable(f"{path}: needs exactly the columns {','.join(COLUMNS)}, has {','.join(header)}")
    a, b, s = (header.index(name) for name in COLUMNS)
    number: dict[str, int] = {}
    first: list[int] = []
    second: list[int] = []
    same: list[bool] = []
    for line, row in enumerate(lines, start=2):
        if not row:
            continue
        answer = _YES_NO.get(row[s].strip().lower()) if len(row) == len(COLUMNS) else None
        if answer is None or not row[a].strip() or not row[b].strip():
            raise PairsUnreadable(f"{path}, line {line}: needs two images and same_person as 1 or 0")
        first.append(number.setdefault(row[a].strip(), len(number)))
        second.append(number.setdefault(row[b].strip(), len(number)))
        same.append(answer)
    if not first:
        raise PairsUnreadable(f"{path}: holds no pairs")
    return Pairs(tuple(number), np.array(first), np.array(second), np.array(same))


def embed_files(
    paths: Sequence[Path], engine: Engine, progress: Progress | None = None
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """(n, 192) embeddings, each photograph once, and (n,) whether a face was found.

    Raises ImageUnreadable naming the file at the first photograph that cannot be read.
    """
    vectors = np.zeros((len(paths), DIMENSIONS), np.float32)
    found = np.zeros(len(paths), bool)
    for at, path in enumerate(paths):
        face = engine.face(images.read(path))
        if face is not None:
            vectors[at], found[at] = engine.embed(face), True
        if progress is not None:
            progress(at + 1, len(paths))
    return vectors, found


def scores(pairs: Pairs, vectors: NDArray[np.float32], found: NDArray[np.bool_]) -> NDArray[np.float32]:
    """(n,) cosine of every pair; -inf where a photograph has no face."""
    cosines = np.empty(len(pairs.first), np.float32)
    step = 100_000  # keeps the gathered vectors below 200 MB for any number of pairs
    for at in range(0, len(cosines), step):
        part = slice(at, at + step)
        cosines[part] = np.einsum("ij,ij->i", vectors[pairs.first[part]], vectors[pairs.second[part]])
    return np.where(found[pairs.first] & found[pairs.second], cosines, -np.inf).astype(np.float32)


def equal_error_rate(same: NDArray[np.floating], different: NDArray[np.floating]) -> float | None:
    """Where false rejects and false accepts are equally frequent, 0..1; None without both kinds of pair."""
    if not len(same) or not len(different):
        return None
    low, high = np.sort(same), np.sort(different)
    cuts = np.unique(np.concatenate([low[np.isfinite(low)], high, [np.inf]]))
    rejected = np.searchsorted(low, cuts, "left") / len(low)
    accepted = 1 - np.searchsorted(high, cuts, "left") / len(high)
    at = int(np.argmax(rejected >= accepted))  # the first cut where they have crossed
    if at == 0:
        return float((rejected[0] + accepted[0]) / 2)
    before, after = accepted[at - 1] - rejected[at - 1], rejected[at] - accepted[at]
    share = before / (before + after) if before + after > 0 else 0.5
    return float(rejected[at - 1] + share * (rejected[at] - rejected[at - 1]))


def accepted_at(same: NDArray[np.floating], different: NDArray[np.floating], far: float) -> tuple[float, float] | None:
    """(share of same-person pairs accepted, threshold) at a false-accept rate of at most `far`.

    None where fewer than 10/far different pairs exist, since ten false accepts are the least that says anything.
    """
    if not len(same) or len(different) * far < 10 - 1e-9:
        return None
    allowed = int(np.floor(len(different) * far + 1e-9))
    threshold = float(np.partition(different, -allowed - 1)[-allowed - 1])
    return float((same > threshold).mean()), threshold


def rates(pairs: Pairs, cosines: NDArray[np.floating], no_face: int) -> Rates:
    """All figures over the pairs' cosines."""
    same = cosines[pairs.same]
    different = cosines[~pairs.same]
    different = different[np.isfinite(different)]
    at = {_name(far): accepted_at(same, different, far) for far in FARS}
    return Rates(
        pairs=len(cosines),
        no_face=no_face,
        eer=equal_error_rate(same, different),
        tar_at_far={name: None if got is None else got[0] for name, got in at.items()},
        thresholds={name: None if got is None else got[1] for name, got in at.items()},
    )


def _name(far: float) -> str:
    return f"1e-{round(-np.log10(far))}"
