"""Shifts a server's clock, for one test that needs 07.28: every Python process with this folder on its path has it.

Kept out of the program on purpose: nothing in Nyata can be told what time it is.
"""

import datetime as dt
import os

if "SHIFTED_BY_SECONDS" in os.environ:
    from django.utils import timezone

    _shift = dt.timedelta(seconds=float(os.environ["SHIFTED_BY_SECONDS"]))
    _now = timezone.now

    def now() -> dt.datetime:
        """Django's now, shifted."""
        return _now() + _shift

    timezone.now = now
