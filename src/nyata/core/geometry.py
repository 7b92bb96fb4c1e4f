"""Metres from a position to a fence, on a plane that touches the earth at the position (docs/algorithms/place.md).

Shapes are GeoJSON in WGS 84: a Point with a radius, or a Polygon whose first ring is the fence and whose others are
holes. The phone measures the same way for its ready-light; what counts is measured here.
"""

import math
from collections.abc import Mapping
from typing import Any

from nyata.core.plane import Flat, edges, plane, surrounds
from nyata.core.shapes import ShapeProblem, ShapeRefused, check_shape

__all__ = ["ShapeProblem", "ShapeRefused", "check_shape", "distance_outside", "metres_between"]


def distance_outside(shape: Mapping[str, Any], radius_m: float | None, lat: float, lon: float) -> float:
    """Metres from a position to the fence: above 0 outside, 0 or less inside.

    Raises ValueError for a shape that `check_shape` would not have let in.
    """
    flat = plane(lat, lon)
    if shape["type"] == "Point" and radius_m is not None:
        return math.hypot(*flat(shape["coordinates"])) - radius_m
    if shape["type"] != "Polygon":
        raise ValueError("a fence is a Point with a radius, or a Polygon")
    rings = [[flat(corner) for corner in ring] for ring in shape["coordinates"]]
    nearest = min(_to_segment(start, end) for ring in rings for start, end in edges(ring))
    inside = surrounds(rings[0]) and not any(surrounds(hole) for hole in rings[1:])
    return -nearest if inside else nearest


def metres_between(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Metres between two positions that are not far apart."""
    return math.hypot(*plane(lat, lon)((other_lon, other_lat)))


def _to_segment(start: Flat, end: Flat) -> float:
    """Distance of the origin to a segment."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    share = 0.0 if length == 0 else min(1.0, max(0.0, -(start[0] * dx + start[1] * dy) / length))
    return math.hypot(start[0] + share * dx, start[1] + share * dy)
