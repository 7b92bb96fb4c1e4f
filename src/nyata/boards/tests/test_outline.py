"""The drawing of a place: to scale, north up, everything inside its frame."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyata.boards.outline import HEIGHT, MARGIN, WIDTH, draw

DOOR = (-3.2411, 105.3907)
DEGREE = 111_195.08  # metres of latitude


def circle(lat=DOOR[0], lon=DOOR[1], radius=60.0, name="Kantor"):
    return SimpleNamespace(name=name, shape={"type": "Point", "coordinates": [lon, lat]}, radius_m=radius)


def fix(lat=DOOR[0], lon=DOOR[1], accuracy=12.0):
    return {"latitude": lat, "longitude": lon, "accuracy": accuracy}


def test_a_fix_at_the_centre_lies_in_the_middle_of_its_fence():
    found = draw([circle()], [fix()])
    (fence,), (spot,) = found.fences, found.fixes
    assert (fence.x, fence.y) == (spot.x, spot.y) == (WIDTH / 2, HEIGHT / 2)
    assert fence.radius / spot.radius == pytest.approx(60 / 12, rel=0.02)


def test_north_is_up_and_east_is_right():
    found = draw([circle()], [fix(lat=DOOR[0] + 30 / DEGREE, lon=DOOR[1] + 30 / DEGREE)])
    assert found.fixes[0].y < found.fences[0].y
    assert found.fixes[0].x > found.fences[0].x


def test_the_scale_bar_is_as_long_as_it_says():
    found = draw([circle()], [fix(lat=DOOR[0] + 500 / DEGREE)])
    per_metre = (found.fences[0].y - found.fixes[0].y) / 500
    assert found.scale_px == pytest.approx(found.scale_m * per_metre, rel=0.01)
    assert found.scale_words == "200 m"


def test_a_polygon_keeps_its_corners():
    ring = [[105.0, -3.0], [105.001, -3.0], [105.001, -3.001], [105.0, -3.0]]
    site = SimpleNamespace(name="Sekolah", shape={"type": "Polygon", "coordinates": [ring]}, radius_m=None)
    found = draw([site], [fix(-3.0005, 105.0005)])
    assert len(found.fences[0].points.split()) == 4


def test_positions_without_numbers_are_not_drawn_and_nothing_gives_no_drawing():
    assert draw([], [{"latitude": None, "longitude": None, "accuracy": None}]) is None
    assert len(draw([circle()], [fix(), {"latitude": None, "longitude": None}]).fixes) == 1
    assert draw([circle()], []).fixes == ()


@given(
    north=st.floats(-40_000, 40_000), east=st.floats(-40_000, 40_000), accuracy=st.floats(0, 20_000),
    radius=st.floats(10, 5_000),
)  # fmt: skip
def test_whatever_the_distance_everything_stays_inside_the_frame(north, east, accuracy, radius):
    found = draw([circle(radius=radius)], [fix(DOOR[0] + north / DEGREE, DOOR[1] + east / DEGREE, accuracy)])
    for one in (*found.fences, *found.fixes):
        assert -MARGIN <= one.x - one.radius <= one.x + one.radius <= WIDTH + MARGIN
        assert -MARGIN <= one.y - one.radius <= one.y + one.radius <= HEIGHT + MARGIN
    assert 0 < found.scale_px <= WIDTH / 4 + 1
