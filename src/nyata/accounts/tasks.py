"""Housekeeping at night."""

import datetime as dt

from django.core.management import call_command
from django.utils import timezone
from procrastinate.contrib.django import app

from nyata.accounts.throttle import forget

KEEP = dt.timedelta(days=30)


@app.periodic(cron="41 1 * * *")
@app.task(name="accounts.housekeeping")
def housekeeping(timestamp: int) -> None:
    """Forget old sign-in tries and sessions that ended."""
    forget(before=timezone.now() - KEEP)
    call_command("clearsessions")
