"""Gives every test run a PostgreSQL of its own and settings their environment, before Django is loaded.

The process that starts the run owns the server; xdist's workers find its address in their environment.
"""

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from nyata.config import home
from nyata.config.database import make_database
from nyata.config.postgres import Cluster


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Generator[None, object, object]:
    """Wraps pytest-django's own, which reads the settings."""
    os.environ["NYATA_DEMO"] = "1"
    os.environ.setdefault("NYATA_ORIGIN", "http://localhost:8000")
    for name, value in home.new_keys().items():
        os.environ.setdefault(name, value)
    if "DATABASE_URL" not in os.environ:
        _start()
    return (yield)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """What a test switched on is rolled back with its rows; the process must not remember it either."""
    if rules := sys.modules.get("nyata.rules.selectors"):
        rules.forget()


def _start() -> None:
    folder = Path(tempfile.mkdtemp(prefix="nyata-test-"))
    os.environ["NYATA_HOME"] = str(folder / "home")
    cluster = Cluster(folder / "postgres", keep=False)
    cluster.who.folder(folder)
    atexit.register(_stop, cluster, folder)
    cluster.start()
    make_database(cluster.url("postgres"), "nyata")
    os.environ["DATABASE_URL"] = cluster.url()


def _stop(cluster: Cluster, folder: Path) -> None:
    """At the end of the process, so that also a run that ends in the middle of loading leaves nothing."""
    cluster.stop()
    shutil.rmtree(cluster.folder, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
