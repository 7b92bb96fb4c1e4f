"""A bundle comes in: kept whole with its receipt, or turned away with a code and without a trace of evidence."""

import pytest
from django.db import connection

from nyata.checkins.models import CheckIn, Refusal
from nyata.core import receipt
from nyata.ledger.models import Leaf, Opening
from nyata.checkins import keys

pytestmark = pytest.mark.django_db


def evidence_rows() -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM checkins_frames")
        return CheckIn.objects.count(), cursor.fetchone()[0]


def test_a_bundle_is_kept_with_its_frames_and_answered_with_a_receipt(world):
    answer = world.phone.check_in()
    assert answer.status == 201, answer
    kept = CheckIn.objects.get()
    assert str(kept.public_id) == answer.body["id"]
    assert kept.person == world.cast.servant
    assert evidence_rows() == (1, 1)
    said = receipt.verify(receipt.public_key(keys.receipt_key()), answer.body["receipt"])
    assert said.digest == bytes(kept.digest)
    assert Leaf.objects.filter(hash=said.leaf).exists()
    assert Opening.objects.get(leaf__hash=said.leaf).kind == "checkin"
    assert not Refusal.objects.exists()
