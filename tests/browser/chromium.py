"""A Chromium like a phone's: small screen, fake camera, a location, an authenticator that verifies its user."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)
PHONE = {"width": 360, "height": 740}
AUTHENTICATOR = {
    "protocol": "ctap2",
    "ctap2Version": "ctap2_1",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def launch(playwright: Playwright, path: str, camera: Path | None = None) -> Browser:
    """A headless Chromium; `camera` is the MJPEG file that its camera plays, absolute."""
    flags = [*FLAGS, *([f"--use-file-for-fake-video-capture={camera}"] if camera else [])]
    return playwright.chromium.launch(executable_path=path, args=flags)


@contextmanager
def phone(browser: Browser, origin: str, at: tuple[float, float], **options: Any) -> Iterator[BrowserContext]:
    """A context at a place (latitude, longitude) known to 8 metres, with camera and location allowed."""
    place = {"latitude": at[0], "longitude": at[1], "accuracy": 8}
    options = {"viewport": PHONE, "device_scale_factor": 2, "has_touch": True, "locale": "id-ID"} | options
    context = browser.new_context(
        base_url=origin, geolocation=place, permissions=["geolocation", "camera"], timezone_id="Asia/Jakarta", **options
    )
    context.set_default_timeout(20_000)
    yield context
    context.close()


def add_authenticator(page: Page) -> Any:
    """Gives a page's phone a screen lock that its user always opens; returns its CDP session."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable", {"enableUI": False})
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return session


def from_b64url(text: str) -> bytes:
    """Bytes of base64url without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
