"""Runs every linter, all of them even when one complains, and leaves with 1 when any did."""

import os
import subprocess
import sys
import time
from pathlib import Path

from nyata.config import home

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"
LINTERS = {
    "ruff check": [f"{BIN}/ruff", "check", "--quiet", "."],
    "ruff format": [f"{BIN}/ruff", "format", "--check", "--quiet", "."],
    "import-linter": [f"{BIN}/lint-imports", "--no-logo"],
    "mypy": [f"{BIN}/mypy", "--no-error-summary", "src/nyata", "tools"],
}
# mypy's Django plugin loads the settings, which have no defaults; nothing is reached or signed with these.
ENVIRONMENT = os.environ | {
    "NYATA_DEMO": "1",
    "NYATA_ORIGIN": "http://localhost:8000",
    "DATABASE_URL": "postgresql://localhost/none",
    **home.new_keys(),
}


def main() -> int:
    """One line for a linter that is content, all it said for one that is not."""
    failed = []
    for name, words in LINTERS.items():
        started = time.monotonic()
        done = subprocess.run(
            words, cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        print(f"{name}: {'ok' if done.returncode == 0 else 'FAILED'} ({time.monotonic() - started:.1f} s)", flush=True)
        if done.returncode:
            failed.append(name)
            print(done.stdout, flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
