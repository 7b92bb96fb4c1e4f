"""The ground a measurement stands on: a folder that goes again, a PostgreSQL in it, web server and worker over it."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from nyata.config import database, prepare, processes, web
from nyata.config.home import log_file, new_keys
from nyata.config.postgres import Cluster, running

STOP_SECONDS = 15.0


@dataclass
class Ground:
    """A prepared database and the environment its programs get."""

    folder: Path
    cluster: Cluster
    port: int

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"

    @contextmanager
    def web(self) -> Iterator[subprocess.Popen[bytes]]:
        """`nyata serve`: granian with two workers and production settings."""
        words = [*processes.NYATA, "serve", "--port", str(self.port)]
        with self._running("web", words) as server:
            if not web.wait_until_it_answers(web.Address("127.0.0.1", self.port), lambda: server.poll() is None):
                raise RuntimeError(f"the web server did not come: {log_file('web').read_text()[-2000:]}")
            yield server

    @contextmanager
    def worker(self, count: int) -> Iterator[subprocess.Popen[bytes]]:
        """`nyata worker` with so many processes."""
        with self._running("worker", [*processes.NYATA, "worker", "--processes", str(count)]) as server:
            yield server

    @contextmanager
    def _running(self, name: str, words: list[str]) -> Iterator[subprocess.Popen[bytes]]:
        # The world is made as the demo's, because its people are invented; what serves it is not the demo.
        server = processes.spawn(words, log_file(name), {"NYATA_DEMO": "0", "NYATA_STATIC": "collected"})
        try:
            yield server
        finally:
            processes.stop(server, STOP_SECONDS)


@contextmanager
def prepared(parent: Path | None = None) -> Iterator[Ground]:
    """A new cluster with the settings of production and migrated tables; everything is removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="nyata-bench-", dir=parent))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        os.environ["NYATA_HOME"] = str(folder)
        cluster = Cluster(folder / "postgres")
        stack.callback(shutil.rmtree, cluster.folder, ignore_errors=True)
        stack.enter_context(running(cluster))
        database.make_database(cluster.url("postgres"), "nyata")
        ground = Ground(folder, cluster, _free_port())
        os.environ |= new_keys() | {"DATABASE_URL": cluster.url(), "NYATA_ORIGIN": ground.origin, "NYATA_DEMO": "1"}
        prepare.load_django()
        prepare.migrate()
        stack.callback(_close)
        yield ground


def _close() -> None:
    from django.db import connections

    connections.close_all()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
