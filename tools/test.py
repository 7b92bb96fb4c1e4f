"""`make test`: lint first, then every test, with a real browser where one can be had.

Words after it go to pytest instead of the whole suite. With CI=true a missing browser is a failure.
"""

import os
import subprocess
import sys
from pathlib import Path

import chromium
import lint

ROOT = Path(__file__).resolve().parents[1]
BAR = "!" * 78


def main() -> int:
    """pytest's closing line stays the last thing on the screen."""
    if lint.main():
        print("make test: the linters complain; no test was run", file=sys.stderr)
        return 1
    browser = chromium.find_or_install()
    environment = os.environ | {"NYATA_CHROMIUM": browser or ""}
    if browser is None:
        print(f"{BAR}\nNO BROWSER: none found, none could be installed. THE BROWSER TESTS DO NOT RUN.\n{BAR}")
        if os.environ.get("CI") == "true":
            return 1
    words = [sys.executable, "-m", "pytest", "-p", "tests.lanes", "-n", str(min(os.cpu_count() or 1, 4))]
    words += ["--dist", "loadscope", "--durations", "60"]
    sys.stdout.flush()
    return subprocess.run([*words, *sys.argv[1:]], cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
