"""Which tables the database keeps under the log: said by each app on its AppConfig, as `under_the_log`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.apps import apps


@dataclass(frozen=True)
class Watch:
    """Every statement that changes rows of the table leaves an entry.

    `time` names the column that says when a row was received or made; `without`, the columns that are no evidence.
    """

    time: str | None = None
    without: tuple[str, ...] = ()
    may_change: ClassVar[bool] = True


@dataclass(frozen=True)
class Evidence(Watch):
    """A table whose rows are only ever added: an entry that changes one, or takes one away, is an offence in itself.

    `ends_by` names the table of evidence that says how many rows were lawfully taken away each time (column `count`).
    """

    ends_by: str | None = None
    may_change: ClassVar[bool] = False


@dataclass(frozen=True)
class Unwatched:
    """A table that is no evidence, and why not."""

    why: str


def declared() -> dict[str, Watch | Unwatched]:
    """What the apps say, by table."""
    said: dict[str, Watch | Unwatched] = {}
    for app in apps.get_app_configs():
        tables: Mapping[str, Watch | Unwatched] = getattr(app, "under_the_log", {})
        said |= tables
    return said


def watched() -> dict[str, Watch]:
    """The tables under the log, by name in order."""
    return {table: said for table, said in sorted(declared().items()) if isinstance(said, Watch)}
