"""Whether a fence drawn or imported by an officer can be one. Each problem has a sentence that says how to mend it."""

import math
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from nyata.core.plane import Flat, edges, plane, surrounds

RADIUS_MIN_M, RADIUS_MAX_M = 10, 5000
AREA_MIN_M2, AREA_MAX_M2 = 100, 80_000_000  # a small guard post; as much as the widest circle
CORNERS_MAX = 500
# Indonesia from Sabang to Merauke, from Miangas to Rote: west, south, east, north.
INDONESIA = (94.5, -11.5, 141.5, 6.5)


def _(words: str) -> str:
    """Marks words for the catalogue; they are translated where they are shown."""
    return words


class ShapeProblem(StrEnum):
    """Why a shape cannot be a fence."""

    NOT_A_FENCE = "not_a_fence"
    RADIUS_WRONG = "radius_wrong"
    RADIUS_TOO_MUCH = "radius_too_much"
    NOT_CLOSED = "not_closed"
    TOO_FEW_CORNERS = "too_few_corners"
    TOO_MANY_CORNERS = "too_many_corners"
    CROSSES_ITSELF = "crosses_itself"
    HOLE_OUTSIDE = "hole_outside"
    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    SWAPPED = "swapped"
    ELSEWHERE = "elsewhere"

    @property
    def sentence(self) -> str:
        """The Indonesian sentence, to be translated where it is shown."""
        return _SENTENCES[self]


_SENTENCES = {
    ShapeProblem.NOT_A_FENCE: _(
        "Bentuk tidak dikenal. Gambar lingkaran atau poligon, atau impor GeoJSON Point/Polygon."
    ),
    ShapeProblem.RADIUS_WRONG: _("Jari-jari lingkaran harus 10 sampai 5.000 meter. Periksa angkanya."),
    ShapeProblem.RADIUS_TOO_MUCH: _("Poligon tidak memakai jari-jari. Kosongkan jari-jarinya."),
    ShapeProblem.NOT_CLOSED: _("Garis belum tertutup. Sambungkan titik terakhir ke titik pertama."),
    ShapeProblem.TOO_FEW_CORNERS: _("Titik kurang. Poligon memerlukan sekurangnya tiga titik berbeda."),
    ShapeProblem.TOO_MANY_CORNERS: _("Titik terlalu banyak. Sederhanakan poligon menjadi paling banyak 500 titik."),
    ShapeProblem.CROSSES_ITSELF: _(
        "Garis poligon saling memotong. Geser titiknya sampai tidak ada garis yang bersilang."
    ),
    ShapeProblem.HOLE_OUTSIDE: _("Lubang berada di luar poligon. Pindahkan ke dalam atau hapus lubangnya."),
    ShapeProblem.TOO_SMALL: _("Area terlalu kecil. Perbesar sampai sekurangnya 100 meter persegi."),
    ShapeProblem.TOO_LARGE: _("Area terlalu luas. Perkecil sampai paling luas 80 kilometer persegi."),
    ShapeProblem.SWAPPED: _("Lintang dan bujur tampak tertukar. Tulis bujur dahulu, lalu lintang."),
    ShapeProblem.ELSEWHERE: _("Titik berada di luar Indonesia. Periksa lintang dan bujurnya."),
}


class ShapeRefused(Exception):
    """A shape cannot be a fence; `problem` says why."""

    def __init__(self, problem: ShapeProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


def check_shape(shape: Any, radius_m: float | None = None) -> None:
    """Whether a GeoJSON geometry (any parsed JSON) can be a fence. Raises ShapeRefused with its first problem."""
    problem = _problem(shape, radius_m)
    if problem is not None:
        raise ShapeRefused(problem)


def _problem(shape: Any, radius_m: float | None) -> ShapeProblem | None:
    if not isinstance(shape, dict) or set(shape) != {"type", "coordinates"}:
        return ShapeProblem.NOT_A_FENCE
    if shape["type"] == "Point":
        return _check_circle(shape["coordinates"], radius_m)
    if shape["type"] == "Polygon":
        return ShapeProblem.RADIUS_TOO_MUCH if radius_m is not None else _check_polygon(shape["coordinates"])
    return ShapeProblem.NOT_A_FENCE


def _check_circle(centre: Any, radius_m: float | None) -> ShapeProblem | None:
    if not _is_position(centre):
        return ShapeProblem.NOT_A_FENCE
    if not _is_number(radius_m) or not RADIUS_MIN_M <= float(radius_m or 0) <= RADIUS_MAX_M:
        return ShapeProblem.RADIUS_WRONG
    return _check_where([centre])


def _check_polygon(rings: Any) -> ShapeProblem | None:
    if not isinstance(rings, list) or not rings:
        return ShapeProblem.NOT_A_FENCE
    if any(not isinstance(ring, list) or not all(_is_position(at) for at in ring) for ring in rings):
        return ShapeProblem.NOT_A_FENCE
    if sum(len(ring) for ring in rings) > CORNERS_MAX + len(rings):
        return ShapeProblem.TOO_MANY_CORNERS
    for ring in rings:
        if len(ring) < 4 or len({(at[0], at[1]) for at in ring}) < 3:
            return ShapeProblem.TOO_FEW_CORNERS
        if ring[0][:2] != ring[-1][:2]:
            return ShapeProblem.NOT_CLOSED
    return _check_where([at for ring in rings for at in ring]) or _check_lines(_flattened(rings))


def _check_lines(rings: list[list[Flat]]) -> ShapeProblem | None:
    if any(_crosses_itself(ring) for ring in rings):
        return ShapeProblem.CROSSES_ITSELF
    outer, holes = rings[0], rings[1:]
    if any(not _contains(outer, hole) for hole in holes):
        return ShapeProblem.HOLE_OUTSIDE
    if any(_meet(one, other) for at, one in enumerate(holes) for other in holes[at + 1 :]):
        return ShapeProblem.CROSSES_ITSELF
    area = _area(outer) - sum(_area(hole) for hole in holes)
    if area < AREA_MIN_M2:
        return ShapeProblem.TOO_SMALL
    return ShapeProblem.TOO_LARGE if area > AREA_MAX_M2 else None


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and math.isfinite(value)


def _is_position(value: Any) -> bool:
    # GeoJSON allows a third number, the height; a fence has none, so it is read over.
    return isinstance(value, list) and len(value) in (2, 3) and all(_is_number(one) for one in value)


def _check_where(positions: Sequence[Sequence[float]]) -> ShapeProblem | None:
    if all(_in_indonesia(lon, lat) for lon, lat, *_height in positions):
        return None
    if all(_in_indonesia(lat, lon) for lon, lat, *_height in positions):
        return ShapeProblem.SWAPPED
    return ShapeProblem.ELSEWHERE


def _in_indonesia(lon: float, lat: float) -> bool:
    west, south, east, north = INDONESIA
    return west <= lon <= east and south <= lat <= north


def _flattened(rings: Sequence[Sequence[Sequence[float]]]) -> list[list[Flat]]:
    """Rings in metres about their first corner, without corners that stand twice in a row."""
    place = plane(rings[0][0][1], rings[0][0][0])
    flat: list[list[Flat]] = []
    for ring in rings:
        points = [place(at) for at in ring]
        flat.append([points[0], *(now for before, now in edges(points) if now != before)])
    return flat


def _area(ring: Sequence[Flat]) -> float:
    """Square metres."""
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in edges(ring))) / 2


def _side(a: Flat, b: Flat, c: Flat) -> float:
    """Above 0 where c lies left of the way from a to b, 0 on it."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _touch(a: Flat, b: Flat, c: Flat, d: Flat) -> bool:
    """Whether the segments ab and cd have a point in common."""
    if max(a[0], b[0]) < min(c[0], d[0]) or max(c[0], d[0]) < min(a[0], b[0]):
        return False
    if max(a[1], b[1]) < min(c[1], d[1]) or max(c[1], d[1]) < min(a[1], b[1]):
        return False
    return _side(a, b, c) * _side(a, b, d) <= 0 and _side(c, d, a) * _side(c, d, b) <= 0


def _crosses_itself(ring: Sequence[Flat]) -> bool:
    sides = list(edges(ring))
    for at, (a, b) in enumerate(sides):
        following = sides[(at + 1) % len(sides)][1]
        # A spike: the next side goes back along this one.
        if (
            _side(a, b, following) == 0
            and (b[0] - a[0]) * (following[0] - b[0]) + (b[1] - a[1]) * (following[1] - b[1]) < 0
        ):
            return True
        for other in range(at + 2, len(sides)):
            if (at, other) != (0, len(sides) - 1) and _touch(a, b, *sides[other]):
                return True
    return False


def _meet(one: Sequence[Flat], other: Sequence[Flat]) -> bool:
    """Whether two rings cross or touch, or one surrounds the other."""
    return (
        any(_touch(a, b, c, d) for a, b in edges(one) for c, d in edges(other))
        or surrounds(one, other[0])
        or surrounds(other, one[0])
    )


def _contains(outer: Sequence[Flat], hole: Sequence[Flat]) -> bool:
    crossing = any(_touch(a, b, c, d) for a, b in edges(outer) for c, d in edges(hole))
    return not crossing and surrounds(outer, hole[0])
