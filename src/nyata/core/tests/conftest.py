"""The published vectors beside the project, for those who have them."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def vectors() -> Path:
    """The folder of published conformance vectors, or a loud skip."""
    folder = Path(__file__).resolve().parents[5] / "shared" / "data" / "vectors"
    if not folder.is_dir():
        pytest.skip("NO SHARED DATA: ../shared/data is not on this machine")
    return folder
