"""What all browser tests share: a Chromium for each module, and a folder for what they saw."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tests.browser.chromium import launch

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


@pytest.fixture(scope="session")
def snap() -> Callable[[Page, str], None]:
    """Keeps a picture of the page under a name, for people to look at."""
    ARTEFACTS.mkdir(exist_ok=True)

    def keep(page: Page, name: str) -> None:
        page.screenshot(path=ARTEFACTS / f"{name}.png")

    return keep
