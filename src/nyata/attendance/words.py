"""A day record in words: what the day was, why, and by which rule. Words are made here, on reading, never kept."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.dateformat import time_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from nyata.attendance.models import DayRecord
from nyata.core.policy import Policy, PolicyError, Value
from nyata.core.worktime.columns import Cover, Flag, Mark, Status, moment_of

HOUR = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a day, with the rule it follows from where one is named. `tone`: "", ok, wait or no."""

    text: str
    source: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """A day: what it was in one line, and its reasons in order. `asks`: something that the person may want to mend."""

    title: str
    tone: str
    lines: tuple[Line, ...]
    asks: bool


STATUSES: dict[Status, tuple[Promise, str]] = {
    Status.OFF: (gettext_lazy("Hari libur menurut jadwal"), ""),
    Status.HOLIDAY: (gettext_lazy("Hari libur"), ""),
    Status.PRESENT: (gettext_lazy("Hadir"), "ok"),
    Status.LEAVE: (gettext_lazy("Cuti atau izin"), "teal"),
    Status.DUTY: (gettext_lazy("Menjalankan tugas"), "teal"),
    Status.ABSENT: (gettext_lazy("Belum ada catatan hadir dan belum ada keterangan"), "wait"),
    Status.PENDING: (gettext_lazy("Belum selesai"), ""),
    Status.UNPLANNED: (gettext_lazy("Jadwal hari ini belum diketahui"), ""),
    Status.ON_CALL: (gettext_lazy("Siaga"), ""),
    Status.FLEXIBLE: (gettext_lazy("Jam dinamis, tanpa absen hari itu"), ""),
}
COVERS: dict[Cover, Promise] = {
    Cover.ANNUAL: gettext_lazy("Cuti tahunan"),
    Cover.LONG: gettext_lazy("Cuti besar"),
    Cover.SICK: gettext_lazy("Cuti sakit"),
    Cover.MATERNITY: gettext_lazy("Cuti melahirkan"),
    Cover.IMPORTANT: gettext_lazy("Cuti alasan penting"),
    Cover.UNPAID: gettext_lazy("Cuti di luar tanggungan negara"),
    Cover.COLLECTIVE: gettext_lazy("Pengganti cuti bersama"),
    Cover.TRAVEL: gettext_lazy("Dinas luar"),
    Cover.FIELD: gettext_lazy("Tugas lapangan"),
    Cover.ELSEWHERE: gettext_lazy("Bekerja dari tempat lain"),
    Cover.TRAINING: gettext_lazy("Diklat"),
    Cover.PERMISSION: gettext_lazy("Izin"),
    Cover.SUSPENDED: gettext_lazy("Tugas belajar atau pembebasan sementara"),
    Cover.OUTAGE: gettext_lazy("Gangguan sistem di lokasi"),
}
MARKS: dict[Mark, Promise] = {
    Mark.ANCHORED: gettext_lazy("tanpa sinyal, waktunya terbukti"),
    Mark.UNPROVEN: gettext_lazy("waktunya hanya dari jam HP"),
    Mark.WITNESS: gettext_lazy("disaksikan"),
    Mark.MACHINE: gettext_lazy("dari mesin atau aplikasi lain"),
    Mark.CORRECTED: gettext_lazy("koreksi yang disetujui"),
    Mark.KIOSK: gettext_lazy("di kios"),
}

# (flag, sentence, key of the policy that says so, tone); those with numbers are made by functions below.
PLAIN: tuple[tuple[Flag, Promise, str, str], ...] = (
    (Flag.OUTAGE, gettext_lazy("Sistem atau jaringan di lokasi terganggu; waktunya dihitung hadir."), "", "teal"),
    (Flag.ELSEWHERE, gettext_lazy("Absen di tempat tugas lain diperbolehkan hari itu."),
     "working_time.calendar.travel_is_work", ""),
    (Flag.WORKED_ON_LEAVE, gettext_lazy("Ada absen pada hari yang tidak wajib masuk; hanya dicatat."), "", ""),
    (Flag.OUT_BEFORE_IN, gettext_lazy("Ada absen pulang sebelum absen masuk; tidak dipakai."), "", ""),
    (Flag.STRAY, gettext_lazy("Ada absen yang terlalu jauh dari jam kerja; tidak dipakai."),
     "working_time.windows.before_start", ""),
    (Flag.PART_MISSED, gettext_lazy("Satu bagian jam kerja tanpa absen; menitnya dihitung keluar."), "", "wait"),
    (Flag.SLID, gettext_lazy("Mulai fleksibel: jam pulang ikut bergeser."), "working_time.flexible.kinds", ""),
    (Flag.WEEKLY, gettext_lazy("Hanya jumlah jam seminggu yang dihitung."), "working_time.flexible.owes_week", ""),
    (Flag.OVERNIGHT, gettext_lazy("Berakhir pada hari berikutnya; tercatat pada hari mulainya."), "", ""),
    (Flag.SPLIT, gettext_lazy("Jam kerja hari itu terbagi."), "", ""),
    (Flag.RAMADAN, gettext_lazy("Jam kerja bulan Ramadan."), "working_time.standard.start", ""),
    (Flag.CORRECTED, gettext_lazy("Memakai koreksi yang disetujui."), "", ""),
    (Flag.UNPROVEN, gettext_lazy("Sebagian waktunya hanya dari jam HP; belum terbukti."), "", "wait"),
)  # fmt: skip
ASKS = Flag.LATE | Flag.EARLY | Flag.NO_IN | Flag.NO_OUT | Flag.AWAY | Flag.PART_MISSED


def story(record: DayRecord, rules: Policy) -> Story:
    """The words of a day. `rules`: the policy of that day for the person's employment and the season."""
    status = Status(record.status)
    title, tone = STATUSES[status]
    if record.cover and status in (Status.LEAVE, Status.DUTY):
        title = COVERS[Cover(record.cover)]
    flags = Flag(record.flags)
    asks = status == Status.ABSENT or bool(flags & ASKS)
    if status == Status.PRESENT and asks:
        tone = "wait"
    return Story(str(title), tone, tuple(_lines(record, flags, rules)), asks)


def brief(record: DayRecord, rules: Policy) -> str:
    """The day in one line: "Terlambat 12 menit: TL1, Perbup ...; mulai 07.30, masuk 07.42"."""
    told = story(record, rules)
    first = next((line for line in told.lines if line.tone == "wait"), None)
    times = [words for words in (_asked(record), _came(record), _left(record)) if words]
    head = told.title if first is None else first.text.rstrip(".")
    source = f", {first.source}" if first is not None and first.source else ""
    return f"{head}{source}" + (f"; {', '.join(times)}" if times else "")


def clock(minute: int | None) -> str:
    """07.42, or a dash where it is not known."""
    return "–" if minute is None else time_format(moment_of(minute).time(), pgettext("jam", "H.i"))


def length(minutes: int) -> str:
    """12 menit; 7 jam 30 menit."""
    hours, rest = divmod(minutes, HOUR)
    parts = [ngettext("%(n)d jam", "%(n)d jam", hours) % {"n": hours}] if hours else []
    if rest or not hours:
        parts.append(ngettext("%(n)d menit", "%(n)d menit", rest) % {"n": rest})
    return " ".join(parts)


def sums_in_words(records: Iterable[DayRecord]) -> dict[str, str]:
    """What days add up to, by its name."""
    kept = list(records)
    return {
        _("Jam terhitung"): length(sum(one.credited for one in kept)),
        _("Jam wajib"): length(sum(one.owed for one in kept)),
        _("Terlambat"): length(sum(one.late for one in kept)),
        _("Pulang sebelum waktunya"): length(sum(one.early for one in kept)),
    }


def _lines(record: DayRecord, flags: Flag, rules: Policy) -> Iterator[Line]:
    if record.start is not None:
        hours = {"start": clock(record.start), "end": clock(record.end)}
        yield Line(_("Jam kerja %(start)s–%(end)s.") % hours)
    if record.first_in is not None:
        yield Line(_("Masuk %(at)s%(mark)s.") % {"at": clock(record.first_in), "mark": _mark(record.in_mark)})
    if record.last_out is not None:
        yield Line(_("Pulang %(at)s%(mark)s.") % {"at": clock(record.last_out), "mark": _mark(record.out_mark)})
    for flag, line in COUNTED:
        if flags & flag:
            yield line(record, rules)
    for flag, words, key, tone in PLAIN:
        if flags & flag:
            yield Line(str(words), source_of(rules, key), tone)
    if flags & Flag.NO_BANDS and (record.late or record.early or flags & (Flag.NO_IN | Flag.NO_OUT)):
        yield Line(_("Tabel jenjang belum berlaku: hanya menitnya yang dicatat."))


def _late(record: DayRecord, rules: Policy) -> Line:
    return _banded(record, rules, "late", _("Terlambat %(length)s") % {"length": length(record.late)})


def _early(record: DayRecord, rules: Policy) -> Line:
    words = _("Pulang %(length)s sebelum waktunya") % {"length": length(record.early)}
    return _banded(record, rules, "early", words)


def _no_in(record: DayRecord, rules: Policy) -> Line:
    return _banded(record, rules, "late", _("Belum ada absen masuk"))


def _no_out(record: DayRecord, rules: Policy) -> Line:
    return _banded(record, rules, "early", _("Belum ada absen pulang"))


def _running(record: DayRecord, rules: Policy) -> Line:
    return Line(_("Belum waktunya pulang."))


def _away(record: DayRecord, rules: Policy) -> Line:
    return Line(_("Keluar %(length)s di antara jam kerja.") % {"length": length(record.away)}, tone="wait")


def _beyond(record: DayRecord, rules: Policy) -> Line:
    words = _("%(length)s di luar jam kerja dicatat, tidak dengan sendirinya dibayar.")
    return Line(words % {"length": length(record.beyond)}, source_of(rules, "working_time.week.beyond_recorded"))


def _part(record: DayRecord, rules: Policy) -> Line:
    cover = COVERS[Cover(record.cover)] if record.cover else _("Keterangan")
    return Line(_("%(cover)s untuk sebagian hari.") % {"cover": cover}, tone="teal")


COUNTED: tuple[tuple[Flag, Callable[[DayRecord, Policy], Line]], ...] = (
    (Flag.NO_IN, _no_in),
    (Flag.LATE, _late),
    (Flag.NO_OUT, _no_out),
    (Flag.EARLY, _early),
    (Flag.RUNNING, _running),
    (Flag.AWAY, _away),
    (Flag.PART_COVERED, _part),
    (Flag.BEYOND, _beyond),
)


def _banded(record: DayRecord, rules: Policy, side: str, words: str) -> Line:
    """With the band's own code and its source, where a table is in force."""
    number = getattr(record, f"{side}_band")
    bands = _entry(rules, f"discipline.lateness.{side}_bands") if number else None
    if bands is None or number > len(bands.value):
        return Line(f"{words}.", tone="wait")
    return Line(f"{words}: {bands.value[number - 1].code}.", bands.source, "wait")


def source_of(rules: Policy, key: str) -> str:
    """Where a rule comes from; empty where none is named, or none is in force."""
    found = _entry(rules, key) if key else None
    return found.source if found else ""


def _entry(rules: Policy, key: str) -> Value | None:
    try:
        return rules.entry(key)
    except PolicyError:
        return None


def _mark(mark: int | None) -> str:
    words: Any = MARKS.get(Mark(mark)) if mark is not None else None
    return f" ({words})" if words else ""


def _asked(record: DayRecord) -> str:
    return "" if record.start is None else _("mulai %(at)s") % {"at": clock(record.start)}


def _came(record: DayRecord) -> str:
    return "" if record.first_in is None else _("masuk %(at)s") % {"at": clock(record.first_in)}


def _left(record: DayRecord) -> str:
    return "" if record.last_out is None else _("pulang %(at)s") % {"at": clock(record.last_out)}
