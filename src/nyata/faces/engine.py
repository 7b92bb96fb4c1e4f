"""The face engine: photograph in, faces with their points and embeddings out. Loaded once a process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nyata.faces import embedder
from nyata.faces.detector import Detection, Detector
from nyata.faces.embedder import Embedder, Embedding
from nyata.faces.geometry import Points
from nyata.faces.images import Pixels
from nyata.faces.late import cv2
from nyata.faces.mesh import Mesh, five_points, turn_of

MIN_PRESENCE = 0.5
# A face in the middle counts for more than one of the same size at the edge.
CENTRE_PULL = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One face as measured; lengths in pixels of the photograph given.

    `a` is how far the nose lies to the person's left (0 is frontal, .20 about 15 to 21 degrees), `b` how far
    down between eyes and mouth, `w` eye distance over eye-mouth distance, `reach` the eye-mouth distance
    (unchanged by a turn of the head, so it tells how close the face is), `size` the face's longer side,
    `brightness` 0..255 the mean of the face, `sharpness` the variance of its Laplacian at 112 pixels over the
    square of that mean, times 10,000 (about 75 is usual, 7 blurred by two pixels),
    `aligned` (112, 112, 3) the face as the embedding network wants it.
    """

    box: tuple[float, float, float, float]
    score: float
    presence: float
    points: Points
    five: Points
    a: float
    b: float
    w: float
    reach: float
    size: float
    brightness: float
    sharpness: float
    aligned: Pixels


class Engine:
    """All networks. Raises WeightsMissing or WeightsChanged when made; its methods may be called by any thread."""

    def __init__(self) -> None:
        # As many workers run as there are cores: threads inside OpenCV would only fight each other.
        cv2.setNumThreads(1)
        self.near = Detector.short_range()
        self.far = Detector.full_range()
        self.mesh = Mesh()
        self.embedder = Embedder()

    def faces(self, image: Pixels) -> list[Face]:
        """Every face in an RGB photograph, the person meant first; [] when there is none.

        Tries the near detector, then the far one, then both with a margin around the picture: a face
        that fills it is larger than any the detector learned.
        """
        for detector, margin in ((self.near, 0.0), (self.far, 0.0), (self.near, 0.5), (self.far, 0.5)):
            found = [self.measure(image, one) for one in detector.find(image, margin=margin)]
            sure = [face for face in found if face is not None]
            if sure:
                return sorted(sure, key=lambda face: -_prominence(face, image))
        return []

    def face(self, image: Pixels) -> Face | None:
        """The person meant in a photograph, or None."""
        return next(iter(self.faces(image)), None)

    def measure(self, image: Pixels, found: Detection, reduce: int = 1) -> Face | None:
        """The face at a detection, or None where the mesh network sees no face.

        `image` may be the photograph at a `reduce`-th of its size; lengths stay those of the whole one.
        """
        points, presence = self.mesh.read(image, found, reduce)
        return face_from(image, found, points, presence, reduce) if presence >= MIN_PRESENCE else None

    def embed(self, face: Face) -> Embedding:
        """(192,) unit vector of a face, taken with its mirror image."""
        return self.embedder.embed_well(face.aligned)

    def embed_many(self, faces: Sequence[Face]) -> Embedding:
        """(n, 192) unit vectors, two faces a batch: half the cost of `embed` for each."""
        return self.embedder.embed([face.aligned for face in faces])


def _prominence(face: Face, image: Pixels) -> float:
    height, width = image.shape[:2]
    x = (face.box[0] + face.box[2]) / 2 / width - 0.5
    y = (face.box[1] + face.box[3]) / 2 / height - 0.5
    return face.size * (1 - CENTRE_PULL * min(1.0, 2 * float(np.hypot(x, y))))


def face_from(image: Pixels, found: Detection, points: Points, presence: float, reduce: int = 1) -> Face:
    """A Face from a mesh reading, see `Engine.measure`."""
    five = five_points(points)
    mouth = (five[3] + five[4]) / 2
    middle = (five[0] + five[1]) / 2
    a, b = turn_of(five[0], five[1], five[2], mouth)
    reach = float(np.linalg.norm(mouth - middle))
    low, high = points[:, :2].min(0), points[:, :2].max(0)
    aligned = embedder.align(image, five, reduce)
    brightness, sharpness = _tone(aligned)
    return Face(
        box=(float(low[0]), float(low[1]), float(high[0]), float(high[1])),
        score=found.score,
        presence=presence,
        points=points,
        five=five,
        a=a,
        b=b,
        w=float(np.linalg.norm(five[1] - five[0])) / max(reach, 1e-6),
        reach=reach,
        size=float((high - low).max()),
        brightness=brightness,
        sharpness=sharpness,
        aligned=aligned,
    )


def _tone(aligned: Pixels) -> tuple[float, float]:
    # The middle of the crop, where there is skin and no background.
    grey = cv2.cvtColor(aligned, cv2.COLOR_RGB2GRAY)[20:100, 20:92]
    mean = float(grey.mean())
    # By the square of the mean, so that a dark picture or dark skin does not count as blurred.
    return mean, 1e4 * float(cv2.Laplacian(grey, cv2.CV_32F).var()) / max(mean, 1.0) ** 2


@lru_cache(maxsize=1)
def get_engine() -> Engine:
    """The process's one engine, loaded at the first call (about 0.1 s)."""
    return Engine()
