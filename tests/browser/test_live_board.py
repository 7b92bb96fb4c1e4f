"""The board at a desk and on a phone: it keeps itself up to date, and everything goes by the keyboard."""

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.house import ROOT, House
from tests.browser.people import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House.build(tmp_path_factory.mktemp("house"))
    house.start_web()
    yield house
    house.stop()


@pytest.fixture(scope="module")
def session(chrome: Browser, house: House) -> Any:
    """The cookies of a supervisor who has signed in."""
    with chrome.new_context(base_url=house.origin) as context:
        sign_in(context.new_page(), house.person("supervisor"), house.world["password"])
        return context.storage_state()


@pytest.fixture
def board(chrome: Browser, house: House, session: Any) -> Iterator[Page]:
    """The supervisor at a desk, the board open."""
    desk = {"width": 1280, "height": 800}
    with chrome.new_context(base_url=house.origin, viewport=desk, storage_state=session) as context:
        page = context.new_page()
        page.goto("/papan/")
        yield page


def attempt(house: House, outcome: str) -> None:
    words = [sys.executable, "-m", "tests.browser.board_world", house.person("servant")["nip"], outcome]
    subprocess.run(words, cwd=ROOT, env=os.environ | house.environment, check=True, capture_output=True)


def row(page: Page, house: House):
    return page.locator(f"[data-row='{house.person('servant')['pk']}']")


def test_the_board_updates_by_itself_and_disturbs_nobody_who_types(board: Page, house: House) -> None:
    board.get_by_label("Cari nama").fill("sar")
    expect(row(board, house)).not_to_contain_text("Menunggu tinjauan")
    attempt(house, "review")
    expect(row(board, house)).to_contain_text("Menunggu tinjauan", timeout=20_000)
    expect(board.get_by_text("1 absen menunggu tinjauan Anda")).to_be_visible()
    expect(board.locator("#kabar")).to_contain_text("1 menunggu tinjauan")
    expect(board.get_by_label("Cari nama")).to_have_value("sar")
    expect(board.get_by_label("Cari nama")).to_be_focused()


def test_a_review_is_decided_by_the_keyboard_alone(board: Page, house: House) -> None:
    board.goto("/papan/tinjauan/")
    board.keyboard.press("j")
    board.keyboard.press("Enter")
    panel = board.get_by_role("complementary", name="Rincian absen")
    expect(panel.get_by_role("heading", name="Sari Melati")).to_be_visible()
    expect(panel).to_contain_text("Wajah belum terbaca jelas.")
    board.keyboard.press("a")
    expect(panel.get_by_label("Alasan Anda")).to_be_focused()
    board.keyboard.type("Saya lihat langsung di loket")
    board.keyboard.press("Escape")
    board.keyboard.press("a")
    expect(board.get_by_text("Keputusan Anda atas absen Sari Melati tercatat.")).to_be_visible()
    expect(board.get_by_text("Tidak ada absen yang menunggu tinjauan Anda.")).to_be_visible()
    board.goto("/papan/")
    expect(row(board, house)).to_contain_text("Masuk")


def test_one_key_shortcuts_can_be_switched_off(board: Page, house: House) -> None:
    board.get_by_text("Pintasan papan ketik").click()
    board.get_by_label("Pakai pintasan ini").uncheck()
    board.reload()
    board.keyboard.press("j")
    expect(row(board, house).get_by_role("link")).not_to_be_focused()


def test_closing_the_panel_leads_back_to_the_row(board: Page, house: House) -> None:
    row(board, house).get_by_role("link").click()
    expect(board.get_by_role("heading", name="Sari Melati")).to_be_visible()
    board.keyboard.press("Escape")
    expect(board.get_by_text("Pilih seseorang")).to_be_visible()
    expect(row(board, house).get_by_role("link")).to_be_focused()


def test_a_group_that_was_closed_stays_closed(board: Page, house: House) -> None:
    board.get_by_role("heading", name="Puskesmas Rawa Bening").click()
    expect(row(board, house)).to_be_hidden()
    attempt(house, "step_up")
    expect(board.get_by_text("diperbarui")).to_be_visible()
    board.evaluate("document.dispatchEvent(new CustomEvent('board:ask'))")
    board.wait_for_timeout(1_500)
    expect(row(board, house)).to_be_hidden()


@pytest.mark.parametrize("path", ["/papan/", "/papan/tinjauan/", "/papan/hp-lain/"])
def test_nothing_is_wider_than_a_small_phone(board: Page, house: House, path: str) -> None:
    board.set_viewport_size({"width": 320, "height": 640})
    board.goto(path)
    assert board.evaluate("document.documentElement.scrollWidth") <= 320


def test_on_a_phone_an_attempt_is_a_page_of_its_own(board: Page, house: House) -> None:
    board.set_viewport_size({"width": 360, "height": 720})
    row(board, house).get_by_role("link").click()
    board.wait_for_url("**/papan/*-*/")
    assert board.evaluate("document.documentElement.scrollWidth") <= 360


def test_when_the_server_is_away_the_board_says_so_and_recovers(board: Page, house: House) -> None:
    ask = "document.dispatchEvent(new CustomEvent('board:ask'))"
    house.stop_web()
    board.evaluate(ask)
    expect(board.get_by_text("Belum tersambung, mencoba lagi.")).to_be_visible()
    house.start_web()
    board.evaluate(ask)
    expect(board.get_by_text("Belum tersambung, mencoba lagi.")).to_be_hidden()
