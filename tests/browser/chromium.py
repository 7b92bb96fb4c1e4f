"""A Chromium like a phone's: small screen, fake camera, a location, an authenticator that verifies its user."""

import base64
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, Playwright

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


def launch(playwright: Playwright, path: str, camera: Path, *more: str) -> Browser:
    """A headless Chromium; `camera` is the MJPEG file that its camera plays, absolute; `more` flags."""
    flags = [*FLAGS, f"--use-file-for-fake-video-capture={camera}", *more]
    return playwright.chromium.launch(executable_path=path, args=flags)


@contextmanager
def phone(browser: Browser, origin: str, at: Sequence[float], **options: Any) -> Iterator[BrowserContext]:
    """A context at a place (latitude, longitude) known to 8 metres, with camera and location allowed."""
    options = {"viewport": PHONE, "device_scale_factor": 2, "has_touch": True, "locale": "id-ID"} | options
    context = browser.new_context(
        base_url=origin, permissions=["geolocation", "camera"], timezone_id="Asia/Jakarta", **options
    )
    context.set_default_timeout(20_000)
    stand(context, at)
    yield context
    context.close()


def stand(context: BrowserContext, at: Sequence[float]) -> None:
    """Puts the phone at a place, as of now: a position keeps the time at which it was set."""
    context.set_geolocation({"latitude": at[0], "longitude": at[1], "accuracy": 8})


@dataclass(frozen=True)
class ScreenLock:
    """The authenticator of one page's phone, reached over CDP."""

    session: CDPSession
    id: str

    def opens(self, opens: bool) -> None:
        """Whether its user opens it when asked."""
        self.session.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": opens})


def add_authenticator(page: Page) -> ScreenLock:
    """Gives a page's phone a screen lock that its user opens."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable", {"enableUI": False})
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return ScreenLock(session, made["authenticatorId"])


def from_b64url(text: str) -> bytes:
    """Bytes of base64url without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
