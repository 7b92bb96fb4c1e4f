"""What the pages say of kinds, states and steps."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import formats, timezone
from django.utils.dateformat import time_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from nyata.leave.kinds import Extent, Kind
from nyata.leave.models import Request, Step

ICONS = {
    Kind.ANNUAL: "flag",
    Kind.SICK: "plus",
    Kind.IMPORTANT: "alert",
    Kind.MATERNITY: "person",
    Kind.LONG: "clock",
    Kind.UNPAID: "clock",
    Kind.COLLECTIVE: "people",
    Kind.TRAVEL: "right",
    Kind.FIELD: "pin",
    Kind.ELSEWHERE: "home",
    Kind.TRAINING: "list",
    Kind.RELEASED: "list",
    Kind.PERMISSION: "clock",
    Kind.CORRECTION: "help",
}

HINTS: dict[Kind, Promise] = {
    Kind.ANNUAL: gettext_lazy("Istirahat, keperluan keluarga, pulang kampung"),
    Kind.SICK: gettext_lazy("Surat dokter boleh menyusul"),
    Kind.IMPORTANT: gettext_lazy("Keluarga sakit keras atau meninggal, menikah, bencana"),
    Kind.MATERNITY: gettext_lazy("Sampai anak ketiga"),
    Kind.LONG: gettext_lazy("Menghabiskan cuti tahunan tahun itu"),
    Kind.UNPAID: gettext_lazy("Tanpa gaji, jabatan dilepas"),
    Kind.COLLECTIVE: gettext_lazy("Bagi yang bertugas saat cuti bersama"),
    Kind.TRAVEL: gettext_lazy("Tugas ke luar dengan surat tugas"),
    Kind.FIELD: gettext_lazy("Satu surat untuk sebulan, banyak desa"),
    Kind.ELSEWHERE: gettext_lazy("Bila atasan mengizinkan"),
    Kind.TRAINING: gettext_lazy("Dengan surat tugas atau undangan"),
    Kind.RELEASED: gettext_lazy("Dicatat BKPSDM dengan surat keputusan"),
    Kind.PERMISSION: gettext_lazy("Ke bank, mengantar anak, keperluan singkat"),
    Kind.CORRECTION: gettext_lazy("Lupa, HP mati, listrik padam"),
}

# Letters of a calendar's cell; the whole word stands beside it for screen readers.
SHORT: dict[Kind, Promise] = {
    Kind.ANNUAL: gettext_lazy("CT"),
    Kind.SICK: gettext_lazy("CS"),
    Kind.IMPORTANT: gettext_lazy("CAP"),
    Kind.MATERNITY: gettext_lazy("CM"),
    Kind.LONG: gettext_lazy("CB"),
    Kind.UNPAID: gettext_lazy("CLTN"),
    Kind.COLLECTIVE: gettext_lazy("PCB"),
    Kind.TRAVEL: gettext_lazy("DL"),
    Kind.FIELD: gettext_lazy("TL"),
    Kind.ELSEWHERE: gettext_lazy("KL"),
    Kind.TRAINING: gettext_lazy("DK"),
    Kind.RELEASED: gettext_lazy("TB"),
    Kind.PERMISSION: gettext_lazy("I"),
    Kind.CORRECTION: gettext_lazy("K"),
}


def exemption_words(kind: Kind) -> tuple[Any, Any]:
    """What a kind is called where exemptions are counted, long and short: of annual leave the way's days count."""
    if kind == Kind.ANNUAL:
        return _("Tambahan hari perjalanan"), _("CT+")
    return kind.label, SHORT[kind]


@dataclass(frozen=True, slots=True)
class State:
    """How a state is shown."""

    word: Promise
    tone: str
    icon: str


STATES = {
    "supervisor": State(gettext_lazy("Menunggu atasan"), "wait", "clock"),
    "hr": State(gettext_lazy("Menunggu BKPSDM"), "wait", "clock"),
    "in_force": State(gettext_lazy("Disetujui"), "ok", "check"),
    "declined": State(gettext_lazy("Tidak disetujui"), "no", "cross"),
    "withdrawn": State(gettext_lazy("Ditarik"), "", "left"),
    "cancelled": State(gettext_lazy("Dibatalkan"), "no", "cross"),
    "closed": State(gettext_lazy("Ditutup"), "", "cross"),
}


def span_words(first: dt.date, last: dt.date) -> str:
    """ "Senin, 9 Februari 2026" or "9–11 Feb 2026"."""
    if first == last:
        return formats.date_format(first, "D, j M Y", use_l10n=False)
    end = formats.date_format(last, "j M Y", use_l10n=False)
    pattern = (
        "j" if (first.year, first.month) == (last.year, last.month) else "j M" if first.year == last.year else "j M Y"
    )
    return f"{formats.date_format(first, pattern, use_l10n=False)}–{end}"


def clock_words(time: dt.time) -> str:
    """07.30 (07:30 in English)."""
    return time_format(time, pgettext("jam", "H.i"))


def when(request: Request, last: dt.date | None = None) -> str:
    """When a request lies, with the part of the day where it is one. `last`: where it was ended early."""
    words = span_words(request.first, last or request.last)
    if request.kind == Kind.CORRECTION:
        claim = request.claim
        clock = clock_words(timezone.localtime(claim.claimed_at).time())
        return f"{words}, {claim.get_purpose_display().lower()} {clock}"
    if request.extent == Extent.TIMES and request.time_from and request.time_to:
        return f"{words}, {clock_words(request.time_from)}–{clock_words(request.time_to)}"
    return words if request.extent == Extent.DAYS else f"{words}, {request.get_extent_display().lower()}"


def days_words(days: Decimal | None) -> str:
    """ "3 hari kerja", "0,5 hari kerja"; nothing where nobody knows."""
    if days is None:
        return ""
    number = formats.number_format(days.normalize() if days else Decimal(0), use_l10n=True)
    return _("%(number)s hari kerja") % {"number": number}


def step_words(step: Step) -> str:
    """ "Disetujui atasan oleh Rahmat (atas nama Dewi)"; what nobody did is the act alone."""
    if step.actor is None:
        return str(step.get_act_display())
    words = _("%(act)s oleh %(name)s") % {"act": step.get_act_display(), "name": step.actor.name}
    if step.as_delegate_of is not None:
        words = _("%(words)s, atas nama %(name)s") % {"words": words, "name": step.as_delegate_of.name}
    if step.travel_days is not None:
        words = _("%(words)s, tambahan perjalanan %(n)d hari kalender") % {"words": words, "n": step.travel_days}
    if step.last is not None:
        words = _("%(words)s, sampai %(day)s") % {"words": words, "day": span_words(step.last, step.last)}
    return words
