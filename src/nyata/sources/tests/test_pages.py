"""The pages of other sources: who finds what, and what each number opens down to."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from nyata.attendance.tests.stories import MONDAY, TUESDAY, punch
from nyata.attendance.tests.stories import at as local
from nyata.people.tests.factories import make_person, make_post
from nyata.sources.models import ClockOffset, CountingDecision, ImportProfile, Machine, NumberUse, Punch, PunchFile
from nyata.sources.tests.factories import give_number, make_machine, take_text

NOW = local(TUESDAY, 9)
DAYS = "17 2026-02-02 07:24:00\n17 2026-02-02 16:05:00\n99 2026-02-02 07:30:00\n"


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def as_(cast):
    def of(who):
        client = Client()
        client.force_login(getattr(cast, who) if isinstance(who, str) else who)
        return client

    return of


@pytest.fixture
def told(cast, machine, office):
    """Both sources know the servant's Monday, four minutes apart; number 99 is nobody's."""
    give_number(cast.hr, machine, "17", cast.servant)
    punch(cast.servant, MONDAY, (7, 20), (16, 1))
    take_text(cast.hr, machine, DAYS)
    return machine


def url(name, *parts):
    return reverse(f"sources:{name}", args=parts)


def upload(text=DAYS):
    return SimpleUploadedFile("1_attlog.dat", text.encode())


def read(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [("servant", 403), ("executive", 403), ("supervisor", 200), ("operator", 200), ("auditor", 200), ("hr", 200)],
)
def test_the_list_is_for_those_who_read_days_of_others(as_, told, who, status):
    for name in ("machines", "beside"):
        assert as_(who).get(url(name)).status_code == status


def test_a_machine_elsewhere_is_not_found(as_, cast, told):
    other = make_machine(cast.roads, cast.hr)
    for name in ("machine", "upload", "numbers", "ask_clock"):
        assert as_("operator").get(url(name, other.pk)).status_code == 404
    assert other.name not in read(as_("supervisor"), url("machines")).replace(told.name, "", 1)


def test_who_only_reads_changes_nothing(as_, told):
    for who in ("supervisor", "auditor"):
        page = read(as_(who), url("machine", told.pk))
        assert url("upload", told.pk) not in page
        for name in ("upload", "numbers", "ask_clock", "many"):
            assert as_(who).get(url(name, told.pk)).status_code == 403


def test_hr_alone_makes_machines_profiles_and_decisions(as_, told):
    for address in (url("add"), url("profile", told.pk), url("decisions")):
        assert as_("operator").get(address).status_code == 403
        assert as_("hr").get(address).status_code == 200


def test_a_machine_is_made_and_leads_to_its_profile(as_, cast):
    form = {"name": "Mesin lobi", "code": "pupr-1", "kind": "machine", "unit": cast.roads.pk}
    answer = as_("hr").post(url("add"), form)
    made = Machine.objects.get()
    assert (made.code, answer.url) == ("PUPR-1", url("profile", made.pk))
    again = as_("hr").post(url("add"), form)
    assert again.status_code == 422 and "sudah dipakai" in again.content.decode()
    wrong = as_("hr").post(url("add"), form | {"code": "!"})
    assert "2 sampai 20 huruf" in wrong.content.decode()


def profile_form(**changed):
    return {
        "name": "Attlog", "separator": "space", "order": "ymd", "zone": "Asia/Jakarta", "encoding": "utf-8",
        "column_number": "1", "column_date": "2", "column_clock": "3", "directions": "", **changed,
    }  # fmt: skip


def test_a_profile_is_tried_on_a_file_before_anything_is_kept(as_, told):
    form = profile_form(step="try", column_code="5", directions="0 = masuk\n1 = pulang")
    answer = as_("hr").post(url("profile", told.pk), form | {"file": upload("17 2026-02-02 07:24:00 1 0\nx\n")})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Senin, 2 Februari 2026, 07.24.00" in page and "masuk" in page and "Kolom di baris ini kurang" in page
    assert ImportProfile.objects.count() == 1
    as_("hr").post(url("profile", told.pk), form | {"step": "save"})
    assert ImportProfile.objects.first().layout["directions"] == {"0": "in", "1": "out"}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"step": "try"}, "Pilih berkas yang akan dicoba"),
        ({"column_clock": ""}, "Kolomnya belum cukup"),
        ({"directions": "0 masuk"}, "Tulis seperti 0 = masuk"),
        ({"encoding": "latin-1", "name": "Lain"}, "sama dengan yang berlaku"),
    ],
)
def test_what_a_profile_lacks_is_said_on_the_form(as_, told, changed, words):
    answer = as_("hr").post(url("profile", told.pk), profile_form(**changed))
    assert (answer.status_code, words in answer.content.decode()) == (422, True)


def test_a_profile_begins_with_what_comes_with_nyata(as_, told):
    assert "Jam Masuk" in read(as_("hr"), f"{url('profile', told.pk)}?bawaan=opd_app")


def test_a_file_goes_from_upload_over_its_findings_to_its_lines(as_, cast, machine):
    client = as_("operator")
    answer = client.post(url("upload", machine.pk), {"file": upload()}, follow=True)
    page = answer.content.decode()
    assert "Simpan 3 absen" in page and "99 · 1" in page and not Punch.objects.exists()
    waiting = answer.redirect_chain[0][0]
    assert as_("hr").get(waiting).status_code == 404  # another officer's
    done = client.post(f"{waiting}simpan/", follow=True)
    assert "3 absen baru disimpan." in done.content.decode()
    assert done.redirect_chain[0][0] == url("file", PunchFile.objects.get().pk)
    assert "2026-02-02 07:24:00" in done.content.decode()
    again = client.post(url("upload", machine.pk), {"file": upload()}, follow=True)
    assert "sudah ada" in again.content.decode()
    gone = client.post(f"{waiting}simpan/", follow=True)
    assert "tidak tersimpan" in gone.content.decode()


def test_broken_lines_are_shown_and_nothing_can_be_kept(as_, machine):
    answer = as_("hr").post(url("upload", machine.pk), {"file": upload("17 besok pagi\n")}, follow=True)
    page = answer.content.decode()
    assert "1 baris tidak terbaca" in page and "17 besok pagi" in page and "simpan/" not in page


def test_an_unknown_number_is_listed_and_given_on_the_page(as_, cast, told):
    client = as_("operator")
    page = read(client, f"{url('numbers', told.pk)}?nomor=99")
    assert 'value="99"' in page and 'value="2026-02-02"' in page
    assert cast.servant.nip not in page  # masked
    form = {"number": "99", "nip": cast.supervisor.nip, "first": "2026-02-01"}
    assert client.post(url("numbers", told.pk), form).status_code == 302
    assert NumberUse.objects.filter(person=cast.supervisor, number__text="99").exists()
    unknown = client.post(url("numbers", told.pk), form | {"nip": "198503122010012007"})
    assert "tidak ditemukan" in unknown.content.decode()


def test_numbers_of_a_file_and_ending_one(as_, cast, told):
    client = as_("hr")
    file = SimpleUploadedFile("n.csv", f"nomor;nip\n99;{cast.supervisor.nip}\n".encode())
    assert client.post(url("many", told.pk), {"file": file}).url == url("numbers", told.pk)
    assert read(client, url("example", told.pk)).startswith("\ufeffnomor;nip")
    use = NumberUse.objects.get(person=cast.servant)
    client.post(url("end_number", use.pk), {"last": "2026-02-02"})
    use.refresh_from_db()
    assert use.valid_to == MONDAY
    client.post(url("end_number", use.pk), {"last": "kemarin"})  # a form of the browser's own never sends this


def test_a_clock_is_asked_by_one_and_decided_by_another(as_, cast, told):
    form = {"first": "2026-02-01", "last": "2026-02-03", "minutes": "4", "words": "Dibandingkan jam BMKG"}
    assert as_("operator").post(url("ask_clock", told.pk), form).status_code == 302
    offset = ClockOffset.objects.get()
    assert offset.seconds == 240
    page = read(as_("hr"), url("machine", told.pk))
    assert "4 menit lebih cepat" in page and url("answer_clock", offset.pk) in page
    assert as_("operator").post(url("answer_clock", offset.pk), {"answer": "granted"}).status_code == 403
    as_("hr").post(url("answer_clock", offset.pk), {"answer": "granted"})
    assert "diterapkan" in read(as_("supervisor"), url("machine", told.pk))
    future = as_("operator").post(url("ask_clock", told.pk), form | {"last": "2026-02-09"})
    assert future.status_code == 422


def test_what_counts_is_decided_on_its_page(as_, cast, told):
    form = {"unit": cast.clinic.pk, "rule": "both", "valid_from": "2026-02-03", "document_number": "SE 4"}
    assert as_("hr").post(url("decisions"), form).status_code == 302
    assert CountingDecision.objects.get().rule == "both"
    assert "SE 4" in read(as_("hr"), url("decisions"))
    assert as_("hr").post(url("decisions"), form).status_code == 422


class TestSideBySide:
    def page(self, as_, cast, who="supervisor", **query):
        query = {"unit": cast.clinic.pk, "dari": "2026-02-01", "sampai": "2026-02-03"} | query
        return read(as_(who), url("beside") + "?" + "&".join(f"{name}={value}" for name, value in query.items()))

    def test_numbers_are_shown_and_open_their_rows(self, as_, cast, told):
        page = self.page(as_, cast)
        assert "Berbeda" in page and "masuk 4 menit" in page and cast.servant.name in page
        assert "jenis=differ" in page and url("beside_day", cast.servant.pk, MONDAY) in page
        assert cast.servant.name not in self.page(as_, cast, jenis="machine")
        assert cast.servant.name in self.page(as_, cast, hari="2026-02-02", jenis="differ")

    def test_no_word_accuses(self, as_, cast, told):
        page = self.page(as_, cast).lower()
        assert not any(word in page for word in ("palsu", "curang", "titip", "bohong", "pelanggar"))

    def test_a_unit_that_is_not_theirs_is_not_found(self, as_, cast, told):
        assert as_("supervisor").get(f"{url('beside')}?unit={cast.roads.pk}").status_code == 404
        assert as_("hr").get(f"{url('beside')}?unit={cast.roads.pk}").status_code == 200

    def test_odd_days_and_pages_of_an_address_do_no_harm(self, as_, cast, told):
        assert self.page(as_, cast, dari="x", sampai="2999-01-01", hari="x", jenis="x", hal="x")
        assert self.page(as_, cast, dari="2020-01-01")

    def test_a_day_shows_every_record_as_it_was_told(self, as_, cast, told):
        page = read(as_("supervisor"), url("beside_day", cast.servant.pk, MONDAY))
        file = PunchFile.objects.get()
        assert "07.20.00" in page and "2026-02-02 07:24:00" in page and f"{url('file', file.pk)}?baris=1" in page
        assert as_("supervisor").get(url("beside_day", cast.other_supervisor.pk, MONDAY)).status_code == 404
        assert as_("supervisor").get(url("beside_day", cast.servant.pk, "besok")).status_code == 404
        assert "2026-02-02 07:24:00" in read(as_("auditor"), f"{url('file', file.pk)}?baris=1")
        other = make_person("Kepala Lain", unit=cast.roads)
        make_post(other, "supervisor")
        assert as_(other).get(url("file", file.pk)).status_code == 404

    def test_the_table_is_given_as_a_file(self, as_, cast, told):
        answer = as_("operator").get(f"{url('download')}?unit={cast.clinic.pk}&dari=2026-02-01&sampai=2026-02-03")
        lines = answer.content.decode("utf-8-sig").splitlines()
        assert lines[1].startswith("2026-02-02;Sari Melati;\t") and lines[1].endswith(
            "07:20:00;16:01:00;07:24:00;16:05:00;4;4;Berbeda"
        )

    def test_a_clock_that_seems_off_is_said_with_its_number_of_pairs(self, as_, cast, told):
        assert "Mungkin jam mesinnya" not in self.page(as_, cast)
        lines = []
        for number in range(100, 110):
            person = make_person(f"Orang {number}", unit=cast.clinic)
            give_number(cast.hr, told, str(number), person)
            punch(person, MONDAY, (7, 20), (16, 1))
            lines += [f"{number} 2026-02-02 07:24:30", f"{number} 2026-02-02 16:05:30"]
        take_text(cast.hr, told, "\n".join(lines))
        assert "Dari 22 pasang absen, sumber lain biasanya 4 menit lebih akhir" in self.page(as_, cast)


def test_the_own_day_names_the_source_of_each_punch(as_, cast, told):
    page = read(as_("servant"), reverse("attendance:day", args=[MONDAY]))
    assert "Mesin gerbang" in page and "2026-02-02 07:24:00" in page and "sebagai pembanding" in page
    assert url("file", PunchFile.objects.get().pk) not in page
    assert "Dari mesin atau aplikasi lain" not in read(
        as_("servant"), reverse("attendance:day", args=[MONDAY - dt.timedelta(days=1)])
    )
