"""`nyata demo`: a whole world on this machine, in the foreground, until Ctrl-C."""

import argparse
import fcntl
import gc
import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from nyata.config import database, environment, prepare, processes, web
from nyata.config.failures import Failure
from nyata.config.home import home, log_file, require_free
from nyata.config.postgres import running

NEEDED_BYTES = 500_000_000
STOP_SECONDS = 20
RARELY = (50_000, 20, 100)  # new objects before the collector looks


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `demo`."""
    parser = commands.add_parser("demo", help="a whole demo world on this machine, until Ctrl-C")
    parser.add_argument("--people", type=int, help=f"how many civil servants a new world has ({prepare.PEOPLE})")
    parser.add_argument("--port", type=int, help="where to listen (PORT, 8000; with a host name 8443)")
    parser.add_argument("--host", help="a name under which phones reach this machine; needs --cert and --key")
    parser.add_argument("--cert", help="the certificate of that name (PEM)")
    parser.add_argument("--key", help="its private key (PEM)")
    parser.add_argument("--json", action="store_true", help="say address and accounts as one line of JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Start database, web server and worker; stop them all when told to, or when one of them ends."""
    address = web.demo_address(arguments.port, arguments.host, arguments.cert, arguments.key)
    web.require_free_port(address)
    if arguments.people is not None and arguments.people < 1:
        raise Failure("--people must be at least 1", f"Leave it out for {prepare.PEOPLE}.", 2)
    with ExitStack() as stack:
        try:
            stack.enter_context(processes.ended_by_signals())
            servers = _start(stack, address, arguments)
            _announce(address, arguments.json)
            return _watch(servers)
        except KeyboardInterrupt:
            if not arguments.json:
                print("\nStopping ...", flush=True)
            return 0


@dataclass(frozen=True)
class Server:
    """A running part of the demo and the file that it writes to."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path


def _start(stack: ExitStack, address: web.Address, arguments: argparse.Namespace) -> list[Server]:
    """Everything in order; the stack takes it down in the opposite order."""
    require_free(home(), NEEDED_BYTES)
    stack.enter_context(_alone())
    prepare.require_policy()
    prepare.require_weights()
    url, note = _database(stack)
    os.environ.update(environment.demo(address.origin, url))
    environment.write_instance(address.origin, url)
    stack.callback(environment.forget_instance)
    if note is None or arguments.people or not _accounts_file().exists() or not prepare.is_prepared(note):
        _prepare(arguments, note)
    pages = _server(stack, "web", address.command())
    if not web.wait_until_it_answers(address, lambda: pages.process.poll() is None):
        raise _ended(pages)
    # Only now: on two cores the first page would wait while the worker loads.
    return [pages, _server(stack, "worker", [*processes.NYATA, "worker"])]


def _database(stack: ExitStack) -> tuple[str, Path | None]:
    """The database's address, and the note beside our own one that says whether it is ready."""
    if given := os.environ.get("DATABASE_URL"):
        database.connect(given).close()
        return given, None
    with processes.uninterrupted():
        cluster = stack.enter_context(running(environment.cluster()))
    database.make_database(cluster.url("postgres"), "nyata")
    return cluster.url(), cluster.folder / "prepared.json"


def _prepare(arguments: argparse.Namespace, note: Path | None) -> None:
    if not arguments.json:
        print("Preparing the demo world ...", flush=True)
    prepare.load_django()
    # Each table that is made renders all models anew; the collector would walk over them every few thousand objects.
    gc.set_threshold(*RARELY)
    prepare.migrate()
    prepare.seed(arguments.people)
    if note:
        prepare.write_note(note)
    from django.db import connections

    connections.close_all()


def _server(stack: ExitStack, name: str, words: list[str]) -> Server:
    log = log_file(name)
    with processes.uninterrupted():
        server = Server(name, processes.spawn(words, log), log)
        stack.callback(processes.stop, server.process, STOP_SECONDS)
    return server


def _watch(servers: list[Server]) -> int:
    while True:
        for server in servers:
            if server.process.poll() is not None:
                raise _ended(server)
        time.sleep(0.3)


def _ended(server: Server) -> Failure:
    lines = server.log.read_text(errors="replace").splitlines() if server.log.exists() else []
    said = next((line for line in reversed(lines) if line.strip()), "it said nothing").strip()
    return Failure(f"The {server.name} server is not well ({said[:200]})", f"Its log is {server.log}.")


@contextmanager
def _alone() -> Iterator[None]:
    """One demo a home: a second one would fight over the database."""
    with open(home() / "lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            note = environment.instance()
            where = f" at {note['origin']}" if note else ""
            raise Failure(
                f"A demo of this folder runs already{where}", "Use that one, or set NYATA_HOME to another folder."
            ) from error
        yield


def _announce(address: web.Address, as_json: bool) -> None:
    accounts = _accounts()
    if as_json:
        print(json.dumps({"address": address.origin, "accounts": accounts}, ensure_ascii=False), flush=True)
        return
    lines = ["", f"  Nyata (demo): {address.origin}", ""]
    widths = {key: max(len(account[key]) for account in accounts) for key in ("role", "name")}
    lines += [
        f"  {account['role']:<{widths['role']}}  {account['name']:<{widths['name']}}  "
        f"NIP {account['nip']}  {account['password']}"
        for account in accounts
    ]
    lines.append("")
    lines += [f"  Logs: {home() / 'logs'}    Stop: Ctrl-C", ""]
    print("\n".join(lines), flush=True)


def _accounts() -> list[dict[str, str]]:
    """One account a role, as the seeding left them."""
    return list(json.loads(_accounts_file().read_text()))


def _accounts_file() -> Path:
    return home() / "accounts.json"
