"""A regency begins with nobody: whoever owns the server appoints the first HR officers, on record, and no more."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from nyata.accounts.services import sign_in_with_password
from nyata.ledger.tests.acts import acts
from nyata.people.models import Person, Placement, Post, Unit
from nyata.people.selectors import authority_of
from nyata.people.tests.factories import PASSWORD, make_person, make_post, make_unit, password_hash

NIP = "198504172009031001"
NEW = ("--document", "821/1/2026", "--name", "Nur Belida", "--unit", "5.03", "--unit-name", "BKPSDM")


def officer(capsys, *words: str) -> dict:
    call_command("officer", *words, "--json")
    return json.loads(capsys.readouterr().out)


def entries() -> list[tuple[str, dict]]:
    return [(one.kind, json.loads(bytes(one.content))) for one in acts().order_by("leaf_id")]


@pytest.mark.django_db
def test_in_an_empty_database_it_opens_the_opd_registers_the_person_and_gives_the_post(capsys):
    said = officer(capsys, NIP, *NEW)
    now = timezone.now()
    person = Person.objects.get(nip=NIP)
    assert (person.name, person.unit.code, person.unit.path) == ("Nur Belida", "5.03", f"{person.unit_id}.")
    assert person.unit.kind == Unit.Kind.OPD
    assert authority_of(person, timezone.localdate(now)).is_hr
    assert Placement.objects.filter(person=person, valid_to=None).count() == 1
    assert sign_in_with_password(nip=NIP, password=said["password"], address="::1", at=now) == person
    assert person.must_change_password


@pytest.mark.django_db
def test_every_step_is_in_the_ledger_as_made_at_the_server_and_the_password_is_not(capsys):
    said = officer(capsys, NIP, *NEW)
    kinds = [kind for kind, _ in entries()]
    assert kinds == ["unit", "person", "post", "password"]
    assert all(content["at_server"] for _, content in entries())
    assert [content for kind, content in entries() if kind == "post"][0]["document"] == "821/1/2026"
    assert said["password"] not in json.dumps(entries())


@pytest.mark.django_db
def test_a_second_one_may_follow_and_a_third_is_the_pages_work(capsys):
    officer(capsys, NIP, *NEW)
    officer(capsys, "198504172009031002", *NEW[:4], "--unit", "5.03")
    with pytest.raises(CommandError, match="Sudah ada dua petugas BKPSDM"):
        officer(capsys, "198504172009031003", *NEW)
    assert Post.objects.count() == 2
    assert Person.objects.count() == 2


@pytest.mark.django_db
def test_officers_who_left_or_have_no_password_do_not_count(capsys):
    unit = make_unit("BKPSDM")
    for gone in (make_person(unit=unit, is_active=False), make_person(unit=unit, password="!")):
        make_post(gone, Post.Role.HR)
    make_post(make_person(unit=unit), Post.Role.HR)
    officer(capsys, NIP, *NEW)


@pytest.mark.django_db
def test_whoever_is_registered_keeps_name_unit_and_password(capsys):
    person = make_person("Nur Belida", nip=NIP, password=password_hash(PASSWORD))
    said = officer(capsys, NIP, "--document", "821/1/2026")
    assert (said["password"], said["until"]) == (None, None)
    assert Person.objects.get(pk=person.pk).check_password(PASSWORD)
    assert [kind for kind, _ in entries()] == ["post"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--document", " ", *NEW[2:]), "Nomor dokumen belum diisi"),
        (NEW[:2], "Nama belum diisi"),
        (NEW[:4], "Kode unit tidak ada"),
        (NEW[:6], "Kode unit tidak ada"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_left_behind(capsys, words, sentence):
    with pytest.raises(CommandError, match=sentence):
        officer(capsys, NIP, *words)
    assert (Unit.objects.count(), Person.objects.count(), acts().count()) == (0, 0, 0)


@pytest.mark.django_db
def test_what_cannot_be_is_refused(capsys):
    with pytest.raises(CommandError, match="18 angka"):
        officer(capsys, "12", *NEW)
    with pytest.raises(CommandError, match="at most 120"):
        officer(capsys, NIP, "--document", "821/1/2026", "--name", "N" * 121)
    closed = make_unit("Tutup", is_active=False, code="9")
    with pytest.raises(CommandError, match="tidak aktif"):
        officer(capsys, NIP, *NEW[:4], "--unit", closed.code)
    left = make_person(is_active=False)
    with pytest.raises(CommandError, match="NIP|tidak aktif"):
        officer(capsys, left.nip, *NEW[:2])
    officer(capsys, NIP, *NEW)
    with pytest.raises(CommandError, match="masih berlaku"):
        officer(capsys, NIP, *NEW)
