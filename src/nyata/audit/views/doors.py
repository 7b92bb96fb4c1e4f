"""Who may open pages of the audit: auditors and executives all of it, owners the findings that they answer."""

from django.http import Http404

from nyata.audit.models import Finding, Report
from nyata.audit.selectors.reports import Shown, finding_for, may_read
from nyata.people.views.visiting import Visitor, page_of

for_readers = page_of(may_read)
for_auditors = page_of(lambda authority: authority.is_auditor)
for_everybody = page_of(lambda authority: True)

__all__ = ["Visitor", "finding_asked", "for_auditors", "for_everybody", "for_readers", "report_asked"]


def finding_asked(who: Visitor, pk: int) -> Shown:
    """The finding of an address, or 404."""
    try:
        return finding_for(who.person, who.authority, pk)
    except Finding.DoesNotExist as error:
        raise Http404 from error


def report_asked(pk: int) -> Report:
    """The report of an address, or 404."""
    try:
        return Report.objects.get(pk=pk)
    except Report.DoesNotExist as error:
        raise Http404 from error
