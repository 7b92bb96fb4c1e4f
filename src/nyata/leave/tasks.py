"""What workers do for leave."""

import datetime as dt

from django.utils import timezone
from procrastinate.contrib.django import app

from nyata.rules.selectors import policy_on


@app.periodic(cron="40 1 * * *")
@app.task(name="leave.erase_old_files")
def erase_old_files(timestamp: int) -> None:
    """Letters whose time is over."""
    erase_old_files_at(timezone.now())


def erase_old_files_at(now: dt.datetime) -> int:
    """One round at a given time; how many were erased."""
    from nyata.leave import services  # loaded by who does the work: every process reads this module

    kept = policy_on(timezone.localdate(now)).privacy.retention.leave_files
    return services.erase_files(before=now - kept, at=now)
