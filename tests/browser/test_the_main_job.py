"""Enrol, check in, accepted, seen on the board; and what must not get in. One phone, told in order."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.chromium import add_authenticator, phone, stand
from tests.browser.conftest import ARTEFACTS
from tests.browser.house import House
from tests.browser.people import begin_enrolment, check_in, enrol, outcome, sign_in
from tests.browser.sitter import Sitter
from tests.portraits import another_person, astronaut

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(1200)]
METRES_500 = 500 / 111_195  # in degrees of latitude
Snap = Callable[[Page, str], None]


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
    ring = servant.locator(".capture-ring")
    assert ring.evaluate("ring => parseFloat(getComputedStyle(ring).strokeDashoffset)") < 95
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


def test_the_board_opens_the_attempt_with_its_reasons(desk: Callable[[str], Page], house: House, snap: Snap) -> None:
    board = desk("supervisor")
    row_of(board, house.person("servant")).get_by_role("link").click()
    expect(board.locator("#samping")).to_contain_text(house.world["site"])
    snap(board, "08-board-attempt")


def test_ones_own_history_tells_the_attempt_plainly(servant: Page, snap: Snap) -> None:
    servant.goto("/absen/riwayat/")
    snap(servant, "09-history")
    servant.locator(".list a").first.click()
    expect(servant.get_by_text("Wajah Anda dikenali.").first).to_be_visible()
    servant.screenshot(path=ARTEFACTS / "10-story.png", full_page=True)
    servant.get_by_role("button", name="Lihat foto saya").click()
    expect(servant.locator(".photos img")).to_have_count(12)
    assert servant.locator(".photos img").first.evaluate("image => image.naturalWidth") >= 160
    servant.get_by_role("link", name="Kembali ke rincian").click()
    expect(servant.get_by_text("melihat foto sendiri")).to_be_visible()
    servant.get_by_role("button", name="Simpan bukti foto").click()
    expect(servant.get_by_text("disimpan lebih lama karena")).to_be_visible()


def test_another_persons_face_is_not_accepted(
    servant: Page, pocket: BrowserContext, house: House, sitter: Sitter, snap: Snap
) -> None:
    stand(pocket, house.world["door"])
    sitter.portrait = another_person()
    check_in(servant)
    outcome(servant, "step_up")
    expect(servant.get_by_text("Wajah belum cocok")).to_be_visible()
    expect(servant.get_by_role("button", name="Coba lagi")).to_be_visible()
    snap(servant, "11-another-face")


def test_the_right_face_then_succeeds_and_the_first_attempts_time_counts(
    servant: Page, sitter: Sitter, snap: Snap
) -> None:
    first = servant.locator(".result-time").inner_text()
    sitter.portrait = astronaut()
    servant.get_by_role("button", name="Coba lagi").click()
    outcome(servant, "accepted")
    assert servant.locator(".result-time").inner_text() == first
    snap(servant, "12-stepped-up")


def test_a_flat_photograph_tilted_and_moved_about_is_not_live_by_the_deep_look(
    servant: Page, sitter: Sitter, house: House, snap: Snap
) -> None:
    sitter.play = sitter.tilt_a_photo
    try:
        check_in(servant)
        outcome(servant, "step_up")
    finally:
        sitter.play = sitter.perform
    expect(servant.locator("#result")).to_contain_text("Gerakan wajah belum terbaca")
    snap(servant, "13-flat-photograph")
    servant.get_by_role("link", name="Rincian dan bukti").click()
    deep = servant.get_by_text("Pemeriksaan gerakan lanjutan")
    for _ in range(60):
        if deep.count():
            break
        servant.wait_for_timeout(1000)
        servant.reload()
    expect(deep).to_be_visible()
    assert deep_look_of_the_newest(house)["live"] is not True


def deep_look_of_the_newest(house: House) -> dict[str, Any]:
    """The signal that the deep look left on the newest attempt that has one."""
    with psycopg.connect(house.environment["DATABASE_URL"]) as connection:
        row = connection.execute(
            "SELECT signal -> 'payload' FROM checkins_verdict, jsonb_array_elements(signals) signal"
            " WHERE signal ->> 'kind' = 'deep' ORDER BY id DESC LIMIT 1"
        ).fetchone()
    assert row
    return dict(row[0])


def test_500_metres_away_it_is_not_accepted_and_field_duty_is_offered_first(
    servant: Page, pocket: BrowserContext, house: House, snap: Snap
) -> None:
    latitude, longitude = house.world["door"]
    stand(pocket, (latitude + METRES_500, longitude))
    servant.goto("/absen/")
    expect(servant.locator("[data-light=place]")).to_contain_text("m dari area kerja")
    snap(servant, "14-away")
    check_in(servant)
    outcome(servant, "step_up")
    expect(servant.locator("#result")).to_contain_text("Bila bertugas di luar")
    buttons = servant.locator("#result [data-list=actions] button:visible")
    expect(buttons.first).to_contain_text("Saya tugas lapangan")
    snap(servant, "15-field-duty-offered")


def test_declared_field_duty_counts_while_the_supervisor_looks(
    servant: Page, pocket: BrowserContext, house: House, snap: Snap
) -> None:
    servant.get_by_role("button", name="Saya tugas lapangan").click()
    servant.get_by_label("Tugas apa, dan di mana?").fill("Imunisasi di Pustu Lebung Batang")
    snap(servant, "16-field-duty-words")
    servant.get_by_role("button", name="Absen sebagai tugas lapangan").click()
    outcome(servant, "review")
    expect(servant.get_by_text("Tugas lapangan Anda dicatat")).to_be_visible()
    snap(servant, "17-field-duty")
    stand(pocket, house.world["door"])


def test_a_second_phone_is_refused_and_the_supervisor_sees_it(
    chrome: Browser, house: House, sitter: Sitter, desk: Callable[[str], Page], snap: Snap
) -> None:
    with phone(chrome, house.origin, tuple(house.world["door"])) as other:
        sitter.sit(other)
        page = other.new_page()
        add_authenticator(page)
        sign_in(page, house.person("servant"), house.world["password"])
        expect(page.locator("[data-light=phone]")).to_have_attribute("data-state", "no")
        snap(page, "18-second-phone")
        page.locator("#act").click()
        expect(page.get_by_role("dialog", name="Ini bukan HP terdaftar Anda")).to_be_visible()
        snap(page, "19-second-phone-asked")
        page.get_by_role("button", name="Tetap coba dari HP ini").click()
        outcome(page, "refused")
        expect(page.get_by_text("HP ini belum terdaftar untuk Anda")).to_be_visible()
        snap(page, "20-second-phone-refused")
    board = desk("supervisor")
    board.goto("/papan/hp-lain/")
    expect(board.get_by_text(house.person("servant")["name"])).to_be_visible()
    snap(board, "21-second-phone-on-the-board")
