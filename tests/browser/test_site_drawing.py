"""An HR officer draws the fence of a site: by pointer, by keyboard, by typed numbers, by GeoJSON."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.house import House
from tests.browser.people import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House.build(tmp_path_factory.mktemp("house"))
    house.start_web()
    yield house
    house.stop()


@pytest.fixture(scope="module")
def officer(chrome: Browser, house: House) -> Iterator[Page]:
    context = chrome.new_context(base_url=house.origin, viewport={"width": 1280, "height": 900}, locale="id-ID")
    page = context.new_page()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    sign_in(page, house.person("hr"), house.world["password"])
    yield page
    assert not broken
    context.close()


@pytest.fixture
def drawing(officer: Page) -> Page:
    officer.goto("/lokasi/baru/")
    expect(officer.locator(".plane svg")).to_be_visible()
    return officer


def click(page: Page, x: float, y: float) -> None:
    box = page.locator(".plane svg").bounding_box()
    assert box
    page.mouse.click(box["x"] + x, box["y"] + y)


def shape(page: Page) -> dict[str, Any]:
    return json.loads(page.locator("#id_geojson").input_value())


def corners(page: Page) -> list[list[float]]:
    return shape(page)["coordinates"][0]


def metres(one: list[float], other: list[float]) -> tuple[float, float]:
    """East and north between two positions near the equator, rounded."""
    return round((other[0] - one[0]) * 111_120), round((other[1] - one[1]) * 111_320)


def test_a_click_puts_the_middle_of_a_circle(drawing: Page) -> None:
    click(drawing, 200, 200)
    assert shape(drawing)["type"] == "Point"
    expect(drawing.get_by_label("Jari-jari (meter)")).to_have_value("60")
    expect(drawing.locator("[data-measure]")).to_contain_text("Luas 11.310 m²")


def test_arrows_move_the_middle_a_metre_and_with_shift_ten(drawing: Page) -> None:
    click(drawing, 200, 200)
    before = shape(drawing)["coordinates"]
    drawing.get_by_role("button", name="Titik tengah").focus()
    drawing.keyboard.press("ArrowRight")
    drawing.keyboard.press("Shift+ArrowUp")
    assert metres(before, shape(drawing)["coordinates"]) == (1, 10)
    drawing.get_by_role("button", name="Jari-jari: 60 m").focus()
    drawing.keyboard.press("Shift+ArrowRight")
    expect(drawing.get_by_label("Jari-jari (meter)")).to_have_value("70")


def test_a_circle_becomes_a_yard_whose_corners_are_dragged_added_and_taken_away(drawing: Page) -> None:
    click(drawing, 300, 200)
    drawing.get_by_role("button", name="Poligon").click()
    square = corners(drawing)
    assert (len(square), square[0]) == (5, square[-1])
    grip = drawing.get_by_role("button", name="Sudut 2:").bounding_box()
    assert grip
    drawing.mouse.move(grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2)
    drawing.mouse.down()
    drawing.mouse.move(grip["x"] + 60, grip["y"], steps=4)
    drawing.mouse.up()
    assert corners(drawing)[1] != square[1]
    click(drawing, 40, 350)
    assert len(corners(drawing)) == 6
    drawing.get_by_role("button", name="Sudut 5:").focus()
    drawing.keyboard.press("Delete")
    assert len(corners(drawing)) == 5
    drawing.get_by_role("button", name="Batalkan").click()
    assert len(corners(drawing)) == 6


def test_typed_numbers_move_a_corner(drawing: Page) -> None:
    click(drawing, 200, 200)
    drawing.get_by_label("Lintang").fill("-3.2411")
    drawing.get_by_label("Lintang").blur()
    assert shape(drawing)["coordinates"][1] == -3.2411


def test_pasted_geojson_is_drawn_and_what_cannot_be_read_says_so(drawing: Page) -> None:
    drawing.get_by_text("GeoJSON: salin").click()
    feature = {
        "type": "Feature",
        "properties": {"radius_m": 80},
        "geometry": {"type": "Point", "coordinates": [105, -3]},
    }
    drawing.locator("#id_geojson").fill(json.dumps(feature))
    expect(drawing.get_by_label("Jari-jari (meter)")).to_have_value("80")
    drawing.locator("#id_geojson").fill("{")
    expect(drawing.locator("[data-said]")).to_contain_text("GeoJSON tidak terbaca")


def test_the_drawn_site_is_saved_and_shown(drawing: Page) -> None:
    click(drawing, 200, 200)
    drawn = shape(drawing)
    drawing.get_by_label("Nama lokasi").fill("Gudang Obat")
    drawing.get_by_label("Unit pemilik").select_option(index=1)
    drawing.get_by_role("button", name="Tambah", exact=True).click()
    expect(drawing.get_by_role("heading", name="Gudang Obat")).to_be_visible()
    expect(drawing.locator(".plane .fence")).to_have_count(1)
    expect(drawing.locator(".scale text")).to_contain_text("m")
    assert json.loads(drawing.locator("#site-shape").inner_text()) == drawn


def test_the_drawing_fits_a_narrow_phone(officer: Page) -> None:
    officer.set_viewport_size({"width": 320, "height": 700})
    officer.goto("/lokasi/baru/")
    expect(officer.locator(".plane svg")).to_be_visible()
    assert officer.evaluate("document.documentElement.scrollWidth") <= 320
