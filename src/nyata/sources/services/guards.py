"""Who may change something of other sources."""

import datetime as dt

from django.utils import timezone

from nyata.people.models import Person
from nyata.people.selectors import Authority, authority_of
from nyata.sources.models import Machine
from nyata.sources.refusals import Code, Refused
from nyata.sources.selectors.reach import keeps

LEAST_WORDS = 5


def require_hr(actor: Person, at: dt.datetime) -> Authority:
    """Raise Refused(not_hr) unless the actor is an HR officer on that day."""
    authority = authority_of(actor, timezone.localdate(at))
    if not authority.is_hr:
        raise Refused(Code.NOT_HR)
    return authority


def require_keeper(actor: Person, machine: Machine, at: dt.datetime) -> Authority:
    """Raise Refused(not_yours) unless the actor looks after the machine on that day."""
    authority = authority_of(actor, timezone.localdate(at))
    if not keeps(authority, machine):
        raise Refused(Code.NOT_YOURS)
    return authority


def require_words(words: str, lacking: Code = Code.WORDS_MISSING) -> str:
    """The words without blanks around them. Raises Refused(`lacking`)."""
    found = words.strip()
    if len(found) < LEAST_WORDS:
        raise Refused(lacking)
    return found
