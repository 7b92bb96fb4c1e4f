"""What all browser tests share: a house and a Chromium for each module, and a folder for what they saw."""

import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from tests.browser.chromium import launch
from tests.browser.house import House

# A machine that runs other tests beside these may take its time; no expectation here is about speed.
expect.set_options(timeout=20_000)
ARTEFACTS = Path(__file__).resolve().parents[1] / "artefacts"


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def camera(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that the fake camera plays; write to it before the camera opens."""
    return tmp_path_factory.mktemp("camera") / "camera.mjpeg"


@pytest.fixture(scope="module")
def chrome(playwright: Playwright, chromium_path: str, camera: Path) -> Iterator[Browser]:
    browser = launch(playwright, chromium_path, camera)
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def alone() -> Iterator[None]:
    """One house at a time: a person before a camera is filmed in real time, which three at once would spoil."""
    with open(Path(tempfile.gettempdir()) / f"nyata-browser-{os.getuid()}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="module")
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, alone: None) -> Iterator[House]:
    """Nyata as it runs in earnest; a module may say in STARTS_AT which time its servers believe in."""
    house = House.build(tmp_path_factory.mktemp("house"))
    if starts_at := getattr(request.module, "STARTS_AT", None):
        house.set_clock(starts_at)
    house.start()
    yield house
    house.stop()


@pytest.fixture(scope="session")
def snap() -> Callable[[Page, str], None]:
    """Keeps a picture of the page under a name, for people to look at."""
    ARTEFACTS.mkdir(exist_ok=True)

    def keep(page: Page, name: str) -> None:
        page.screenshot(path=ARTEFACTS / f"{name}.png")

    return keep
