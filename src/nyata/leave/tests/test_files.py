"""Letters: sealed, opened on record, by few, and erased in time."""

import datetime as dt

import pytest

from nyata.leave import services
from nyata.leave.kinds import Kind
from nyata.leave.models import AttachmentLook
from nyata.leave.refusals import Code
from nyata.leave.selectors import looks_at, may_open
from nyata.leave.services.files import MOST_BYTES
from nyata.leave.tasks import erase_old_files_at
from nyata.leave.tests.asking import ask, day, wish
from nyata.people.models import Post
from nyata.people.tests.asking import entries, refused
from nyata.people.tests.factories import make_person, make_post

JPEG = b"\xff\xd8\xff\xe0 a letter"


@pytest.fixture
def request_(five, now):
    return ask(five.servant, wish(Kind.SICK), now)


@pytest.fixture
def letter(five, now, request_):
    return services.attach(actor=five.servant, request=request_, name="surat/dokter.jpg", content=JPEG, at=now)


def test_a_letter_is_sealed_and_opens_for_its_person(five, now, letter):
    assert JPEG not in bytes(letter.sealed)
    assert (letter.mime, letter.size, letter.name) == ("image/jpeg", len(JPEG), "suratdokter.jpg")
    assert services.open_attachment(actor=five.servant, attachment=letter, at=now) == JPEG


def test_every_look_is_on_record_and_the_person_reads_who(five, now, letter, request_):
    services.open_attachment(actor=five.supervisor, attachment=letter, at=now)
    assert [look.actor for look in looks_at(request_)] == [five.supervisor]
    assert entries("leave_file_look")


def test_only_who_decides_and_hr_see_it(five, now, letter):
    for actor in (five.operator, five.auditor, five.executive, five.other_supervisor):
        with refused(Code.NOT_ALLOWED):
            services.open_attachment(actor=actor, attachment=letter, at=now)
    assert not AttachmentLook.objects.exists()
    assert services.open_attachment(actor=five.hr, attachment=letter, at=now)


def test_a_superior_further_above_sees_it_only_once_they_decided(five, now, today, letter, request_):
    head = make_person("Ujang Pedamaran", unit=five.health)
    make_post(head, Post.Role.OPD_HEAD)
    assert not may_open(head, request_, today)
    services.decide_one(actor=head, request=request_, accept=True, at=now)
    assert may_open(head, request_, today)


def test_who_stands_in_sees_it(five, now, today, letter, request_):
    deputy = make_person("Lastri Rasau", unit=five.clinic)
    services.delegate(approver=five.supervisor, delegate=deputy, first=day(2), last=day(6), at=now)
    assert may_open(deputy, request_, today)


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"<html>", b"MZ\x90", b"%PD"])
def test_only_photographs_and_pdf_are_taken_whatever_their_name(five, now, request_, content):
    with refused(Code.FILE_UNKNOWN):
        services.attach(actor=five.servant, request=request_, name="surat.pdf", content=content, at=now)


@pytest.mark.parametrize("start", [b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"])
def test_five_megabytes_and_not_a_byte_more(five, now, request_, start):
    services.attach(actor=five.servant, request=request_, name="a", content=start.ljust(MOST_BYTES, b"x"), at=now)
    with refused(Code.FILE_TOO_LARGE):
        services.attach(actor=five.servant, request=request_, name="a", content=start.ljust(MOST_BYTES + 1), at=now)


def test_five_files_and_not_a_sixth(five, now, request_):
    for _ in range(5):
        services.attach(actor=five.servant, request=request_, name="a.jpg", content=JPEG, at=now)
    with refused(Code.FILES_TOO_MANY):
        services.attach(actor=five.servant, request=request_, name="a.jpg", content=JPEG, at=now)


def test_an_operator_adds_for_somebody_and_a_stranger_does_not(five, now, request_):
    services.attach(actor=five.operator, request=request_, name="a.jpg", content=JPEG, at=now)
    with refused(Code.NOT_ALLOWED):
        services.attach(actor=five.other_supervisor, request=request_, name="a.jpg", content=JPEG, at=now)


def test_after_its_time_the_letter_is_gone_and_the_row_stays(five, now, letter):
    erase_old_files_at(now + dt.timedelta(days=730))
    letter.refresh_from_db()
    assert letter.erased_at is None
    erase_old_files_at(now + dt.timedelta(days=731))
    letter.refresh_from_db()
    assert (bytes(letter.sealed), letter.erased_at is not None) == (b"", True)
    with refused(Code.FILE_GONE):
        services.open_attachment(actor=five.servant, attachment=letter, at=now)
