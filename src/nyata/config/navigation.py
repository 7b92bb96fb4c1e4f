"""The navigation: what there is, under which heading, and who finds it. One entry is one line in HEADINGS."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nyata.enrolment.selectors import changes_waiting
from nyata.people.selectors import Authority

FEW = 8  # so many entries fit in one line without headings


class Entry(NamedTuple):
    """One line of HEADINGS. `who`: an audience of `circles`."""

    name: str
    icon: str
    word: object
    who: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A word that opens a list of entries."""

    word: object
    entries: tuple[Entry, ...]


HEADINGS = (
    Heading(pgettext_lazy("menu", "Saya"), (
        Entry("checkins:home", "home", _("Absen"), "everybody"),
        Entry("checkins:history", "list", _("Riwayat"), "everybody"),
        Entry("attendance:month", "calendar", _("Rekap saya"), "everybody"),
        Entry("allowance:own", "chart", _("TPP saya"), "everybody"),
        Entry("leave:own", "flag", _("Izin & Cuti"), "everybody"),
        Entry("apel:own", "people", _("Apel"), "everybody"),
    )),
    Heading(pgettext_lazy("menu", "Tim"), (
        Entry("boards:board", "people", _("Papan"), "leaders"),
        Entry("leave:inbox", "check", _("Persetujuan"), "approvers"),
        Entry("attendance:team", "chart", _("Bulan tim"), "leaders"),
        Entry("apel:sessions", "people", _("Apel tim"), "leaders"),
        Entry("leave:calendar", "calendar", _("Kalender tim"), "leaders"),
        Entry("leave:letters", "list", _("Surat tugas"), "planners"),
        Entry("discipline:desk", "alert", _("Pembinaan"), "counsellors"),
        Entry("schedules:roster", "clock", _("Jadwal"), "planners"),
        Entry("enrolment:changes", "phone", _("Ganti HP"), "phone_approvers"),
    )),
    Heading(pgettext_lazy("menu", "Laporan"), (
        Entry("boards:summary", "chart", _("Ringkasan"), "overseers"),
        Entry("apel:evaluation", "flag", _("Evaluasi bulanan"), "overseers"),
        Entry("allowance:offices", "list", _("TPP per OPD"), "allowances"),
        Entry("leave:exemptions", "eye", _("Pengecualian"), "readers"),
        Entry("sources:machines", "list", _("Sumber lain"), "readers"),
        Entry("audit:desk", "shield", _("Audit berkala"), "inspectors"),
        Entry("audit:own", "shield", _("Temuan audit"), "answerers"),
    )),
    Heading(pgettext_lazy("menu", "Kepegawaian"), (
        Entry("people:people", "person", _("Pegawai"), "officers"),
        Entry("enrolment:desk", "camera", _("Pendataan"), "enrollers"),
        Entry("people:units", "building", pgettext_lazy("menu", "Unit"), "hr"),
        Entry("people:sites", "pin", pgettext_lazy("menu", "Lokasi"), "hr"),
        Entry("people:rollout", "flag", _("Tahapan"), "hr"),
        Entry("leave:outages", "offline", _("Gangguan"), "hr"),
        Entry("rules:rules", "book", _("Aturan"), "law"),
    )),
    Heading(pgettext_lazy("menu", "Akun & bantuan"), (
        Entry("accounts:account", "key", _("Akun"), "everybody"),
        Entry("people:help", "help", _("Bantuan"), "everybody"),
    )),
)  # fmt: skip

# What waits for the person at an entry; counted only where no page of theirs tells it otherwise.
WAITING: dict[str, Callable[[Authority], int]] = {"enrolment:changes": changes_waiting}


@dataclass(frozen=True, slots=True)
class Place:
    """One entry as one person sees it. `current`: "page" for this very page, "true" for one within it, else ""."""

    url: str
    icon: str
    word: str
    current: str
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with the places that one person finds under it. Without a word its places stand in the line itself."""

    word: str
    places: tuple[Place, ...]

    @property
    def current(self) -> bool:
        return any(place.current for place in self.places)

    @property
    def waiting(self) -> int:
        return sum(place.waiting for place in self.places)


def circles(authority: Authority) -> set[str]:
    """The audiences a person belongs to today."""
    found = {"everybody"}
    if authority.supervises or authority.operates or authority.is_hr or authority.is_auditor:
        found |= {"leaders", "readers"}
    if authority.supervises or authority.is_hr or authority.is_auditor:
        found.add("counsellors")
    if authority.supervises or authority.operates or authority.is_hr:
        found.add("planners")
    if authority.is_executive or authority.is_hr or authority.is_auditor:
        found.add("overseers")
    if authority.is_auditor or authority.is_executive:
        found.add("inspectors")
    elif authority.is_hr or "opd_head" in authority.roles:
        found.add("answerers")
    if authority.supervises or authority.is_executive or authority.is_hr:
        found.add("approvers")
    if authority.operates or authority.is_hr or authority.is_auditor:
        found.add("enrollers")  # their desk leads to requests for another phone
    elif authority.supervises:
        found.add("phone_approvers")
    if authority.operates or authority.is_hr:
        found.add("officers")
    if authority.is_hr:
        found.add("hr")
    if authority.is_hr or authority.is_auditor:
        found.add("allowances")
    if authority.is_hr or authority.is_legal or authority.is_auditor:
        found.add("law")
    return found


def sections(authority: Authority, path: str) -> tuple[Section, ...]:
    """The navigation of one person on the page at `path`.

    Few places stand in one line. A heading over a single place would cost a tap for nothing: the place stands alone.
    """
    audience = circles(authority)
    found = [
        (str(heading.word), [(reverse(one.name), one) for one in heading.entries if one.who in audience])
        for heading in HEADINGS
    ]
    here = _here(path, [url for _word, entries in found for url, _entry in entries])
    made = [
        Section(word, tuple(_place(url, entry, authority, here, path) for url, entry in entries))
        for word, entries in found
        if entries
    ]
    if sum(len(section.places) for section in made) <= FEW:
        return (Section("", tuple(place for section in made for place in section.places)),)
    return tuple(Section(one.word if len(one.places) > 1 else "", one.places) for one in made)


def _here(path: str, urls: list[str]) -> str:
    """The entry that a page belongs to: the longest address that its own begins with."""
    return max((url for url in urls if path.startswith(url)), key=len, default="")


def _place(url: str, entry: Entry, authority: Authority, here: str, path: str) -> Place:
    current = "" if url != here else "page" if url == path else "true"
    waiting = WAITING[entry.name](authority) if entry.name in WAITING else 0
    return Place(url, entry.icon, str(entry.word), current, waiting)
