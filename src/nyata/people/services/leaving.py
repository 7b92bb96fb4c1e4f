"""What other rooms do when a person leaves or moves: keys, phones, faces end. They register, we call them in the same
transaction.

A deferred job would not do: whoever is readmitted before it ran would have their old keys back.
"""

import datetime as dt

from django.utils.module_loading import import_string

from nyata.people.models import Person

_endings: list[str] = []
_moves: list[str] = []


def on_leaving(service: str) -> None:
    """Add a service by its dotted name; called once, from an app's `ready`.

    It is called with `person` and `at`, and does no harm when called twice for the same person.
    """
    _endings.append(service)


def on_moving(service: str) -> None:
    """Add a service by its dotted name; it is called with `person`, `at`, once the person is of another unit."""
    _moves.append(service)


def tell_of_move(*, person: Person, at: dt.datetime) -> None:
    """Tell the rooms that somebody is of another unit now, in the caller's transaction."""
    for service in _moves:
        import_string(service)(person=person, at=at)


def end_everything(*, person: Person, at: dt.datetime) -> None:
    """End what the rooms hold for somebody who left, in the caller's transaction."""
    for service in _endings:
        import_string(service)(person=person, at=at)
