"""Amounts, locks and refusals for tests. All invented."""

import datetime as dt
from contextlib import contextmanager

import pytest

from nyata.allowance.models import AmountLine
from nyata.allowance.refusals import Code, Refused
from nyata.allowance.tests.conftest import AT, FIRST, LAST
from nyata.attendance.services import locks


def make_amount(person=None, amount=None, *, job_class="", since=dt.date(2026, 1, 1), document="SK Uji 1/2026"):
    """One line about a person or a class."""
    return AmountLine.objects.create(
        person=person, amount=amount, job_class=job_class, valid_from=since, document_number=document, entered_at=AT
    )


def lock_september(cast, unit):
    """September of an OPD, locked by HR."""
    return locks.lock(actor=cast.hr, unit=unit, first=FIRST, last=LAST, words="", document_number="", at=AT)


def reopen_september(cast, unit):
    """September opened again."""
    words = "Ada koreksi yang terlambat masuk"
    return locks.reopen(actor=cast.hr, unit=unit, first=FIRST, last=LAST, words=words, document_number="", at=AT)


@contextmanager
def refused(code: Code):
    """The block is refused with exactly this code, and a sentence that says what to do."""
    with pytest.raises(Refused) as found:
        yield
    assert found.value.code == code
    assert len(found.value.sentence.split()) >= 5 and found.value.sentence.endswith(".")
