"""The pictures of the README: `python -m tests.browser.pictures` makes docs/pictures/checkin.png and board.png.

A small invented world over a PostgreSQL of its own: one phone that enrols and checks in at 07.24 in earnest, and a
puskesmas whose morning is written straight into the database.
"""

import datetime as dt
import os
import random
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from nyata.config import home, prepare
from nyata.config.database import make_database
from nyata.config.postgres import Cluster
from tests.browser.chromium import add_authenticator, launch, phone, stand
from tests.browser.house import JAKARTA, ROOT, House
from tests.browser.people import enrol_with_an_officer, outcome, ready, sign_in
from tests.browser.sitter import Sitter
from tests.browser.test_nobody_is_late_by_our_fault import DAY

# The pictures show what a person sees, not what is said of a browser that a program drives.
PLAIN = "--disable-blink-features=AutomationControlled"
# A phone whose clock goes with the house's.
SET_THE_PHONES_CLOCK = """
const now = Date.now;
Date.now = () => now() + %d;
const watch = navigator.geolocation.watchPosition.bind(navigator.geolocation);
navigator.geolocation.watchPosition = (seen, ...rest) =>
  watch(({ coords, timestamp }) => seen({ coords, timestamp: timestamp + %d }), ...rest);
"""
PICTURES = ROOT / "docs/pictures"
NAMES = (
    "Ahmad Kenanga", "Budi Rawas", "Citra Mesuji", "Darmawan Lebak", "Eka Pulau Gemantung", "Fitri Sugihan",
    "Gunawan Teloko", "Halimah Pedamaran", "Indra Kayuagung", "Joko Lempuing", "Kartini Cengal", "Lina Jejawi",
)  # fmt: skip


def main() -> int:
    """Everything from an empty folder to two pictures."""
    sys.path.insert(0, str(ROOT / "tools"))
    import chromium

    with tempfile.TemporaryDirectory(prefix="nyata-pictures-") as name:
        folder = Path(name)
        cluster = Cluster(folder / "postgres", keep=False)
        cluster.who.folder(folder)
        cluster.start()
        try:
            make_database(cluster.url("postgres"), "nyata")
            os.environ |= {"DATABASE_URL": cluster.url(), "NYATA_DEMO": "1", **home.new_keys()}
            with sync_playwright() as playwright:
                browser = launch(playwright, str(chromium.find()), folder / "camera.mjpeg", PLAIN)
                take(browser, folder)
                browser.close()
        finally:
            cluster.stop()
    return 0


def take(browser: Browser, folder: Path) -> None:
    """The two pictures from a new house."""
    PICTURES.mkdir(exist_ok=True)
    house = House.build(folder)
    house.set_clock(dt.datetime.combine(DAY, dt.time(7, 4)))
    house.start()
    try:
        with phone(browser, house.origin, house.world["door"]) as context:
            Sitter(folder / "camera.mjpeg").sit(context)
            page = context.new_page()
            add_authenticator(page)
            enrol_with_an_officer(browser, house, page, "servant")
            fill(house)
            house.stop()
            house.set_clock(dt.datetime.combine(DAY, dt.time(7, 24, 10)))
            house.start()
            stand(context, house.world["door"])
            shift = float(house.environment["SHIFTED_BY_SECONDS"]) * 1000
            page.add_init_script(SET_THE_PHONES_CLOCK % (shift, shift))
            save_beside(check_in(page), PICTURES / "checkin.png")
        save_board(browser, house)
    finally:
        house.stop()


def fill(house: House) -> None:
    """Colleagues, the week until today, and the morning of the puskesmas."""
    # Playwright's own loop runs in this thread, and Django takes it for a server's.
    os.environ |= {**house.environment, "DJANGO_ALLOW_ASYNC_UNSAFE": "1"}
    prepare.load_django()
    from nyata.boards.tests.factories import attest, make_attempt
    from nyata.people.models import Person
    from nyata.people.tests.factories import make_person

    chance = random.Random(7)  # noqa: S311 - a picture
    servant, supervisor = (Person.objects.get(pk=house.person(name)["pk"]) for name in ("servant", "supervisor"))
    crew = [
        make_person(name, unit=servant.unit, job_title="Pelaksana", nip=f"199003{number:02d}2020011000")
        for number, name in enumerate(NAMES, 1)
    ]
    for number, person in enumerate([servant, *crew]):
        for back in range(1, DAY.weekday() + 1):
            day = DAY - dt.timedelta(days=back)
            make_attempt(person, moment(day, 7, chance.randrange(5, 29)), reasons=("face_matches", "inside_site"))
            make_attempt(person, moment(day, 16, chance.randrange(1, 40)), purpose="out")
        if person == servant or number > len(crew) - 3:
            continue
        came = moment(DAY, 7, chance.randrange(2, 23))
        if number == 4:
            attest(person, supervisor, came)
            continue
        state = {3: "review", 7: "step_up"}.get(number, "accepted")
        reasons = {"review": ("field_duty_declared",), "step_up": ("face_unsure",)}.get(state, ("face_matches",))
        make_attempt(person, came, state, reasons=reasons, time_mark="anchored" if number == 6 else "live")


def moment(day: dt.date, hour: int, minute: int) -> dt.datetime:
    """A local time."""
    return dt.datetime.combine(day, dt.time(hour, minute, 20), JAKARTA)


def check_in(page: Page) -> list[bytes]:
    """The phone's screens of one attempt: ready, the camera, accepted."""
    ready(page)
    expect(page.locator("[data-light=place]")).to_contain_text("di dalam area")
    page.mouse.move(0, 0)
    page.wait_for_timeout(600)
    screens = [page.screenshot()]
    page.locator("#act").click()
    page.locator("dialog.capture:is([data-move=left], [data-move=right])").wait_for()
    page.wait_for_timeout(700)
    screens.append(page.screenshot())
    outcome(page, "accepted")
    page.wait_for_timeout(600)
    return [*screens, page.screenshot()]


def save_beside(screens: list[bytes], path: Path) -> None:
    """The screens side by side, small."""
    import io

    pictures = [Image.open(io.BytesIO(screen)).convert("RGB") for screen in screens]
    gap, (width, height) = 40, pictures[0].size
    sheet = Image.new("RGB", (len(pictures) * (width + gap) - gap, height), "white")
    for place, picture in enumerate(pictures):
        sheet.paste(picture, (place * (width + gap), 0))
    small = sheet.resize((sheet.width // 2, sheet.height // 2), Image.Resampling.LANCZOS)
    small.quantize(200).save(path, optimize=True)


def save_board(browser: Browser, house: House) -> None:
    """The supervisor's board at that moment."""
    context = browser.new_context(base_url=house.origin, viewport={"width": 1280, "height": 860}, locale="id-ID")
    page = context.new_page()
    sign_in(page, house.person("supervisor"), house.world["password"])
    page.goto("/papan/")
    page.locator(f"[data-row='{house.person('servant')['pk']}'] a").click()
    expect(page.locator("#samping")).to_contain_text(house.world["site"])
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(500)
    path = PICTURES / "board.png"
    page.screenshot(path=path)
    Image.open(path).convert("RGB").quantize(128).save(path, optimize=True)
    context.close()


if __name__ == "__main__":
    sys.exit(main())
