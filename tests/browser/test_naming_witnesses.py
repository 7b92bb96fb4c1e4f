"""A supervisor names a colleague who may vouch while they are away: found by name, on record, ended by one button."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.audit import wrongs
from tests.browser.house import House
from tests.browser.people import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGE = "/absen/saksi/penunjukan/"
WHY = "Atasan berdinas ke Palembang"
SIZES = [(320, 640, "light"), (360, 740, "dark"), (1280, 800, "light"), (1280, 800, "dark")]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House.build(tmp_path_factory.mktemp("house"))
    house.start_web()
    yield house
    house.stop()


@pytest.fixture(scope="module")
def supervisor(chrome: Browser, house: House) -> Iterator[Page]:
    with chrome.new_context(base_url=house.origin, viewport={"width": 1280, "height": 800}, locale="id-ID") as context:
        page = context.new_page()
        sign_in(page, house.person("supervisor"), house.world["password"])
        page.goto(PAGE)
        yield page


def test_the_way_to_it_is_where_a_supervisor_vouches(supervisor: Page) -> None:
    supervisor.goto("/absen/saksi/")
    supervisor.locator(f"main a[href='{PAGE}']").click()
    expect(supervisor.get_by_role("heading", name="Saksi yang ditunjuk")).to_be_visible()


def test_a_colleague_is_found_while_typing_and_what_was_written_stays(supervisor: Page, house: House) -> None:
    colleague, search = house.person("servant")["name"], supervisor.get_by_label("Nama atau NIP calon saksi")
    expect(supervisor.get_by_role("radio", name=colleague)).to_be_visible()
    supervisor.get_by_label("Alasan").fill(WHY)
    search.press_sequentially("xq", delay=20)
    expect(supervisor.get_by_text("Tidak ada yang cocok.")).to_be_visible()
    search.fill("")
    search.press_sequentially(colleague[:4], delay=20)
    expect(supervisor.get_by_role("radio", name=colleague)).to_be_visible()
    expect(supervisor.get_by_label("Alasan")).to_have_value(WHY)


def test_without_a_choice_the_page_says_what_is_missing(supervisor: Page) -> None:
    supervisor.get_by_role("button", name="Tunjuk", exact=True).click()
    expect(supervisor.get_by_text("Saksi belum dipilih. Cari namanya, lalu pilih.")).to_be_visible()
    expect(supervisor.get_by_label("Alasan")).to_have_value(WHY)


def test_named_by_the_keyboard_alone_and_on_record(supervisor: Page, house: House, snap: Callable) -> None:
    colleague = house.person("servant")["name"]
    supervisor.get_by_role("radio", name=colleague).focus()
    supervisor.keyboard.press("Space")
    supervisor.get_by_role("button", name="Tunjuk", exact=True).focus()
    supervisor.keyboard.press("Enter")
    expect(supervisor.get_by_text(f"{colleague} ditunjuk sebagai saksi")).to_be_visible()
    row = supervisor.get_by_role("row", name=colleague)
    expect(row).to_contain_text(WHY)
    expect(row).to_contain_text(f"oleh {house.person('supervisor')['name']}")
    snap(supervisor, "46-witness-named")


def test_the_colleague_reads_it_and_may_vouch(chrome: Browser, house: House) -> None:
    with chrome.new_context(base_url=house.origin, locale="id-ID") as context:
        page = context.new_page()
        sign_in(page, house.person("servant"), house.world["password"])
        page.goto("/absen/saksi/")
        expect(page.get_by_text(WHY)).to_be_visible()
        expect(page.get_by_text(house.person("supervisor")["name"])).to_be_visible()


@pytest.mark.parametrize(("width", "height", "scheme"), SIZES)
def test_it_is_readable_and_reachable(supervisor: Page, snap: Callable, width: int, height: int, scheme: str) -> None:
    supervisor.set_viewport_size({"width": width, "height": height})
    supervisor.emulate_media(color_scheme=scheme)
    supervisor.goto(PAGE)
    # Desk pages may have small print; everything else holds on them too.
    assert [one for one in wrongs(supervisor) if "px text" not in one] == []
    snap(supervisor, f"47-naming-{width}-{scheme}")


def test_one_button_ends_it(supervisor: Page, house: House) -> None:
    supervisor.get_by_role("button", name="Akhiri").click()
    expect(supervisor.get_by_text("Penunjukan diakhiri")).to_be_visible()
    expect(supervisor.get_by_role("row", name=house.person("servant")["name"])).to_have_count(0)
