"""Draws the icons that phones want as PNG from our own SVG, where it changed: `.venv/bin/python tools/icons.py`."""

import sys
from pathlib import Path

import typst

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src/nyata/checkins/static/phone/icon-maskable.svg"
STATIC = ROOT / "src/nyata/config/static"
# iOS rounds the corners itself and knows no SVG; 512 is what an installed page shows while it starts.
SIZES = {"apple-touch-icon.png": 180, "icon-512.png": 512}
POINTS = 72  # an inch: one point at 72 ppi is one pixel


def drawn(pixels: int) -> bytes:
    """The square drawing as PNG."""
    page = f'#set page(width: {pixels}pt, height: {pixels}pt, margin: 0pt)\n#image("{SOURCE.name}", width: 100%)'
    compiler = typst.Compiler(page.encode(), root=SOURCE.parent, ignore_system_fonts=True)
    made = compiler.compile(format="png", ppi=POINTS)
    assert isinstance(made, bytes)
    return made


def main() -> int:
    """Write those that differ."""
    for name, pixels in SIZES.items():
        file, content = STATIC / name, drawn(pixels)
        if not file.exists() or file.read_bytes() != content:
            file.write_bytes(content)
            print(f"{file.relative_to(ROOT)}: {pixels} pixels, {len(content)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
