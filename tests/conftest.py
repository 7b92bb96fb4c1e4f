"""What every test outside the apps may lean on: a browser, the shared data, the loud ways to do without."""

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """A Chromium that runs here. With CI=true its absence is a failure, elsewhere a loud skip."""
    import chromium

    path = chromium.find()
    if path is None and os.environ.get("CI") == "true":
        pytest.fail("no Chromium: `make test` installs one; see tools/chromium.py")
    if path is None:
        pytest.skip("NO BROWSER: run `make test`, which installs one")
    return str(path)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real inputs beside the project. The only thing that CI may do without."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("NO SHARED DATA: ../shared/data is not on this machine")
    return folder
