"""Templates: several embeddings of one person made into one, kept as bytes, compared and searched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nyata.faces.embedder import DIMENSIONS, Embedding, unit

SERIALISED_BYTES = DIMENSIONS * 4


@dataclass(frozen=True, slots=True)
class VerifyLimits:
    """Cosines, as policy data: from `same` up one person, from `unsure` up another try or a look by people.

    On LFW .54 lets 1 in 10,000 strangers through, .45 1 in 1,000.
    """

    same: float = 0.54
    unsure: float = 0.45

    def decide(self, cosine: float) -> str:
        """ "same", "unsure" or "different"."""
        return "same" if cosine >= self.same else "unsure" if cosine >= self.unsure else "different"


def make_template(embeddings: Sequence[Embedding] | Embedding) -> Embedding:
    """(192,) unit vector: the mean of (n, 192) embeddings. Raises ValueError when there are none."""
    stack = np.atleast_2d(np.asarray(embeddings, np.float32))
    if stack.size == 0 or stack.shape[1] != DIMENSIONS:
        raise ValueError(f"a template needs embeddings of {DIMENSIONS} numbers")
    return unit(stack.mean(0))


def similarity(one: Embedding, other: Embedding) -> float:
    """Cosine of two unit vectors, -1..1."""
    return float(np.clip(np.dot(one, other), -1.0, 1.0))


def serialise(template: Embedding) -> bytes:
    """768 bytes: 192 little-endian float32. Encrypt them before they are stored: they can be inverted."""
    return np.asarray(template, "<f4").tobytes()


def parse(data: bytes) -> Embedding:
    """The template in `serialise`'s bytes. Raises ValueError for a wrong length or a vector not of length one."""
    if len(data) != SERIALISED_BYTES:
        raise ValueError(f"a template is {SERIALISED_BYTES} bytes, not {len(data)}")
    template = np.frombuffer(data, "<f4").astype(np.float32)
    if not np.isfinite(template).all() or abs(float(np.linalg.norm(template)) - 1) > 1e-3:
        raise ValueError("not a template: its length is not one")
    return template


def search(template: Embedding, matrix: Embedding, threshold: float) -> list[tuple[int, float]]:
    """(row, cosine) of every row of `matrix` (n, 192) at or above `threshold`, most alike first."""
    if len(matrix) == 0:
        return []
    cosines = matrix @ template
    rows = np.flatnonzero(cosines >= threshold)
    return [(int(row), float(cosines[row])) for row in rows[np.argsort(-cosines[rows])]]


def least_alike(embeddings: Sequence[Embedding] | Embedding) -> float:
    """The smallest cosine between any two of (n, 192) embeddings; 1.0 for fewer than two."""
    stack = np.atleast_2d(np.asarray(embeddings, np.float32))
    return float(np.clip(stack @ stack.T, -1, 1).min()) if len(stack) > 1 else 1.0


def same_person_all(embeddings: Sequence[Embedding] | Embedding, minimum: float) -> bool:
    """Whether every pair of embeddings is at least `minimum` alike; False is "frames of different people"."""
    return least_alike(embeddings) >= minimum
