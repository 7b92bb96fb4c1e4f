"""Server stopped at 07.28, the button pressed, the page reloaded, the server back at 07.41: 07.28 is on record."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from nyata.core.bundle import ticket_nonce
from nyata.core.verification import moves
from tests.browser.chromium import add_authenticator, from_b64url, phone
from tests.browser.house import JAKARTA, House
from tests.browser.people import enrol_with_an_officer, outcome, sign_in
from tests.browser.sitter import Sitter

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(1200)]
Snap = Callable[[Page, str], None]


def last_working_day() -> dt.date:
    """The newest weekday whose morning is over."""
    day = (dt.datetime.now(JAKARTA) - dt.timedelta(hours=9)).date()
    while day.isoweekday() > 5:
        day -= dt.timedelta(days=1)
    return day


DAY = last_working_day()


def at(hour: int, minute: int, second: int = 0) -> dt.datetime:
    return dt.datetime.combine(DAY, dt.time(hour, minute, second))


STARTS_AT = at(7, 5)


@pytest.fixture(scope="module")
def sitter(camera: Path) -> Sitter:
    return Sitter(camera)


@pytest.fixture(scope="module")
def pocket(chrome: Browser, house: House, sitter: Sitter) -> Iterator[BrowserContext]:
    with phone(chrome, house.origin, tuple(house.world["door"])) as context:
        sitter.sit(context)
        yield context


@pytest.fixture(scope="module")
def servant(chrome: Browser, pocket: BrowserContext, house: House) -> Page:
    """Enrolled at 07.05."""
    page = pocket.new_page()
    add_authenticator(page)
    enrol_with_an_officer(chrome, house, page, "servant")
    return page


def tickets(page: Page) -> list[dict[str, Any]]:
    """What the phone keeps for the hour without network."""
    return page.evaluate(
        """async () => {
          const { all } = await import("/static/phone/store.js");
          return (await all("tickets")).sort((one, other) => one.expiresAt - other.expiresAt);
        }"""
    )


def test_pressed_at_0728_without_a_server_it_is_stored_and_survives_a_reload(
    servant: Page, house: House, sitter: Sitter, snap: Snap
) -> None:
    house.stop()
    house.set_clock(at(7, 27, 50))
    house.start()
    servant.goto("/absen/")
    expect(servant.locator("[data-light=phone]")).to_have_attribute("data-state", "ok")
    for _ in range(50):
        if kept := tickets(servant):
            break
        servant.wait_for_timeout(200)
    assert kept
    # The worker keeps a copy of the page for the hour without network.
    servant.wait_for_timeout(1500)
    house.stop_web()
    nonce = ticket_nonce(from_b64url(kept[0]["seed"]), kept[0]["next"])
    sitter.asked.append(moves.draw(nonce, kept[0]["moves"]).as_json())
    expect(servant.locator("#clock")).to_contain_text("07.28", timeout=60_000)
    servant.locator("#act").click()
    outcome(servant, "stored")
    expect(servant.locator("#result")).to_contain_text("Tersimpan")
    expect(servant.locator(".result-time")).to_contain_text("07.28")
    snap(servant, "30-stored")
    servant.reload()
    expect(servant.locator("#waiting")).to_contain_text("Absen masuk tersimpan 07.28")
    snap(servant, "31-reloaded-without-server")


def test_any_other_page_says_that_the_server_is_away_and_that_the_check_in_is_safe(servant: Page, snap: Snap) -> None:
    servant.goto("/absen/riwayat/")
    expect(servant.get_by_role("heading", name="Server belum terjangkau")).to_be_visible()
    expect(servant.locator("#waiting")).to_contain_text("Absen masuk tersimpan 07.28")
    snap(servant, "32-offline-page")


def test_back_at_0741_the_phone_sends_by_itself_and_the_record_shows_0728_with_its_interval(
    servant: Page, house: House, snap: Snap
) -> None:
    house.stop()
    house.set_clock(at(7, 41))
    house.start()
    servant.goto("/absen/")
    expect(servant.locator("#waiting")).to_contain_text("sudah terkirim", timeout=60_000)
    snap(servant, "33-sent-late")
    servant.locator("#waiting").get_by_role("link", name="Lihat rincian").click()
    for _ in range(240):  # the worker loads its networks anew, beside other tests on the same cores
        if servant.get_by_text("Diterima", exact=True).count():
            break
        servant.wait_for_timeout(500)
        servant.reload()
    snap(servant, "34-story")
    acted, earliest, received, mark, outcome_, counts = record(house)
    assert acted.strftime("%H.%M") == counts.strftime("%H.%M") == "07.28"
    assert received.strftime("%H.%M") == "07.41"
    assert earliest <= acted <= received
    assert earliest >= at(7, 27, 50).replace(tzinfo=JAKARTA)
    assert (mark, outcome_) == ("anchored", "accepted")


def record(house: House) -> tuple[Any, ...]:
    """acted, earliest, received (Jakarta), time mark, outcome and counted time of the one attempt there is."""
    with psycopg.connect(house.environment["DATABASE_URL"]) as connection:
        connection.execute("SET TIME ZONE 'Asia/Jakarta'")
        rows = connection.execute(
            "SELECT acted_at, earliest_at, received_at, time_mark, outcome, counts_at FROM checkins_checkin c"
            " JOIN checkins_verdict v ON v.checkin_id = c.id WHERE v.stage = 'first'"
        ).fetchall()
    assert len(rows) == 1
    return rows[0]


def test_the_supervisors_board_says_0728(chrome: Browser, house: House, snap: Snap) -> None:
    with phone(chrome, house.origin, (0.0, 0.0), viewport={"width": 1280, "height": 800}) as desk:
        board = desk.new_page()
        sign_in(board, house.person("supervisor"), house.world["password"])
        board.goto("/papan/")
        row = board.locator(f"[data-row='{house.person('servant')['pk']}']")
        expect(row).to_contain_text("07.28")
        expect(row).not_to_contain_text("terlambat")
        snap(board, "35-board-0728")


def test_signing_out_leaves_nothing_personal_but_the_queue(servant: Page, house: House) -> None:
    servant.goto("/akun/")
    servant.evaluate(
        """async () => {
          const { keep } = await import("/static/phone/queue.js");
          await keep({ purpose: "out", shownAt: Date.now(), bundle: { payload: new Uint8Array(1), frames: [],
                       assertion: "{}", pageSignature: "" } });
        }"""
    )
    servant.get_by_role("button", name="Keluar").click()
    servant.wait_for_url("**/masuk/**")
    left = servant.evaluate(
        """async () => {
          const { all } = await import("/static/phone/store.js");
          const pages = (await caches.keys()).includes("nyata-pages");
          return { pages, tickets: (await all("tickets")).length, queue: (await all("queue")).length };
        }"""
    )
    assert left["tickets"] == 0
    assert left["queue"] >= 1
    assert not left["pages"]
