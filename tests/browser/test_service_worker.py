"""The service worker by itself, in a real browser: what it keeps, and what a sign-out takes."""

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
MODULES = Path(__file__).resolve().parents[2] / "src/nyata/checkins/static/phone"
WORKER = b"""import { serve } from "/service.js";
serve({ version: "1", shell: [], home: "/absen/", offline: "/luring/", signOut: "/keluar/" });
"""


class Door(http.server.SimpleHTTPRequestHandler):
    """The modules, a worker, a personal page that waits for `open`, a page that names nobody, and a way out."""

    asked, open = threading.Event(), threading.Event()

    def do_GET(self) -> None:
        if self.path == "/absen/":
            Door.asked.set()
            Door.open.wait(5)
            self._say(b"<!doctype html><title>Sari</title><body>Sari Melati")
        elif self.path in ("/", "/luring/"):
            self._say(b"<!doctype html><title>pintu</title><body>")
        elif self.path == "/worker.mjs":
            self._say(WORKER, "text/javascript")
        else:
            super().do_GET()

    def do_POST(self) -> None:
        self._say(b"", "text/plain")

    def _say(self, body: bytes, kind: str = "text/html") -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def door(chrome: Browser) -> Iterator[Page]:
    """A page at the door, under a running worker. The personal page answers at once."""
    Door.asked.clear()
    Door.open.set()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Door, directory=str(MODULES)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = chrome.new_context()
    page = context.new_page()
    page.goto(f"http://localhost:{server.server_port}/")
    page.evaluate("navigator.serviceWorker.register('/worker.mjs', { type: 'module', scope: '/' })")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    yield page
    context.close()
    server.shutdown()


def kept(page: Page) -> str | None:
    """The personal page as it is kept, or None."""
    return page.evaluate("caches.match('/absen/').then((one) => one ? one.text() : null)")


def sign_out(page: Page) -> None:
    assert page.evaluate("fetch('/keluar/', { method: 'POST' }).then((one) => one.ok)")


def test_the_personal_page_is_kept_and_goes_with_the_sign_out(door: Page) -> None:
    home = door.context.new_page()
    home.goto(door.url + "absen/")
    door.wait_for_function("caches.match('/absen/').then((one) => one !== undefined)")
    assert "Sari Melati" in (kept(door) or "")
    sign_out(door)
    assert kept(door) is None


def test_a_personal_page_on_its_way_at_the_sign_out_is_not_kept(door: Page) -> None:
    Door.open.clear()
    home = door.context.new_page()
    home.evaluate("(address) => { location.assign(address); }", door.url + "absen/")
    assert Door.asked.wait(5)
    sign_out(door)
    Door.open.set()
    home.wait_for_function("document.title === 'Sari'")
    door.wait_for_timeout(500)  # for what would be kept after the answer was given
    assert kept(door) is None
