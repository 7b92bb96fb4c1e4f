"""Every obstacle has a sentence and a remedy on the page, and the page is for everybody's eyes and hands."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.audit import wrongs
from tests.browser.chromium import ScreenLock, add_authenticator, phone, stand
from tests.browser.house import House
from tests.browser.people import check_in, enrol_with_an_officer, outcome, ready
from tests.browser.sitter import Sitter
from tests.portraits import another_person

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(1200)]
Snap = Callable[[Page, str], None]
REFUSE_CAMERA = """(name) => {
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("refused by the test", name));
}"""
FULL_DISK = """() => {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...words) {
    if (this.name === "queue") throw new DOMException("full", "QuotaExceededError");
    return put.apply(this, words);
  };
}"""
# A phone whose clock is three hours ahead.
FAST_CLOCK = """() => {
  const Right = Date;
  window.Date = class extends Right {
    constructor(...words) { words.length ? super(...words) : super(Date.now()); }
    static now() { return Right.now() + 3 * 3600 * 1000; }
  };
}"""
HIDE_PAGE = """() => {
  Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture(scope="module")
def pocket(chrome: Browser, house: House, camera: Path) -> Iterator[BrowserContext]:
    with phone(chrome, house.origin, tuple(house.world["door"])) as context:
        Sitter(camera).sit(context)
        yield context


@pytest.fixture(scope="module")
def lock(pocket: BrowserContext) -> tuple[Page, ScreenLock]:
    """The phone's page, and its screen lock over CDP."""
    page = pocket.new_page()
    return page, add_authenticator(page)


@pytest.fixture(scope="module")
def enrolled(chrome: Browser, lock: tuple[Page, ScreenLock], house: House) -> Page:
    enrol_with_an_officer(chrome, house, lock[0], "servant")
    return lock[0]


@pytest.fixture
def servant(enrolled: Page, house: House) -> Page:
    stand(enrolled.context, house.world["door"])
    ready(enrolled)
    return enrolled


@pytest.mark.parametrize(
    ("error", "says"),
    [
        ("NotAllowedError", "Kamera belum diizinkan"),
        ("NotFoundError", "Kamera tidak ditemukan"),
        ("NotReadableError", "Kamera sedang dipakai"),
    ],
)
def test_a_camera_that_does_not_open_is_explained(servant: Page, error: str, says: str) -> None:
    servant.evaluate(REFUSE_CAMERA, error)
    servant.locator("#act").click()
    outcome(servant, "trouble")
    expect(servant.get_by_role("heading", name=says)).to_be_visible()
    expect(servant.locator("#result li")).not_to_be_empty()


def test_whoever_cancels_is_back_at_the_button_and_can_press_again(servant: Page) -> None:
    servant.locator("#act").click()
    expect(servant.locator("dialog.capture")).to_be_visible()
    servant.keyboard.press("Escape")
    expect(servant.locator("dialog.capture")).to_have_count(0)
    expect(servant.locator("#act")).to_be_enabled()


def test_a_call_that_comes_in_between_ends_the_capture_with_a_word(servant: Page) -> None:
    servant.locator("#act").click()
    servant.locator("dialog.capture.running").wait_for()
    servant.evaluate(HIDE_PAGE)
    outcome(servant, "trouble")
    expect(servant.get_by_role("heading", name="Kamera terhenti")).to_be_visible()


def test_a_wrong_clock_is_said_and_the_page_keeps_the_servers_time(servant: Page, house: House) -> None:
    page = servant.context.new_page()
    page.add_init_script(f"({FAST_CLOCK})()")
    page.goto(f"{house.origin}/absen/")
    expect(page.locator("#clock-note")).to_have_text("Jam server. Jam HP Anda berbeda; absen tetap memakai jam server.")
    shown = page.evaluate("document.getElementById('clock').textContent.trim()")
    now = dt.datetime.now(ZoneInfo("Asia/Jakarta"))
    hours, minutes, seconds = (int(part) for part in shown.split("."))
    apart = abs((hours - now.hour) * 3600 + (minutes - now.minute) * 60 + seconds - now.second)
    assert min(apart, 86_400 - apart) < 30
    page.close()


def test_a_full_disk_is_said_before_anything_is_claimed(servant: Page) -> None:
    servant.evaluate(FULL_DISK)
    servant.locator("#act").click()
    outcome(servant, "trouble")
    expect(servant.get_by_role("heading", name="Penyimpanan HP penuh")).to_be_visible()


def test_a_lock_that_stays_shut_asks_for_one_tap_and_keeps_the_burst(
    servant: Page, lock: tuple[Page, ScreenLock], snap: Snap
) -> None:
    lock[1].opens(False)
    servant.locator("#act").click()
    dialog = servant.get_by_role("dialog", name="Buka kunci layar")
    dialog.wait_for(timeout=30_000)
    snap(servant, "40-one-tap-signs")
    lock[1].opens(True)
    dialog.get_by_role("button", name="Tanda tangani").click()
    outcome(servant, "accepted")


def test_a_refused_location_is_explained_and_the_attempt_keeps_its_time(
    servant: Page, pocket: BrowserContext, snap: Snap
) -> None:
    pocket.clear_permissions()
    pocket.grant_permissions(["camera"])
    try:
        ready(servant)
        expect(servant.locator("[data-light=place]")).to_contain_text("Lokasi belum diizinkan")
        servant.locator("[data-light=place] summary").click()
        expect(servant.locator("[data-light=place] .light-help")).to_contain_text("nyalakan Lokasi")
        snap(servant, "41-location-refused")
        servant.locator("#act").click()
        outcome(servant, "step_up")
        expect(servant.locator("#result")).to_contain_text("Lokasi belum diterima")
    finally:
        pocket.grant_permissions(["camera", "geolocation"])


def test_a_busy_server_does_not_hold_the_person_a_ticket_serves(servant: Page, house: House) -> None:
    servant.wait_for_timeout(1000)
    servant.route("**/api/v1/challenges", lambda route: route.fulfill(status=503, body="busy"))
    try:
        servant.locator("#act").click()
        outcome(servant, "step_up")  # the sitter cannot know a ticket's moves, so none is done
    finally:
        servant.unroute("**/api/v1/challenges")
    with psycopg.connect(house.environment["DATABASE_URL"]) as connection:
        row = connection.execute("SELECT ticket IS NOT NULL, time_mark FROM checkins_checkin ORDER BY id DESC LIMIT 1")
        assert row.fetchone() == (True, "anchored")


def test_another_browser_without_tickets_and_network_says_what_to_do(servant: Page, snap: Snap) -> None:
    servant.evaluate("import('/static/phone/store.js').then((store) => store.clear('tickets'))")
    servant.route("**/api/v1/challenges", lambda route: route.abort())
    try:
        servant.locator("#act").click()
        outcome(servant, "trouble")
        expect(servant.get_by_role("heading", name="Belum ada sinyal")).to_be_visible()
        snap(servant, "42-no-ticket")
    finally:
        servant.unroute("**/api/v1/challenges")


def test_a_supervisor_vouches_from_their_own_phone_for_somebody_who_is_here(
    chrome: Browser, house: House, camera: Path, servant: Page, snap: Snap
) -> None:
    person, supervisor = house.person("servant"), house.person("supervisor")
    with phone(chrome, house.origin, house.world["door"]) as context:
        Sitter(camera, another_person()).sit(context)
        page = context.new_page()
        add_authenticator(page)
        enrol_with_an_officer(chrome, house, page, "supervisor")
        page.goto("/absen/")
        page.get_by_role("link", name="Nyatakan kehadiran pegawai").click()
        page.get_by_label("Cari nama").fill(person["name"][:4])
        snap(page, "43-witness-chooses")
        page.get_by_role("button", name=person["name"]).click()
        page.get_by_label("Absen pulang").check()
        page.get_by_label("tidak membawa atau tidak punya HP").check()
        snap(page, "44-witness-says-why")
        assert wrongs(page) == []
        page.get_by_role("button", name="Nyatakan hadir").click()
        expect(page.locator("#note")).to_contain_text(f"Tercatat: {person['name']} hadir")
        snap(page, "45-witnessed")
    servant.goto("/absen/riwayat/")
    expect(servant.get_by_text("Dinyatakan oleh saksi")).to_be_visible()
    expect(servant.get_by_text(supervisor["name"])).to_be_visible()


PAGES = ["/absen/", "/absen/riwayat/", "/absen/saksi/", "/absen/luring/", "story"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("width", "height", "scheme"), [(320, 640, "light"), (360, 740, "dark"), (740, 360, "light"), (1280, 800, "dark")]
)
def test_every_page_is_readable_and_reachable(
    servant: Page, path: str, width: int, height: int, scheme: str, snap: Snap
) -> None:
    servant.set_viewport_size({"width": width, "height": height})
    servant.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    try:
        if path == "story":
            servant.goto("/absen/riwayat/")
            servant.locator(".list a").first.click()
        else:
            servant.goto(path)
        servant.wait_for_timeout(300)
        snap(servant, f"50-{path.strip('/').replace('/', '-')}-{width}-{scheme}")
        assert wrongs(servant) == []
    finally:
        servant.set_viewport_size({"width": 360, "height": 740})
        servant.emulate_media(color_scheme="light")


def test_a_result_is_announced_and_gets_the_focus(servant: Page) -> None:
    servant.evaluate(REFUSE_CAMERA, "NotFoundError")
    servant.locator("#act").click()
    outcome(servant, "trouble")
    expect(servant.locator("#result h2")).to_be_focused()
    assert wrongs(servant) == []


def test_the_camera_page_fits_a_small_and_a_lying_phone(servant: Page, snap: Snap) -> None:
    for width, height in ((320, 568), (740, 360)):
        servant.set_viewport_size({"width": width, "height": height})
        servant.locator("#act").click()
        servant.locator("dialog.capture.running").wait_for()
        servant.wait_for_timeout(400)
        snap(servant, f"51-capture-{width}")
        for part in (".capture-oval", ".capture-word", ".capture-cancel"):
            box = servant.locator(part).bounding_box()
            assert box and box["x"] >= 0 and box["y"] >= 0, part
            assert box["x"] + box["width"] <= width and box["y"] + box["height"] <= height, part
        servant.keyboard.press("Escape")
        expect(servant.locator("#act")).to_be_enabled()
    servant.set_viewport_size({"width": 360, "height": 740})


def test_nothing_is_loaded_from_elsewhere_and_the_policy_of_the_page_is_kept(servant: Page, house: House) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    servant.on("request", lambda request: asked.append(request.url))
    servant.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    check_in(servant)
    outcome(servant, "accepted")
    assert all(url.startswith((house.origin, "blob:", "data:")) for url in asked)
    assert complaints == []
