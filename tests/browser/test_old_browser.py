"""A browser that is too old is told so before the page's modules fail in it."""

import pytest
from playwright.sync_api import Browser

from tests.browser.house import ROOT

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "src/nyata/checkins/static/phone/old.js"
PAGE = "data:text/html,<p id=old-browser hidden>Peramban ini terlalu lama</p>"
# What browsers of some years ago did not have yet.
MISSING = [
    "delete String.prototype.replaceAll",
    "delete Element.prototype.replaceChildren",
    "delete HTMLScriptElement.prototype.noModule",
    "delete window.BroadcastChannel",
    "delete Crypto.prototype.randomUUID; Object.defineProperty(window, 'isSecureContext', { value: true })",
]


def says_so(chrome: Browser, missing: str) -> bool:
    with chrome.new_context() as context:
        page = context.new_page()
        page.goto(PAGE)
        # On such a page nothing is stored and nothing is secure; what the phone's page has is put there.
        page.evaluate("Object.defineProperty(window, 'indexedDB', { value: {} })")
        page.evaluate("Object.defineProperty(Navigator.prototype, 'locks', { value: {}, configurable: true })")
        page.evaluate(f"() => {{ {missing} }}")
        page.evaluate(SCRIPT.read_text())
        return page.locator("#old-browser").is_visible()


@pytest.mark.parametrize("missing", MISSING)
def test_a_browser_that_lacks_what_the_modules_lean_on_is_told_to_be_renewed(chrome: Browser, missing: str) -> None:
    assert says_so(chrome, missing)


def test_a_browser_of_today_is_told_nothing(chrome: Browser) -> None:
    assert not says_so(chrome, "")
