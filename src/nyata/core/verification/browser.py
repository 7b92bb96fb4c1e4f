"""What the browser tells of itself. All of it can be forged, and an honest oddity is common: soft signals only."""

from nyata.core.bundle import Browser
from nyata.core.reasons import Reason
from nyata.core.verification.signals import Finding, Severity, Signal

_STRENGTH = 0.6


def judge_browser(browser: Browser, virtual_cameras: tuple[str, ...]) -> Finding:
    """Driven by a program, or a camera that is one."""
    label = (browser.camera_label or "").lower()
    virtual = next((word for word in virtual_cameras if word in label), None)
    odd = browser.webdriver or virtual is not None
    signal = Signal(
        "browser",
        _STRENGTH if odd else 0.0,
        {"webdriver": browser.webdriver, "virtual_camera": virtual, "denied": list(browser.permission_denied)},
    )
    return Finding(Severity.FINE, (Reason.WEBDRIVER,) if browser.webdriver else (), (signal,))
