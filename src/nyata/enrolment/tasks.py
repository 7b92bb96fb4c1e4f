"""Work of the night."""

from django.utils import timezone
from procrastinate.contrib.django import app

from nyata.rules.selectors import policy_on


@app.periodic(cron="17 2 * * *")
@app.task(name="enrolment.erase_superseded")
def erase_templates(timestamp: int) -> None:
    """Erase templates and reference photographs that were replaced longer ago than the policy keeps them."""
    from nyata.enrolment.services import erase_superseded  # loaded by who does the work: every process reads this

    now = timezone.now()
    kept = policy_on(timezone.localdate(now)).privacy.retention.superseded_templates
    erase_superseded(before=now - kept, at=now)
