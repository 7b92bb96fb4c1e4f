"""What people do in these tests, in the words of the screens."""

from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import phone
from tests.browser.house import House


def sign_in(page: Page, person: dict[str, Any], password: str) -> None:
    """NIP and password on the page for it."""
    page.goto("/masuk/")
    page.get_by_label("NIP").fill(person["nip"])
    page.get_by_label("Kata sandi", exact=True).fill(password)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url("**/absen/")


def begin_enrolment(officer: Page, person: dict[str, Any]) -> str:
    """The officer compares the person with their card; returns the code on the officer's screen."""
    officer.goto(f"/petugas/pendataan/mulai/{person['pk']}/")
    officer.get_by_label("KTP-el").check()
    officer.get_by_label("Orangnya hadir").check()
    officer.get_by_role("button", name="Mulai, tampilkan kode").click()
    return "".join(officer.locator(".code-digits").inner_text().split())


def enrol_with_an_officer(browser: Browser, house: House, page: Page, name: str) -> None:
    """Signs somebody of the cast in on their phone's page and enrols them, the operator beside them."""
    sign_in(page, house.person(name), house.world["password"])
    page.goto("/pendataan/")
    page.get_by_role("button", name="Sudah saya baca").click()
    with phone(browser, house.origin, (0, 0)) as desk:
        officer = desk.new_page()
        sign_in(officer, house.person("operator"), house.world["password"])
        code = begin_enrolment(officer, house.person(name))
        page.reload()
        enrol(page, code)


def enrol(page: Page, code: str) -> None:
    """The person's half: the code, the keys, the photographs."""
    page.get_by_label("Enam angka").fill(code)
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_role("button", name="Mulai", exact=True).click()
    expect(page.get_by_role("heading", name="Selesai")).to_be_visible(timeout=60_000)


def ready(page: Page) -> None:
    """The check-in page, when it knows its phone."""
    page.goto("/absen/")
    expect(page.locator("[data-light=phone]")).not_to_have_attribute("data-state", "wait")
    expect(page.locator("#act")).to_be_enabled()


def check_in(page: Page) -> None:
    """Presses the one large button when everything is ready."""
    ready(page)
    page.locator("#act").click()


def outcome(page: Page, kind: str, timeout: float = 40_000) -> None:
    """Waits for a result of this kind."""
    expect(page.locator("#result .result[data-kind]")).to_have_attribute("data-kind", kind, timeout=timeout)
