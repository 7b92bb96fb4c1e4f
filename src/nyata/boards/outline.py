"""A drawing of where an attempt was made, without map tiles: fences, fixes with their accuracy, scale, north.

Metres east and north of the last fix become units of the drawing, north up; the numbers go into the page as text, so
that nobody needs to see the drawing to know them.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nyata.core.plane import plane

WIDTH, HEIGHT, MARGIN = 400, 260, 30
NICE = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class Fence:
    """One site: a polygon's points, or a circle; in the drawing's units."""

    name: str
    points: str
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Fix:
    """One position with its circle of accuracy."""

    x: float
    y: float
    radius: float
    is_last: bool


@dataclass(frozen=True, slots=True)
class Outline:
    """What the template draws. `scale_px` units are `scale_m` metres long."""

    fences: tuple[Fence, ...]
    fixes: tuple[Fix, ...]
    scale_px: float
    scale_m: int

    width = WIDTH
    height = HEIGHT

    @property
    def scale_words(self) -> str:
        return f"{self.scale_m // 1000} km" if self.scale_m >= 1000 else f"{self.scale_m} m"


def draw(sites: Sequence[Any], fixes: Sequence[Mapping[str, Any]]) -> Outline | None:
    """The outline of the given sites and fixes; None where there is nothing to draw.

    `sites` have `name`, `shape` (GeoJSON Point or Polygon) and `radius_m`; `fixes` have `latitude`, `longitude`,
    `accuracy` (metres) as on the wire.
    """
    known = [fix for fix in fixes if fix.get("latitude") is not None and fix.get("longitude") is not None]
    start = (known[-1]["latitude"], known[-1]["longitude"]) if known else _first_corner(sites)
    if start is None:
        return None
    flat = plane(*start)
    rings = [(site.name, [flat(corner) for corner in _corners(site.shape)], site.radius_m or 0.0) for site in sites]
    spots = [(*flat((f["longitude"], f["latitude"])), float(f.get("accuracy") or 0)) for f in known]
    frame = _Frame.around([*((x, y, r) for _, ring, r in rings for x, y in ring), *spots])
    return Outline(
        fences=tuple(frame.fence(*ring) for ring in rings),
        fixes=tuple(frame.fix(spot, number == len(spots)) for number, spot in enumerate(spots, 1)),
        scale_px=frame.scale_m() * frame.per_metre,
        scale_m=frame.scale_m(),
    )


def _corners(shape: Mapping[str, Any]) -> list[Sequence[float]]:
    return [shape["coordinates"]] if shape["type"] == "Point" else shape["coordinates"][0]


def _first_corner(sites: Sequence[Any]) -> tuple[float, float] | None:
    for site in sites:
        longitude, latitude = _corners(site.shape)[0][:2]
        return latitude, longitude
    return None


@dataclass(frozen=True, slots=True)
class _Frame:
    """How metres become units of the drawing."""

    x: float
    y: float
    per_metre: float

    @classmethod
    def around(cls, circles: Iterable[tuple[float, float, float]]) -> "_Frame":
        boxes = [(x - r, y - r, x + r, y + r) for x, y, r in circles]
        left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
        right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
        wide, high = max(right - left, 40.0), max(bottom - top, 25.0)
        per_metre = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / high)
        return cls((left + right) / 2, (top + bottom) / 2, per_metre)

    def place(self, x: float, y: float) -> tuple[float, float]:
        return (
            round(WIDTH / 2 + (x - self.x) * self.per_metre, 1),
            round(HEIGHT / 2 - (y - self.y) * self.per_metre, 1),
        )

    def fence(self, name: str, ring: list[tuple[float, float]], radius_m: float) -> Fence:
        placed = [self.place(*corner) for corner in ring]
        points = " ".join(f"{x},{y}" for x, y in placed) if len(placed) > 1 else ""
        return Fence(name, points, *placed[0], round(radius_m * self.per_metre, 1))

    def fix(self, spot: tuple[float, float, float], is_last: bool) -> Fix:
        x, y = self.place(spot[0], spot[1])
        return Fix(x, y, round(max(spot[2] * self.per_metre, 5.0), 1), is_last)

    def scale_m(self) -> int:
        """A round number of metres that is at most a quarter of the drawing's width."""
        most = WIDTH / 4 / self.per_metre
        power = 10 ** math.floor(math.log10(most))
        return max(1, int(max(step * power for step in NICE if step * power <= most)))
