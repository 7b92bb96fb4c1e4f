"""Enrol, check in, accepted, seen on the board; and what must not get in. One phone, told in order."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.chromium import add_authenticator, phone
from tests.browser.house import House
from tests.browser.people import begin_enrolment, check_in, enrol, outcome, sign_in
from tests.browser.sitter import Sitter
from tests.portraits import another_person, astronaut

pytestmark = [pytest.mark.browser, pytest.mark.slow]
METRES_500 = 500 / 111_195  # in degrees of latitude
Snap = Callable[[Page, str], None]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House.build(tmp_path_factory.mktemp("house"))
    house.start()
    yield house
    house.stop()


@pytest.fixture(scope="module")
def sitter(camera: Path) -> Sitter:
    return Sitter(camera, astronaut())


@pytest.fixture(scope="module")
def pocket(chrome: Browser, house: House, sitter: Sitter) -> Iterator[BrowserContext]:
    """The servant's phone, at the door of the puskesmas."""
    with phone(chrome, house.origin, tuple(house.world["door"])) as context:
        sitter.sit(context)
        yield context


@pytest.fixture(scope="module")
def servant(pocket: BrowserContext, house: House) -> Page:
    page = pocket.new_page()
    add_authenticator(page)
    sign_in(page, house.person("servant"), house.world["password"])
    return page


@pytest.fixture(scope="module")
def desk(chrome: Browser, house: House) -> Iterator[Callable[[str], Page]]:
    """A signed-in officer or supervisor at a desk."""
    opened: dict[str, tuple[BrowserContext, Page]] = {}

    def sit(name: str) -> Page:
        if name not in opened:
            context = chrome.new_context(base_url=house.origin, viewport={"width": 1280, "height": 800})
            page = context.new_page()
            sign_in(page, house.person(name), house.world["password"])
            opened[name] = (context, page)
        return opened[name][1]

    yield sit
    for context, _ in opened.values():
        context.close()


def row_of(board: Page, person: dict[str, Any]) -> Any:
    board.goto("/papan/")
    return board.locator(f"[data-row='{person['pk']}']")


def test_a_servant_is_told_first_and_then_enrolled_by_an_officer_who_is_present(
    servant: Page, desk: Callable[[str], Page], house: House, snap: Snap
) -> None:
    snap(servant, "01-before-enrolment")
    servant.get_by_role("link", name="Mulai pendataan").click()
    servant.get_by_role("button", name="Sudah saya baca").click()
    code = begin_enrolment(desk("operator"), house.person("servant"))
    servant.reload()
    snap(servant, "02-enrolment-code")
    enrol(servant, code)
    snap(servant, "03-enrolled")
    servant.goto("/absen/")
    expect(servant.locator("[data-light=phone]")).to_have_attribute("data-state", "ok")
    expect(servant.locator("[data-light=place]")).to_contain_text("di dalam area")
    expect(servant.locator("[data-light=camera]")).to_have_attribute("data-state", "ok")
    snap(servant, "04-ready")


def test_the_right_face_in_the_right_place_is_accepted(servant: Page, snap: Snap) -> None:
    check_in(servant)
    expect(servant.locator("dialog.capture.running")).to_be_visible()
    servant.locator("dialog.capture:is([data-move=left], [data-move=right], [data-move=closer])").wait_for()
    snap(servant, "05-capture")
    outcome(servant, "accepted")
    expect(servant.get_by_role("heading", name="Diterima")).to_be_visible()
    expect(servant.locator(".result-receipt img")).to_be_visible()
    snap(servant, "06-accepted")


def test_the_supervisor_sees_it_on_the_board(desk: Callable[[str], Page], house: House, snap: Snap) -> None:
    board = desk("supervisor")
    row = row_of(board, house.person("servant"))
    expect(row).to_contain_text("Masuk")
    snap(board, "07-board")
