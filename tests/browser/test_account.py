"""One's own account in a browser: a passkey made there signs in, an officer's slip leads to a password of one's own."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import add_authenticator, phone
from tests.browser.house import House
from tests.browser.people import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House.build(tmp_path_factory.mktemp("account"))
    house.start_web()
    yield house
    house.stop()


@pytest.fixture
def page(chrome: Browser, house: House) -> Iterator[Page]:
    with phone(chrome, house.origin, tuple(house.world["door"])) as context:
        yield context.new_page()


def test_a_passkey_made_on_the_account_page_signs_in(
    house: House, page: Page, snap: Callable[[Page, str], None]
) -> None:
    add_authenticator(page)
    person = house.person("other_supervisor")
    sign_in(page, person, house.world["password"])
    page.goto("/akun/")
    page.get_by_label("Nama untuk kunci baru").fill("HP pribadi")
    page.get_by_role("button", name="Buat kunci sandi").click()
    expect(page.get_by_role("button", name="Hapus HP pribadi")).to_be_visible()
    snap(page, "30-account")
    page.get_by_role("button", name="Keluar", exact=True).click()
    page.wait_for_url("**/masuk/")
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    expect(page.get_by_text("Isi dulu NIP")).to_be_visible()
    page.get_by_label("NIP").fill(person["nip"])
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    page.wait_for_url("**/absen/")


def test_without_a_passkey_the_page_says_so_and_the_password_still_works(house: House, page: Page) -> None:
    add_authenticator(page)
    page.goto("/masuk/")
    page.get_by_label("NIP").fill(house.person("executive")["nip"])
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    expect(page.get_by_text("Kunci sandi belum terbaca")).to_be_visible()
    sign_in(page, house.person("executive"), house.world["password"])


def test_a_slip_leads_to_a_password_of_ones_own(house: House, chrome: Browser, page: Page) -> None:
    servant = house.person("servant")
    sign_in(page, house.person("operator"), house.world["password"])
    page.goto(f"/petugas/sandi/{servant['pk']}/")
    page.get_by_role("button", name="Orangnya hadir").click()
    slip = page.locator(".slip").inner_text().strip()
    with phone(chrome, house.origin, tuple(house.world["door"])) as context:
        theirs = context.new_page()
        theirs.goto("/masuk/")
        theirs.get_by_label("NIP").fill(servant["nip"])
        theirs.get_by_label("Kata sandi", exact=True).fill(slip)
        theirs.get_by_role("button", name="Masuk", exact=True).click()
        theirs.wait_for_url("**/akun/sandi/")
        theirs.get_by_label("Kata sandi saat ini").fill(slip)
        theirs.get_by_label("Kata sandi baru", exact=True).fill("lebak-purun-tembesu-7")
        theirs.get_by_label("Kata sandi baru, sekali lagi").fill("lebak-purun-tembesu-7")
        theirs.get_by_role("button", name="Simpan kata sandi").click()
        theirs.wait_for_url("**/absen/")
