"""Asking on a phone in under a minute, and deciding on it at a desk."""

import datetime as dt
import io
import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.audit import wrongs
from tests.browser.chromium import phone
from tests.browser.house import House
from tests.browser.people import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]
A_MINUTE = 60
NEXT_WEEK = dt.date.today() + dt.timedelta(days=14 - dt.date.today().weekday())  # noqa: DTZ011 - any Monday to come
LARGE = 5 * 1024 * 1024


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House.build(tmp_path_factory.mktemp("leave"))
    house.start_web()
    yield house
    house.stop()


@pytest.fixture
def page(chrome: Browser, house: House) -> Iterator[Page]:
    with phone(chrome, house.origin, tuple(house.world["door"])) as context:
        yield context.new_page()


def found_wrong(page: Page) -> list[str]:
    """What is wrong, but for the size of hints and captions: these are pages of forms and tables."""
    return [wrong for wrong in wrongs(page) if "px text" not in wrong]


def photograph() -> bytes:
    """A photograph of a letter as a phone takes it: larger than what the server takes."""
    grain = np.random.default_rng(1).integers(150, 255, (1800, 1400, 3), dtype=np.uint8)
    out = io.BytesIO()
    Image.fromarray(grain).save(out, "PNG")
    return out.getvalue()


def test_a_nurse_asks_with_a_photograph_and_the_supervisor_approves(
    house: House, page: Page, chrome: Browser, snap: Callable[[Page, str], None]
) -> None:
    letter = photograph()
    assert len(letter) > LARGE
    sign_in(page, house.person("servant"), house.world["password"])
    began = time.monotonic()
    page.get_by_role("link", name="Izin & Cuti").last.click()
    assert found_wrong(page) == []
    page.get_by_role("link", name="Cuti sakit").click()
    assert found_wrong(page) == []
    page.get_by_role("button", name="Besok").click()
    page.get_by_label("Surat (foto atau PDF)").set_input_files(
        {"name": "surat.png", "mimeType": "image/png", "buffer": letter}
    )
    # The browser makes it small before it is sent.
    sent = "document.querySelector('input[type=file]').files[0]"
    deadline = time.monotonic() + 20
    while page.evaluate(f"{sent}.type") != "image/jpeg" and time.monotonic() < deadline:
        page.wait_for_timeout(100)
    assert page.evaluate(f"{sent}.size") < LARGE
    snap(page, "40-ask")
    page.get_by_role("button", name="Ajukan").click()
    expect(page.get_by_text("Menunggu atasan").first).to_be_visible()
    assert time.monotonic() - began < A_MINUTE
    assert found_wrong(page) == []
    snap(page, "41-asked")

    with phone(chrome, house.origin, (0, 0)) as desk:
        officer = desk.new_page()
        sign_in(officer, house.person("supervisor"), house.world["password"])
        officer.goto("/izin/persetujuan/")
        assert found_wrong(officer) == []
        officer.get_by_role("button", name="Pilih semua").click()
        expect(officer.get_by_text("(1)").first).to_be_visible()
        snap(officer, "42-inbox")
        officer.get_by_role("button", name="Setujui yang dipilih").click()
        expect(officer.get_by_role("heading", name="Periksa sekali lagi")).to_be_visible()
        officer.get_by_role("button", name="Ya, setujui").click()
        expect(officer.get_by_text("1 permohonan diputuskan.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Disetujui", exact=True)).to_be_visible()


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF"


def decide(chrome: Browser, house: House, role: str, address: str) -> None:
    """Somebody opens the request from their list and approves it."""
    with phone(chrome, house.origin, (0, 0)) as desk:
        officer = desk.new_page()
        sign_in(officer, house.person(role), house.world["password"])
        officer.goto("/izin/persetujuan/")
        officer.locator(f"a[href='{address}']").first.click()
        expect(officer.get_by_role("button", name="Buka")).to_be_visible()  # the letter, opened on record
        assert found_wrong(officer) == []
        officer.get_by_role("button", name="Setujui", exact=True).click()
        expect(officer.get_by_text("Keputusan tercatat.")).to_be_visible()


def test_leave_that_asks_for_hr_is_decided_twice_shown_on_its_day_and_withdrawn(
    house: House, page: Page, chrome: Browser, snap: Callable[[Page, str], None]
) -> None:
    sign_in(page, house.person("servant"), house.world["password"])
    page.goto("/izin/ajukan/important/")
    page.get_by_label("Mulai").fill(NEXT_WEEK.isoformat())
    page.get_by_label("Sampai").fill(NEXT_WEEK.isoformat())
    page.get_by_text("Perkawinan pertama").click()
    page.get_by_label("Surat (foto atau PDF)").set_input_files(
        {"name": "undangan.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.get_by_role("button", name="Ajukan").click()
    expect(page.get_by_text("Menunggu atasan").first).to_be_visible()
    expect(page.get_by_text(house.person("supervisor")["name"])).to_be_visible()  # for whom it waits
    address = page.url.removeprefix(house.origin)

    decide(chrome, house, "supervisor", address)
    page.reload()
    expect(page.get_by_text("Menunggu BKPSDM").first).to_be_visible()
    decide(chrome, house, "hr", address)
    page.reload()
    expect(page.get_by_text("Disetujui", exact=True)).to_be_visible()
    snap(page, "43-decided-twice")

    calendar = f"/izin/kalender/?mulai={NEXT_WEEK.isoformat()}"
    page.goto(calendar)
    expect(page.locator(f"a[href='{address}']")).to_be_visible()
    page.goto(address)
    page.get_by_role("button", name="Tarik permohonan ini").click()
    expect(page.get_by_text("Ditarik", exact=True)).to_be_visible()
    page.goto(calendar)
    expect(page.locator(f"a[href='{address}']")).to_have_count(0)


def test_hours_are_asked_for_only_where_hours_are_chosen(house: House, page: Page) -> None:
    sign_in(page, house.person("supervisor"), house.world["password"])
    page.goto("/izin/ajukan/permission/")
    expect(page.get_by_label("Dari jam")).to_be_visible()
    page.get_by_label("Setengah hari pertama").check()
    expect(page.get_by_label("Dari jam")).to_be_hidden()


def test_the_place_one_stands_on_is_taken_with_a_tap(house: House, page: Page) -> None:
    sign_in(page, house.person("supervisor"), house.world["password"])
    page.goto("/izin/ajukan/travel/")
    page.get_by_role("button", name="Saya sedang di sana").click()
    expect(page.get_by_text("Titik dipakai")).to_be_visible()
    latitude = page.locator("#id_latitude").input_value()
    assert abs(float(latitude) - house.world["door"][0]) < 0.001


@pytest.mark.parametrize("path", ["/izin/", "/izin/ajukan/field/", "/izin/ajukan/correction/", "/izin/kalender/",
                                  "/izin/wakil/", "/izin/pengecualian/", "/izin/gangguan/", "/izin/sisa/",
                                  "/izin/surat-tugas/", "/izin/surat-tugas/baru/"])  # fmt: skip
def test_the_pages_fit_a_small_phone(house: House, page: Page, path: str) -> None:
    sign_in(page, house.person("hr"), house.world["password"])
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert found_wrong(page) == []
