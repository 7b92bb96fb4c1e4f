"""Housekeeping at night."""

from django.core.management import call_command
from django.utils import timezone
from procrastinate.contrib.django import app

from nyata.accounts.throttle import forget
from nyata.rules.selectors import policy_on


@app.periodic(cron="41 1 * * *")
@app.task(name="accounts.housekeeping")
def housekeeping(timestamp: int) -> None:
    """Forget old sign-in tries and sessions that ended."""
    now = timezone.now()
    forget(before=now - policy_on(timezone.localdate(now)).privacy.retention.sign_in_tries)
    call_command("clearsessions")
