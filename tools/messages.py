"""Compile the English catalogue; Indonesian is the language of the sources. `--extract` adds new words to it."""

import subprocess
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "src/nyata/config/locale"


def compile_catalogues() -> None:
    """Write django.mo beside each django.po that is newer. A .mo is built, so it is not committed."""
    for source in LOCALE.glob("*/LC_MESSAGES/django.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(target))


def extract() -> None:
    """Collect the marked words with GNU gettext (a developer's tool; set-up does not need it)."""
    command = [sys.executable, "-m", "django", "makemessages", "--locale=en", "--no-obsolete", "--no-location"]
    subprocess.run([*command, "--no-wrap"], cwd=ROOT / "src/nyata", check=True)


if __name__ == "__main__":
    if "--extract" in sys.argv:
        extract()
    compile_catalogues()
