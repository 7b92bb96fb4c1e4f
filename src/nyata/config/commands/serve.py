"""`nyata serve`: the web server with production settings. It becomes granian, so that signals go straight to it."""

import argparse
import json
import os
import sys
from pathlib import Path

from nyata.config import database, environment, prepare, web
from nyata.config.failures import Failure
from nyata.config.home import home


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `serve`."""
    parser = commands.add_parser("serve", help="the web server, with production settings")
    parser.add_argument("--port", type=int, help="where to listen (PORT, 8000)")
    parser.add_argument("--host", help="the address to listen on (HOST, 127.0.0.1: behind a proxy)")
    parser.add_argument("--cert", help="a certificate (PEM), when no proxy does HTTPS")
    parser.add_argument("--key", help="its private key (PEM)")
    parser.add_argument("--json", action="store_true", help="say where it listens as JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Check what it needs, gather the static files, become granian."""
    environment.require()
    address = _address(arguments)
    web.require_free_port(address)
    prepare.require_policy()
    prepare.require_weights()
    database.connect(os.environ["DATABASE_URL"]).close()
    os.environ["NYATA_STATIC"] = "collected"
    prepare.load_django()
    prepare.require_migrated()
    home()  # private, before anything is put there
    prepare.collect_static()
    said = {"listens": f"{address.bind}:{address.port}", "origin": os.environ["NYATA_ORIGIN"]}
    print(
        json.dumps(said) if arguments.json else f"Nyata listens on {said['listens']} for {said['origin']}", flush=True
    )
    sys.stderr.flush()
    os.execv(sys.executable, address.command())


def _address(arguments: argparse.Namespace) -> web.Address:
    bind = arguments.host or os.environ.get("HOST") or "127.0.0.1"
    if bool(arguments.cert) != bool(arguments.key):
        raise Failure("--cert and --key go together", "Give both or neither.", 2)
    certificate = Path(arguments.cert).absolute() if arguments.cert else None
    key = web.server_key(Path(arguments.key).absolute()) if arguments.key else None
    return web.Address(bind, web.port(arguments.port, 8000), certificate=certificate, key=key)
