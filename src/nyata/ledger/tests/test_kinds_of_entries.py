"""Which kind of entry a leaf is, is under its hash, also where what it tells has a kind of its own."""

import pytest
from django.utils import timezone

from nyata.ledger.faults import What
from nyata.ledger.kinds import Kind
from nyata.ledger.models import Opening
from nyata.ledger.selectors.verifying import verify
from nyata.ledger.services import append
from nyata.ledger.services.sequencing import sequence
from nyata.ledger.terms import terms_on
from nyata.ledger.tests.administrator import unseen

pytestmark = pytest.mark.django_db


def verified():
    now = timezone.now()
    while sequence():
        pass
    return verify(at=now, terms=terms_on(now.date()))


@pytest.mark.parametrize("content", [{"site": 1}, {"session": 1, "kind": "monday"}, {"session": 1, "kind": "apel"}])
def test_an_entry_is_whole_whatever_kinds_its_content_names(content):
    append(Kind.APEL, content, at=timezone.now())
    assert verified().found == ()


@pytest.mark.parametrize("content", [{"site": 1}, {"session": 1, "kind": "refusal"}])
def test_an_entry_that_was_given_another_kind_is_found(content):
    append(Kind.APEL, content, at=timezone.now())
    victim = Opening.objects.filter(kind=Kind.APEL).latest("pk")
    unseen("UPDATE ledger_opening SET kind = 'refusal' WHERE leaf_id = %s", [victim.pk])
    assert [(one.what, one.leaf) for one in verified().found] == [(What.CONTENT_CHANGED, victim.pk)]
