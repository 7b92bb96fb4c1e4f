"""What an entry says may be taken away where the law asks for it: by one role only, and never without its ground."""

import datetime as dt
import json

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from nyata.ledger.kinds import Kind
from nyata.ledger.models import Leaf, Opening
from nyata.ledger.services import append
from nyata.ledger.services.erasing import Code, Refused, erase

NOW = dt.datetime(2026, 11, 23, 0, 28, tzinfo=dt.UTC)
GROUND = "UU 27/2022 Pasal 43 ayat (1) huruf b"

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaf() -> bytes:
    return append(Kind.REFUSAL, {"person": 7}, at=NOW)


def run(statement: str, values: list[object] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def delete_as_the_eraser(leaf: bytes) -> None:
    """Behind the service's back; the constraint looks now instead of at the end."""
    with transaction.atomic():
        run("SET LOCAL ROLE nyata_eraser")
        run("DELETE FROM ledger_opening USING ledger_leaf l WHERE l.id = leaf_id AND l.hash = %s", [leaf])
        run("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_content_goes_and_the_leaf_stays_with_an_entry_that_names_it_and_the_ground(leaf):
    entry = erase(leaves=[leaf], ground=GROUND, at=NOW)
    run("SET CONSTRAINTS ALL IMMEDIATE")
    assert Leaf.objects.filter(hash=leaf).exists()
    assert not Opening.objects.filter(leaf__hash=leaf).exists()
    said = json.loads(bytes(Opening.objects.get(leaf__hash=entry).content))
    assert (said["kind"], said["leaves"], said["ground"]) == ("erasure", [leaf.hex()], GROUND)


def test_after_an_erasure_the_session_is_who_it_was(leaf):
    erase(leaves=[leaf], ground=GROUND, at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user = session_user")
        assert cursor.fetchone() == (True,)


def test_nobody_but_the_eraser_deletes_an_opening_not_even_the_owner(leaf):
    with pytest.raises(ProgrammingError, match="only nyata_eraser may erase"), transaction.atomic():
        Opening.objects.filter(leaf__hash=leaf).delete()
    assert Opening.objects.filter(leaf__hash=leaf).exists()


def test_without_an_entry_the_database_refuses_the_erasure(leaf):
    with pytest.raises(IntegrityError, match="without an entry that names it"):
        delete_as_the_eraser(leaf)
    assert Opening.objects.filter(leaf__hash=leaf).exists()


@pytest.mark.parametrize("content", [{"ground": "", "leaves": "this"}, {"ground": GROUND, "leaves": "another"}])
def test_an_entry_without_ground_or_about_another_leaf_is_not_enough(leaf, content):
    named = leaf.hex() if content["leaves"] == "this" else "00" * 32
    with pytest.raises(IntegrityError, match="without an entry that names it"), transaction.atomic():
        append(Kind.ERASURE, {"ground": content["ground"], "leaves": [named]}, at=NOW)
        delete_as_the_eraser(leaf)


def test_a_blank_ground_is_refused_with_a_sentence(leaf):
    with pytest.raises(Refused) as caught:
        erase(leaves=[leaf], ground="  ", at=NOW)
    assert caught.value.code is Code.NO_GROUND
    assert "Dasar hukum" in caught.value.sentence


def test_an_erasure_of_nothing_is_refused():
    with pytest.raises(Refused) as caught:
        erase(leaves=[], ground=GROUND, at=NOW)
    assert caught.value.code is Code.NO_LEAVES


def test_of_leaves_of_which_one_is_unknown_none_is_erased(leaf):
    with pytest.raises(Refused) as caught:
        erase(leaves=[leaf, b"\x00" * 32], ground=GROUND, at=NOW)
    assert caught.value.code is Code.LEAF_NOT_OPEN
    assert Opening.objects.filter(leaf__hash=leaf).exists()
    assert not Opening.objects.filter(kind="erasure").exists()


def test_what_was_erased_is_not_erased_again(leaf):
    erase(leaves=[leaf], ground=GROUND, at=NOW)
    with pytest.raises(Refused):
        erase(leaves=[leaf], ground=GROUND, at=NOW)


def test_an_erasure_itself_cannot_be_erased(leaf):
    entry = erase(leaves=[leaf], ground=GROUND, at=NOW)
    with pytest.raises(Refused):
        erase(leaves=[entry], ground=GROUND, at=NOW)
    assert Opening.objects.filter(leaf__hash=entry).exists()
