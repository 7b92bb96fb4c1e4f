"""The policy of a day, read once a process."""

import datetime as dt
from functools import lru_cache

from django.conf import settings

from nyata.core import policy


@lru_cache(maxsize=1)
def _book() -> policy.Book:
    return policy.load(settings.POLICY_DIR)


def terms_on(day: dt.date) -> policy.Policy:
    """The policy in force on a day."""
    return _book().on(day)
