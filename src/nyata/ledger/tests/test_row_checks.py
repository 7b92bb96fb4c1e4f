"""A row that was touched behind the program's back is found, and named."""

import datetime as dt

import pytest
from django.db import connection

from nyata.ledger.models import Leaf, Opening, RowForm, RowSet
from nyata.ledger.selectors.row_checks import BadRow, bad_rows
from nyata.ledger.services import watching
from nyata.ledger.tests.administrator import triggers_off, unseen
from nyata.people.models import District
from nyata.people.tests import factories
from nyata.sources.tests.factories import make_machine, take_text

pytestmark = pytest.mark.django_db

PROMISE = dt.timedelta(hours=1)


def bad() -> list[BadRow]:
    return list(bad_rows(PROMISE))


def codes() -> list[tuple[str, str | None]]:
    return [(one.code, one.key) for one in bad()]


def run(statement: str, values: list[object] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def place_everything(first: int = 0) -> None:
    """Give every leaf without one a position."""
    run(
        "INSERT INTO ledger_position SELECT %s + row_number() OVER (ORDER BY id) - 1, id FROM ledger_leaf l"
        " WHERE NOT EXISTS (SELECT FROM ledger_position WHERE leaf_id = l.id)",
        [first],
    )


def checkpoint(at: dt.datetime) -> None:
    run(
        "INSERT INTO ledger_checkpoint (size, root, made_at, note, occasion)"
        " SELECT count(*), 'r', %s, 'n', 'asked' FROM ledger_position",
        [at],
    )


@pytest.fixture
def district() -> District:
    return District.objects.create(code="1602999", name="Uji")


@pytest.fixture
def refusal() -> int:
    """A row of evidence, refused just now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO checkins_refusal (reason, purpose, refused_at, client)"
            " VALUES ('stale', 'in', clock_timestamp(), '') RETURNING id"
        )
        return cursor.fetchone()[0]


def test_what_came_changed_and_went_by_the_program_is_well(district, refusal):
    District.objects.filter(pk=district.pk).update(name="Ujian")
    District.objects.create(code="B", name="Lain").delete()
    assert bad() == []


def test_a_time_edited_by_the_databases_administrator_is_found_and_named(refusal):
    unseen("UPDATE checkins_refusal SET refused_at = refused_at - interval '20 minutes' WHERE id = %s", [refusal])
    [one] = bad()
    assert (one.code, one.table, one.key) == ("changed", "checkins_refusal", str(refusal))
    assert one.why == "isi baris berbeda dari yang dicatat"


def test_an_entry_that_was_placed_is_named_by_its_index(refusal):
    place_everything()
    unseen("UPDATE checkins_refusal SET reason = 'other' WHERE id = %s", [refusal])
    [one] = bad()
    assert one.index == Leaf.objects.count() - 1


def test_a_row_deleted_behind_the_program_is_found(district):
    unseen("DELETE FROM people_district WHERE id = %s", [district.pk])
    assert codes() == [("gone", str(district.pk))]


def test_a_table_emptied_by_truncate_is_found(district):
    District.objects.exclude(pk=district.pk).delete()
    with triggers_off():
        run("TRUNCATE people_district CASCADE")
    assert ("gone", str(district.pk)) in codes()


def test_a_row_put_in_with_the_triggers_off_is_found():
    unseen("INSERT INTO people_district (id, code, name) VALUES (990, 'X', 'Diam-diam')")
    assert codes() == [("no_entry", "990")]


def test_two_rows_whose_keys_were_swapped_are_both_found(district):
    other = District.objects.create(code="B", name="Lain")
    swap = {district.pk: -1, other.pk: district.pk, -1: other.pk}
    for old, new in swap.items():
        unseen("UPDATE people_district SET id = %s WHERE id = %s", [new, old])
    assert codes() == [("changed", str(district.pk)), ("changed", str(other.pk))]


def test_a_row_brought_back_after_its_deletion_is_found(district):
    key = district.pk
    district.delete()
    unseen("INSERT INTO people_district (id, code, name) VALUES (%s, '1602999', 'Uji')", [key])
    assert codes() == [("back", str(key))]


def test_a_row_put_back_to_an_earlier_state_is_found(district):
    District.objects.filter(pk=district.pk).update(name="Ujian")
    unseen("UPDATE people_district SET name = 'Uji' WHERE id = %s", [district.pk])
    assert codes() == [("changed", str(district.pk))]


def test_evidence_changed_with_our_own_trigger_on_is_an_offence(refusal):
    """Only the trigger that refuses was switched off: the change has an entry, and the entry is the offence."""
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("ALTER TABLE checkins_refusal DISABLE TRIGGER insert_only")
    run("UPDATE checkins_refusal SET reason = 'other' WHERE id = %s", [refusal])
    run("ALTER TABLE checkins_refusal ENABLE TRIGGER insert_only")
    assert codes() == [("offence", str(refusal)), ("changed", str(refusal))]


def test_evidence_that_ends_by_a_rule_is_gone_as_often_as_is_on_record():
    people = factories.cast()
    take_text(people.hr, make_machine(people.clinic, people.hr), "17 2026-02-02 07:20:00\n")
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("ALTER TABLE sources_punch DISABLE TRIGGER insert_only")
    run("DELETE FROM sources_punch")
    assert [(one.code, one.table) for one in bad()] == [("too_many", "sources_punch")]
    run("INSERT INTO sources_punchesforgotten (before, count, forgotten_at) VALUES ('2026-03-01', 1, now())")
    assert bad() == []


def test_a_row_put_into_the_past_with_the_triggers_on_is_found(refusal):
    place_everything()
    now = dt.datetime.now(dt.UTC)
    checkpoint(now)
    run(
        "INSERT INTO checkins_refusal (reason, purpose, refused_at, client) VALUES"
        " ('stale', 'in', %s, 'in time'), ('stale', 'in', %s, 'back-dated')",
        [now - PROMISE + dt.timedelta(seconds=1), now - PROMISE - dt.timedelta(seconds=1)],
    )
    place_everything(first=Leaf.objects.count() - 1)
    [one] = bad()
    assert (one.code, one.table) == ("back_dated", "checkins_refusal")
    assert one.key == str(refusal + 2)


def test_before_the_first_checkpoint_nothing_is_back_dated():
    run(
        "INSERT INTO checkins_refusal (reason, purpose, refused_at, client)"
        " VALUES ('stale', 'in', '2020-01-01 00:00:00+00', '')"
    )
    place_everything()
    checkpoint(dt.datetime.now(dt.UTC))
    assert bad() == []


def test_keys_and_digests_forged_beside_an_entry_are_found(district):
    leaf = RowSet.objects.filter(relation="people_district").latest("leaf_id").pk
    unseen("UPDATE people_district SET name = 'Palsu' WHERE id = %s", [district.pk])
    unseen(
        "UPDATE ledger_rowset SET digests = sha256(o.salt || convert_to(row(d.*)::text, 'UTF8'))"
        " FROM ledger_opening o, people_district d"
        " WHERE o.leaf_id = ledger_rowset.leaf_id AND d.id = %s AND ledger_rowset.leaf_id = %s",
        [district.pk, leaf],
    )
    assert codes() == [("unlike", str(district.pk))]


def test_an_entry_whose_keys_and_digests_were_taken_away_is_found(district):
    leaf = RowSet.objects.filter(relation="people_district").latest("leaf_id").pk
    unseen("DELETE FROM ledger_rowset WHERE leaf_id = %s", [leaf])
    assert [one.code for one in bad()] == ["alone", "no_entry"]


def test_a_row_that_stands_while_its_entry_was_erased_is_found(district):
    leaf = RowSet.objects.filter(relation="people_district").latest("leaf_id").pk
    unseen("DELETE FROM ledger_opening WHERE leaf_id = %s", [leaf])
    assert codes() == [("erased", str(district.pk))]


def test_a_trigger_that_was_switched_off_is_found():
    run("ALTER TABLE people_district DISABLE TRIGGER row_entry_update")
    assert [(one.code, one.table) for one in bad()] == [("unwatched", "people_district")]


def test_a_trigger_function_that_was_replaced_is_found():
    run(
        "CREATE OR REPLACE FUNCTION nyata_rows_people_district() RETURNS trigger LANGUAGE plpgsql"
        " AS 'BEGIN RETURN NULL; END'"
    )
    assert [(one.code, one.table) for one in bad()] == [("unwatched", "people_district")]


def test_a_column_added_by_a_migration_is_covered_from_then_on(district):
    run("ALTER TABLE people_district ADD note text")
    watching.install()
    assert RowForm.objects.get(relation="people_district", form=2).columns[-1] == "note text"
    assert Opening.objects.filter(kind="row_form").count() == 2
    assert bad() == []
    unseen("UPDATE people_district SET note = 'x' WHERE id = %s", [district.pk])
    assert codes() == [("changed", str(district.pk))]


def test_a_migration_does_not_wash_what_was_changed_before_it(district):
    unseen("UPDATE people_district SET name = 'Palsu' WHERE id = %s", [district.pk])
    run("ALTER TABLE people_district ADD note text")
    watching.install()
    assert codes() == [("changed", str(district.pk))]


def test_a_column_taken_away_by_a_migration_leaves_the_rest_covered(district):
    run("ALTER TABLE people_district ADD note text")
    watching.install()
    district.name = "Dengan catatan"
    district.save()
    run("ALTER TABLE people_district DROP note")
    watching.install()
    assert bad() == []
    unseen("UPDATE people_district SET name = 'Palsu' WHERE id = %s", [district.pk])
    assert [one.key for one in bad()] == [str(district.pk)]


def test_installing_again_does_nothing():
    before = Leaf.objects.count()
    watching.install()
    assert Leaf.objects.count() == before


def test_rows_found_come_in_entries_of_a_bounded_size(monkeypatch, district):
    monkeypatch.setattr(watching, "AT_ONCE", 5)
    run("ALTER TABLE people_district ADD note text")
    watching.install()
    found = RowSet.objects.filter(relation="people_district", form=2)
    assert sum(len(one.keys) for one in found) == District.objects.count()
    assert max(len(one.keys) for one in found) == 5
    assert bad() == []
