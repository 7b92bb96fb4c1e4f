"""Reaching a PostgreSQL by its address, and saying in one line why it cannot be reached."""

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from nyata.config.failures import Failure

SECONDS = 5


def connect(url: str) -> psycopg.Connection[tuple[object, ...]]:
    """A connection in autocommit mode, or a Failure that names the server but never the password."""
    try:
        return psycopg.connect(url, connect_timeout=SECONDS, autocommit=True)
    except psycopg.ProgrammingError as error:
        raise Failure(
            "DATABASE_URL is no database address", "Write postgresql://user:password@host:port/name.", 2
        ) from error
    except psycopg.OperationalError as error:
        raise Failure(
            f"The database at {place(url)} does not answer ({_reason(error)})",
            "Start it, or correct DATABASE_URL; without DATABASE_URL the demo brings its own.",
        ) from error


def place(url: str) -> str:
    """host:port/name of an address, without user and password."""
    parts = conninfo_to_dict(url)
    return f"{parts.get('host', 'local socket')}:{parts.get('port', 5432)}/{parts.get('dbname', '')}"


def _reason(error: psycopg.OperationalError) -> str:
    last = str(error).strip().splitlines()[-1] if str(error).strip() else "no reason given"
    return last.split("failed: ")[-1].replace("FATAL:  ", "")[:120]


def make_database(server_url: str, name: str, like: str = "template1") -> bool:
    """Create the database `name` where the server has none of that name yet, as a copy of `like`; whether it did."""
    with connect(server_url) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None:
            return False
        words = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(like))
        connection.execute(words)
        return True
