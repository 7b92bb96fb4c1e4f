import datetime as dt
from dataclasses import dataclass

import pytest

from nyata.people.models import Person, Post
from nyata.people.selectors import authority_of
from nyata.people.tests.factories import Cast, cast, make_person, make_post
from nyata.rules import selectors
from nyata.rules.models import RuleDecision
from nyata.rules.services import Order, decide

NOW = dt.datetime(2026, 11, 23, 3, 0, tzinfo=dt.UTC)  # Monday 10.00 in Jakarta
TODAY = dt.date(2026, 11, 23)
KEY = "discipline.lateness.late_bands"


@dataclass(frozen=True)
class Offices:
    """The cast, with an officer of Bagian Hukum, and a short way to decide on KEY."""

    five: Cast
    legal: Person

    def order(self, office: str = "hr", kind: str = "on", **changes) -> Order:
        """A sound order for KEY from today on, changed in some respects."""
        value = selectors.book().keys[KEY].values[0]
        sound = {
            "value": value.id, "fingerprint": value.fingerprint, "office": office, "kind": kind, "since": TODAY,
            "document_number": "Perbup 7/2026", "document_date": TODAY - dt.timedelta(days=20),
            "words": "" if kind == "on" else "Menunggu Perbup baru",
        }  # fmt: skip
        return Order(**sound | changes)

    def decide(self, office: str = "hr", kind: str = "on", *, by: Person | None = None, **changes) -> RuleDecision:
        person = by or {"hr": self.five.hr, "legal": self.legal}[office]
        decision = decide(officer=authority_of(person, TODAY), order=self.order(office, kind, **changes), at=NOW)
        selectors.forget()  # the transaction of a test never commits
        return decision

    def both(self, kind: str = "on", **changes) -> None:
        self.decide("hr", kind, **changes)
        self.decide("legal", kind, **changes)


@pytest.fixture
def offices(db) -> Offices:
    five = cast()
    legal = make_person("Laila Tembikar", unit=five.secretariat)
    make_post(legal, Post.Role.LEGAL)
    return Offices(five, legal)
