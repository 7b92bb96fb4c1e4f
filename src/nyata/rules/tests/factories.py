"""Values switched on for tests, by two officers made for it. All invented."""

import datetime as dt

from nyata.people.models import Post
from nyata.people.tests.factories import BEGINNING, make_person, make_post
from nyata.rules import selectors
from nyata.rules.models import RuleDecision

DECIDED_AT = dt.datetime(2025, 1, 1, 3, 0, tzinfo=dt.UTC)


def switch_on(*keys: str, since: dt.date = BEGINNING) -> None:
    """Switch on every value of these keys that can be, from a day on, as if both offices had decided at BEGINNING."""
    officers = {role: make_post(make_person(), role).person for role in (Post.Role.HR, Post.Role.LEGAL)}
    for value in [one for key in keys for one in selectors.book().keys[key].values if one.can_be_switched]:
        for office in RuleDecision.Office.values:
            RuleDecision.objects.create(
                value=value.id,
                fingerprint=value.fingerprint,
                office=office,
                kind=RuleDecision.Kind.ON,
                since=max(since, value.start),
                document_number="Perbup 7/2025",
                document_date=BEGINNING,
                decided_by=officers[Post.Role(office)],
                decided_at=DECIDED_AT,
            )
    selectors.forget()
