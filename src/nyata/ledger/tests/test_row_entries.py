"""The database writes an entry for every statement that changes a watched row, whoever sent it."""

import datetime as dt
import hashlib
import json

import pytest
import rfc8785
from django.db import IntegrityError, connection, transaction

from nyata.ledger.models import Opening, RowSet, Waiting
from nyata.ledger.services import leaf_hash
from nyata.people.models import District, Person
from nyata.people.tests import factories

pytestmark = pytest.mark.django_db


def sets(relation: str = "people_district") -> list[RowSet]:
    """What was written about the table since it was first found, in order."""
    return list(RowSet.objects.filter(relation=relation).exclude(op="found").order_by("leaf_id"))


def test_a_row_that_comes_changes_and_goes_leaves_three_entries():
    district = District.objects.create(code="1602999", name="Uji")
    District.objects.filter(pk=district.pk).update(name="Ujian")
    key = str(district.pk)
    district.delete()
    assert [(one.op, one.keys) for one in sets()] == [("insert", [key]), ("update", [key]), ("delete", [key])]


def test_an_entry_is_a_leaf_like_any_other_and_waits_for_its_place():
    District.objects.create(code="1602999", name="Uji")
    [one] = sets()
    opened = Opening.objects.select_related("leaf").get(pk=one.pk)
    assert bytes(opened.leaf.hash) == leaf_hash(bytes(opened.salt), bytes(opened.content))
    assert Waiting.objects.filter(pk=one.pk).exists()
    said = json.loads(bytes(opened.content))
    assert (said["kind"], said["table"], said["op"], said["count"]) == ("rows", "people_district", "insert", 1)


def test_the_entry_is_canonical_and_covers_keys_and_digests():
    District.objects.create(code="1602999", name="Uji")
    [one] = sets()
    content = bytes(Opening.objects.get(pk=one.pk).content)
    said = json.loads(content)
    assert rfc8785.dumps(said) == content
    covered = ("{" + ",".join(one.keys) + "}").encode() + bytes(one.digests)
    assert said["digest"] == hashlib.sha256(covered).hexdigest()


def test_the_digest_of_a_row_follows_from_the_salt_and_what_the_row_says():
    district = District.objects.create(code="1602999", name="Uji")
    [one] = sets()
    salt = bytes(Opening.objects.get(pk=one.pk).salt)
    row = f"({district.pk},1602999,Uji)".encode()
    assert bytes(one.digests) == hashlib.sha256(salt + row).digest()


def test_an_entry_tells_nothing_of_what_the_row_says():
    District.objects.create(code="1602999", name="Rahasia")
    [one] = sets()
    assert b"Rahasia" not in bytes(Opening.objects.get(pk=one.pk).content)


def test_a_hundred_rows_copied_in_are_one_leaf():
    with connection.cursor() as cursor, cursor.copy("COPY people_district (code, name) FROM STDIN") as copy:
        for number in range(100):
            copy.write_row((f"C{number}", f"Kecamatan {number}"))
    [one] = sets()
    assert len(one.keys) == 100
    assert len(bytes(one.digests)) == 3200


def test_a_statement_that_touches_no_row_writes_nothing():
    District.objects.filter(code="none").update(name="x")
    District.objects.filter(code="none").delete()
    assert not sets()


def test_an_update_that_changes_nothing_writes_nothing():
    district = District.objects.create(code="1602999", name="Uji")
    District.objects.filter(pk=district.pk).update(name="Uji")
    assert [one.op for one in sets()] == ["insert"]


def test_of_a_statement_only_the_rows_that_changed_are_in_the_entry():
    first = District.objects.create(code="A", name="Uji")
    District.objects.create(code="B", name="Sama")
    District.objects.filter(code__in=("A", "B")).update(name="Sama")
    assert [one.keys for one in sets() if one.op == "update"] == [[str(first.pk)]]


def test_a_column_that_is_no_evidence_writes_nothing():
    person = factories.cast().servant
    before = len(sets("people_person"))
    Person.objects.filter(pk=person.pk).update(last_login=dt.datetime(2026, 11, 23, tzinfo=dt.UTC))
    Person.objects.filter(pk=person.pk).update(language="en")
    assert len(sets("people_person")) == before
    Person.objects.filter(pk=person.pk).update(name="Nama Lain")
    assert len(sets("people_person")) == before + 1


def test_every_session_writes_a_value_down_alike():
    digests = set()
    for zone, style in (("Asia/Jakarta", "SQL, DMY"), ("UTC", "ISO, MDY")):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL TimeZone = '{zone}'")
            cursor.execute(f"SET LOCAL DateStyle = '{style}'")
            cursor.execute("SET LOCAL bytea_output = 'escape'")
            cursor.execute(
                "INSERT INTO checkins_refusal (reason, purpose, refused_at, client)"
                " VALUES ('stale', 'in', '2026-11-23 00:28:00+00', '') RETURNING id"
            )
            key = cursor.fetchone()[0]
        one = RowSet.objects.get(relation="checkins_refusal", keys=[str(key)])
        salt = bytes(Opening.objects.get(pk=one.pk).salt)
        row = f'({key},stale,in,"2026-11-23 00:28:00+00","",)'.encode()
        digests.add(bytes(one.digests) == hashlib.sha256(salt + row).digest())
    assert digests == {True}


def test_the_key_of_a_row_never_changes():
    district = District.objects.create(code="1602999", name="Uji")
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        District.objects.filter(pk=district.pk).update(id=district.pk + 1000)


def test_what_is_rolled_back_leaves_no_entry():
    with pytest.raises(RuntimeError), transaction.atomic():
        District.objects.create(code="1602999", name="Uji")
        raise RuntimeError
    assert not sets()
