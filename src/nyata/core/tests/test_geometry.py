"""Metres to a fence, and which shapes can be one."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyata.core.geometry import ShapeProblem, ShapeRefused, check_shape, distance_outside, metres_between
from nyata.core.plane import METRES_PER_DEGREE

LAT, LON = -3.396, 104.831


def at(east_m, north_m):
    """GeoJSON position so many metres east and north of the middle."""
    return [LON + east_m / (METRES_PER_DEGREE * math.cos(math.radians(LAT))), LAT + north_m / METRES_PER_DEGREE]


def ring(*corners):
    return [at(*corner) for corner in (*corners, corners[0])]


def square(half, east=0, north=0):
    return ring(
        (east - half, north - half),
        (east + half, north - half),
        (east + half, north + half),
        (east - half, north + half),
    )


def polygon(*rings):
    return {"type": "Polygon", "coordinates": list(rings)}


def outside(shape, east, north, radius=None):
    lon, lat = at(east, north)
    return distance_outside(shape, radius, lat, lon)


CIRCLE = {"type": "Point", "coordinates": [LON, LAT]}
YARD = polygon(square(100), square(20))  # with a courtyard that is not part of it
ELL = polygon(ring((0, 0), (100, 0), (100, 50), (50, 50), (50, 100), (0, 100)))


@pytest.mark.parametrize("east, north, metres", [(0, 0, -100), (0, 100, 0), (60, 80, 0), (0, 600, 500), (-150, 0, 50)])
def test_a_circle_is_measured_from_its_edge(east, north, metres):
    assert outside(CIRCLE, east, north, 100) == pytest.approx(metres, abs=0.2)


@pytest.mark.parametrize(
    "east, north, metres",
    [(60, 0, -40), (0, 130, 30), (130, 140, 50), (0, 0, 20), (21, 0, -1), (15, 0, 5), (100, 0, 0)],
)
def test_a_polygon_is_measured_from_its_nearest_side_and_a_hole_is_outside(east, north, metres):
    assert outside(YARD, east, north) == pytest.approx(metres, abs=0.05)


@pytest.mark.parametrize("east, north, metres", [(75, 75, 25), (60, 55, 5), (25, 75, -25), (75, 25, -25), (51, 51, 1)])
def test_the_corner_of_an_angled_site_is_outside(east, north, metres):
    assert outside(ELL, east, north) == pytest.approx(metres, abs=0.05)


def test_a_side_without_length_does_no_harm():
    doubled = polygon([at(-50, -50), at(-50, -50), at(50, -50), at(50, 50), at(-50, 50), at(-50, -50)])
    assert outside(doubled, 0, 0) == pytest.approx(-50, abs=0.05)


def test_a_shape_that_is_no_fence_is_an_error():
    with pytest.raises(ValueError):
        distance_outside({"type": "LineString", "coordinates": []}, None, LAT, LON)
    with pytest.raises(ValueError):
        distance_outside(CIRCLE, None, LAT, LON)


def test_a_degree_of_latitude_is_111_kilometres():
    assert metres_between(LAT, LON, LAT + 1, LON) == pytest.approx(111_195, abs=1)


@given(st.floats(-4000, 4000), st.floats(-4000, 4000), st.floats(10, 2000))
def test_a_circle_and_a_polygon_of_many_corners_agree(east, north, radius):
    corners = [(radius * math.cos(n * math.pi / 180), radius * math.sin(n * math.pi / 180)) for n in range(360)]
    difference = outside(polygon(ring(*corners)), east, north) - outside(CIRCLE, east, north, radius)
    assert abs(difference) < 2  # plane against plane, and chords against the arc


@given(st.floats(-300, 300), st.floats(-300, 300), st.floats(-300, 300), st.floats(-300, 300))
def test_nobody_gets_closer_to_a_fence_than_they_walk(east, north, further_east, further_north):
    walked = math.hypot(further_east - east, further_north - north)
    assert abs(outside(YARD, east, north) - outside(YARD, further_east, further_north)) <= walked + 0.5


def problem(shape, radius=None):
    with pytest.raises(ShapeRefused) as caught:
        check_shape(shape, radius)
    return caught.value.problem


@pytest.mark.parametrize(
    "shape, radius",
    [
        (CIRCLE, 10),
        (CIRCLE, 5000.0),
        ({"type": "Point", "coordinates": [*CIRCLE["coordinates"], 12.5]}, 100),
        (YARD, None),
        (ELL, None),
        (polygon([*square(50)[::-1]]), None),
        (polygon(square(100), square(20, east=-50), square(20, east=50)), None),
    ],
    ids=["small", "wide", "with height", "courtyard", "angled", "clockwise", "two courtyards"],
)
def test_an_ordinary_fence_is_accepted(shape, radius):
    check_shape(shape, radius)


@pytest.mark.parametrize(
    "shape",
    [
        None,
        [],
        {},
        {"type": "Polygon"},
        {"type": "LineString", "coordinates": [[LON, LAT], [LON, LAT]]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[[LON, "x"]] * 4]},
        {"type": "Polygon", "coordinates": [[[LON, True]] * 4]},
        {"type": "Polygon", "coordinates": [None]},
        {"type": "Point", "coordinates": [LON, float("nan")]},
        {"type": "Point", "coordinates": [LON]},
        {"type": "Point", "coordinates": [LON, LAT], "extra": 1},
        {"type": "Feature", "geometry": CIRCLE},
    ],
    ids=str,
)
def test_what_is_no_circle_and_no_polygon_is_said(shape):
    assert (
        problem(shape, 100 if isinstance(shape, dict) and shape.get("type") == "Point" else None)
        is ShapeProblem.NOT_A_FENCE
    )


@pytest.mark.parametrize("radius", [None, 0, 9.9, 5000.1, float("nan"), "100", True])
def test_a_circle_needs_a_radius_within_limits(radius):
    assert problem(CIRCLE, radius) is ShapeProblem.RADIUS_WRONG


def test_a_polygon_has_no_radius():
    assert problem(YARD, 100) is ShapeProblem.RADIUS_TOO_MUCH


def test_an_open_ring_is_said():
    assert problem(polygon([*square(50)[:-1], at(-50, -49)])) is ShapeProblem.NOT_CLOSED


@pytest.mark.parametrize("corners", [[(0, 0), (50, 0)], [(0, 0), (50, 0), (0, 0)], [(0, 0), (0, 0), (0, 0)]])
def test_two_corners_are_too_few(corners):
    assert problem(polygon(ring(*corners))) is ShapeProblem.TOO_FEW_CORNERS


def test_501_corners_are_too_many_and_500_are_not():
    def circle(count):
        return polygon(
            ring(*[(500 * math.cos(n / count * math.tau), 500 * math.sin(n / count * math.tau)) for n in range(count)])
        )

    check_shape(circle(500))
    assert problem(circle(501)) is ShapeProblem.TOO_MANY_CORNERS


@pytest.mark.parametrize(
    "corners",
    [
        [(0, 0), (100, 100), (100, 0), (0, 100)],
        [(0, 0), (100, 0), (100, 100), (50, 100), (50, -50), (40, -50), (40, 100), (0, 100)],
        [(0, 0), (100, 0), (200, 0), (100, 0), (100, 100)],
        [(0, 0), (100, 0), (100, 100), (50, 0), (0, 100)],
    ],
    ids=["bow tie", "through", "spike", "touching"],
)
def test_lines_that_cross_or_touch_are_said(corners):
    assert problem(polygon(ring(*corners))) is ShapeProblem.CROSSES_ITSELF


@pytest.mark.parametrize(
    "hole", [square(20, east=300), square(20, east=100), square(150)], ids=["beside", "over the edge", "around"]
)
def test_a_hole_that_is_not_inside_is_said(hole):
    assert problem(polygon(square(100), hole)) is ShapeProblem.HOLE_OUTSIDE


@pytest.mark.parametrize("other", [square(20, east=30), square(5), square(20)], ids=["crossing", "inside", "same"])
def test_holes_that_overlap_are_said(other):
    assert problem(polygon(square(100), square(20), other)) is ShapeProblem.CROSSES_ITSELF


@pytest.mark.parametrize("half, found", [(4.9, ShapeProblem.TOO_SMALL), (4600, ShapeProblem.TOO_LARGE)])
def test_areas_beyond_sense_are_said(half, found):
    assert problem(polygon(square(half))) is found


def test_areas_at_the_limits_are_accepted():
    check_shape(polygon(square(5.01)))
    check_shape(polygon(square(4400)))


def test_latitude_and_longitude_the_wrong_way_round_are_said():
    assert problem({"type": "Point", "coordinates": [LAT, LON]}, 100) is ShapeProblem.SWAPPED
    swapped = [[lat, lon] for lon, lat in square(50)]
    assert problem(polygon(swapped)) is ShapeProblem.SWAPPED


@pytest.mark.parametrize("centre", [[2.3, 48.9], [0, 0], [999, 999], [104.8, 10.0]])
def test_a_place_outside_indonesia_is_said(centre):
    assert problem({"type": "Point", "coordinates": centre}, 100) is ShapeProblem.ELSEWHERE


@pytest.mark.parametrize("found", ShapeProblem)
def test_every_problem_says_how_to_mend_it(found):
    assert found.sentence.endswith(".") and len(found.sentence.split()) >= 4


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=5),
    max_leaves=20,
)


@given(st.sampled_from(["Point", "Polygon"]), json_values, st.none() | st.floats())
def test_strange_coordinates_are_refused_and_never_an_error(kind, coordinates, radius):
    with pytest.raises(ShapeRefused):
        check_shape({"type": kind, "coordinates": coordinates}, radius)
