"""What the policy says about the log. House values: nothing of it waits to be switched on."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings

from nyata.core import policy


@dataclass(frozen=True, slots=True)
class Terms:
    """`promise`: until an entry has its place; `every`: between checkpoints; `ahead`: how far another clock may be."""

    promise: dt.timedelta
    every: dt.timedelta
    ahead: dt.timedelta


def terms_on(day: dt.date) -> Terms:
    """The terms of a day."""
    rules = policy.loaded(settings.POLICY_DIR).on(day).ledger.log
    return Terms(promise=rules.promise, every=rules.checkpoint, ahead=rules.clock)
