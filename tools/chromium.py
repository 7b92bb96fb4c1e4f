"""Finds a Chromium for the browser tests, or installs one: Debian's as root, else Playwright's own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path


def find() -> str | None:
    """The path of a Chromium that runs here: NYATA_CHROMIUM, the machine's own, or Playwright's."""
    wanted = os.environ.get("NYATA_CHROMIUM")
    if wanted:
        return wanted if Path(wanted).exists() else None
    for name in ("chromium", "google-chrome", "chromium-browser"):
        path = shutil.which(name)
        # Ubuntu's chromium is a snap, or a script that asks for one: it cannot see our files.
        if path and not _is_snap(Path(path)):
            return path
    return _playwrights()


def find_or_install() -> str | None:
    """As find(), and where that finds nothing, one attempt to install it. What happens is said on stderr."""
    path = find()
    if path:
        return path
    if os.geteuid() == 0 and _is_debian():
        print("chromium: installing Debian's package", file=sys.stderr)
        words = ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"]
        if subprocess.run(["apt-get", "update", "--quiet"], check=False, stdout=sys.stderr).returncode == 0:
            subprocess.run(words, check=False, stdout=sys.stderr)
    else:
        print("chromium: installing Playwright's own", file=sys.stderr)
        words = [sys.executable, "-m", "playwright", "install", "chromium"]
        subprocess.run([*words, *(["--with-deps"] if os.geteuid() == 0 else [])], check=False, stdout=sys.stderr)
    return find()


def _is_debian() -> bool:
    try:
        return "\nID=debian" in "\n" + Path("/etc/os-release").read_text()
    except OSError:
        return False


def _is_snap(path: Path) -> bool:
    if "/snap/" in str(path.resolve()) or path.resolve().name == "snap":
        return True
    with open(path, "rb") as file:
        head = file.read(4096)
    return head.startswith(b"#!") and b"snap" in head


def _playwrights() -> str | None:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


if __name__ == "__main__":
    found = find_or_install()
    print(found or "chromium: none found and none could be installed")
    sys.exit(0 if found else 1)
