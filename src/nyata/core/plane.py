"""A plane that touches the earth: metres east and north of a position, and what is inside a ring on it."""

import math
from collections.abc import Callable, Iterable, Sequence

METRES_PER_DEGREE = math.pi / 180 * 6_371_008.8  # of latitude, on the mean sphere

Flat = tuple[float, float]


def plane(lat: float, lon: float) -> Callable[[Sequence[float]], Flat]:
    """GeoJSON position (longitude first) -> metres east and north of the origin.

    Within 10 km it errs by less than one in two hundred, far below what a phone knows of its place.
    """
    east = METRES_PER_DEGREE * math.cos(math.radians(lat))

    def flat(position: Sequence[float]) -> Flat:
        return (position[0] - lon) * east, (position[1] - lat) * METRES_PER_DEGREE

    return flat


def edges(ring: Sequence[Flat]) -> Iterable[tuple[Flat, Flat]]:
    """The sides of a closed ring, one after the other."""
    return zip(ring, ring[1:], strict=False)


def surrounds(ring: Sequence[Flat], point: Flat = (0.0, 0.0)) -> bool:
    """Whether a point lies inside a ring: an odd number of its sides cross the way from there to the east."""
    x, y = point
    crossed = False
    for (ax, ay), (bx, by) in edges(ring):
        if (ay > y) != (by > y) and ax + (y - ay) * (bx - ax) / (by - ay) > x:
            crossed = not crossed
    return crossed
