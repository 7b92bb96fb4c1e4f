"""Days that are closed: a room above locks them, and rooms below ask before they take away what made them."""

import datetime as dt
from collections.abc import Iterable

from django.utils.module_loading import import_string

Pair = tuple[int, dt.date]
_askers: list[str] = []


def closes_days(service: str) -> None:
    """Add a service by its dotted name; called once, from an app's `ready`.

    It is called with `pairs` of person ids and days inside the caller's transaction, answers whether any of them is
    closed, and sees to it that none becomes so before that transaction ends.
    """
    _askers.append(service)


def any_closed(pairs: Iterable[Pair]) -> bool:
    """Whether any of these days of these people is closed."""
    wanted = list(pairs)
    return bool(wanted) and any(import_string(service)(pairs=wanted) for service in _askers)
