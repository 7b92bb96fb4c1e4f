"""How a test run is shared among its processes: what drives a browser goes through one of them, first of all."""

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

BROWSER = "tests/browser/"
LONG = ("tests/bench/", "tests/setup/")


class Lanes(LoadScopeScheduling):
    """A module's tests stay together. Browser tests hold one lock: two processes with some each would wait in turn."""

    def _split_scope(self, nodeid: str) -> str:
        return BROWSER if nodeid.startswith(BROWSER) else str(super()._split_scope(nodeid))


def pytest_xdist_make_scheduler(config: Any, log: Any) -> Lanes:
    """Called by xdist."""
    return Lanes(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Called by pytest. The longest first, so that no process is left with minutes of work when the other has none."""
    items.sort(key=lambda item: _turn(item.nodeid))


def _turn(nodeid: str) -> int:
    return 0 if nodeid.startswith(BROWSER) else 1 if nodeid.startswith(LONG) else 2
