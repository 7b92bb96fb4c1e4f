"""The `nyata` command. Django is loaded only by the commands that need it."""

import argparse
import json
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module

from nyata.config.failures import Failure, from_os_error
from nyata.config.home import log_file

# Each has register(subparsers); only the one asked for is imported, so that none waits for another's packages.
COMMANDS = {
    "demo": "nyata.config.commands.demo",
    "serve": "nyata.config.commands.serve",
    "worker": "nyata.config.commands.worker",
    "check": "nyata.config.commands.check",
    "policy": "nyata.config.commands.policy",
    "faces": "nyata.faces.commands",
    "worktime": "nyata.config.commands.worktime",
    "ledger": "nyata.config.commands.ledger",
}
# `nyata <name> ...` runs the Django management command of that name; their words are their own.
MANAGEMENT = {
    "audit": "the monthly audit: run it, read it, restore a backup and look at it",
    "import": "people, rosters, days off or punches of machines from a file: all of it, or nothing",
    "keys": "export or rotate the key that wraps every face template",
    "officer": "appoint the first HR officer of a regency, at the server",
    "password": "make a first password at the server, where no two officers can",
    "recap": "the month records of an OPD, or of all, as a file",
}


def main(words: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 0 well, 1 not ready or not well, 2 asked wrongly."""
    words = list(sys.argv[1:] if words is None else words)
    as_json = "--json" in words
    try:
        return run(words)
    except Failure as failure:
        return _report(failure, as_json)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 0
    except OSError as error:
        return _report(from_os_error(error) or _unexpected(error), as_json)
    except Exception as error:
        return _report(_known(error) or _unexpected(error), as_json)


def run(words: list[str]) -> int:
    """Dispatch. Raises Failure for what is expected to go wrong."""
    if words and words[0] in ("manage", *MANAGEMENT):
        from nyata.config.commands import management

        is_ours = words[0] != "manage"
        return management.run(words if is_ours else words[1:], is_ours=is_ours)
    arguments = parser(words[0] if words else "").parse_args(words)
    return int(arguments.run(arguments) or 0)


def parser(word: str = "") -> argparse.ArgumentParser:
    """What nyata understands: all of it for help, or as much as a line that begins with `word` needs."""
    top = argparse.ArgumentParser(prog="nyata", description="Attendance as evidence, judged in the open.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in [word] if word in COMMANDS else COMMANDS:
        import_module(COMMANDS[name]).register(commands)
    for name, meaning in {**MANAGEMENT, "manage": "any of Django's own commands"}.items():
        commands.add_parser(name, help=meaning, add_help=False)
    return top


def _report(failure: Failure, as_json: bool) -> int:
    if as_json:
        print(json.dumps({"error": failure.what, "mend": failure.mend}, ensure_ascii=False))
    else:
        print(f"nyata: {failure}", file=sys.stderr)
    return failure.code


def _known(error: Exception) -> Failure | None:
    """What Django and psycopg raise for a machine that is not ready."""
    if type(error).__name__ == "ImproperlyConfigured":
        return Failure(str(error), "Set it in the environment; docs/operations.md lists them all.", 2)
    if type(error).__name__ == "CommandError":
        what, _, mend = str(error).partition(". ")
        return Failure(what, mend or "`nyata --help` lists what can be asked.", 2)
    if type(error).__name__ == "PolicyError":
        return Failure(str(error), "Mend the policy; docs/policy.md explains its form.")
    if type(error).__name__ == "DiskFull" or type(error.__cause__).__name__ == "DiskFull":
        return Failure("The database has no disk space left", "Free some space where it keeps its files.")
    if type(error).__name__ == "OperationalError":
        said = str(error).strip().splitlines()
        return Failure(f"The database does not answer ({said[-1] if said else 'no reason given'})",
                       "Start it, or correct DATABASE_URL.")  # fmt: skip
    return None


def _unexpected(error: BaseException) -> Failure:
    where = "nowhere: it could not be written"
    with suppress(OSError):
        path = log_file("nyata")
        with open(path, "a") as file:
            file.write(f"nyata {' '.join(sys.argv[1:])}\n{''.join(traceback.format_exception(error))}\n")
        where = str(path)
    if os.environ.get("NYATA_LOG") == "DEBUG":
        traceback.print_exception(error)
    return Failure(f"Unexpected: {type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}",
                   f"The whole story is in {where}.")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
