"""The short codes of a day, as recaps print them; one function for a grid, a file and a single day."""

import polars as pl
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nyata.attendance.models import DayRecord
from nyata.core.worktime.columns import Cover, Flag, Status

LEAVE_CODES = {
    Cover.ANNUAL: "CT",
    Cover.LONG: "CB",
    Cover.SICK: "CS",
    Cover.MATERNITY: "CM",
    Cover.IMPORTANT: "CAP",
    Cover.UNPAID: "CLTN",
    Cover.COLLECTIVE: "PCB",
    Cover.PERMISSION: "I",
    Cover.SUSPENDED: "TB",
}
DUTY_CODES = {Cover.TRAVEL: "DL", Cover.TRAINING: "DK", Cover.OUTAGE: "GS"}
STATUS_CODES = {
    Status.OFF: "",
    Status.HOLIDAY: "L",
    Status.ABSENT: "TK",
    Status.PENDING: "…",
    Status.UNPLANNED: "–",
    Status.ON_CALL: "SG",
    Status.FLEXIBLE: "F",
}
PRESENT, LATE, EARLY, NO_IN, NO_OUT, RUNNING = "H", "TL", "PSW", "TAM", "TAP", "M"

# What each code means, in the order of a legend.
LEGEND: dict[str, Promise] = {
    "H": _("hadir"),
    "M": _("sudah masuk, belum waktunya pulang"),
    "TL": _("terlambat; TL1–TL4 menurut jenjang yang berlaku"),
    "PSW": _("pulang sebelum waktunya; PSW1–PSW4 menurut jenjang yang berlaku"),
    "TAM": _("belum ada absen masuk"),
    "TAP": _("belum ada absen pulang"),
    "TK": _("tanpa keterangan"),
    "DL": _("dinas luar"),
    "DK": _("diklat"),
    "GS": _("gangguan sistem di lokasi"),
    "CT": _("cuti tahunan"),
    "CB": _("cuti besar"),
    "CS": _("cuti sakit"),
    "CM": _("cuti melahirkan"),
    "CAP": _("cuti alasan penting"),
    "CLTN": _("cuti di luar tanggungan negara"),
    "PCB": _("pengganti cuti bersama"),
    "I": _("izin"),
    "TB": _("tugas belajar atau pembebasan sementara"),
    "F": _("jam dinamis, hanya jumlah seminggu yang dihitung"),
    "SG": _("siaga"),
    "L": _("libur"),
    "–": _("jadwal belum diketahui"),
    "…": _("belum selesai"),
}


def tone_of(code: str) -> str:
    """What a code's colour says again: free, absent, late, leave, or nothing for an ordinary day."""
    if code in ("", "L", "–"):
        return "free"
    if code == "TK":
        return "absent"
    if code.startswith((LATE, EARLY, NO_IN, NO_OUT)):
        return "late"
    return "" if code in (PRESENT, RUNNING, "F", "…", "SG") else "leave"


def code_of(record: DayRecord) -> str:
    """The code of one record."""
    columns = ("status", "flags", "cover", "late", "early", "late_band", "early_band")
    row = pl.DataFrame({name: [getattr(record, name)] for name in columns})
    return str(row.select(code()).item())


def code() -> pl.Expr:
    """The code of each row of day records, such as H, TL1, TL1/PSW2, CT."""
    status, cover = pl.col("status"), pl.col("cover")
    return (
        pl.when(status == Status.PRESENT)
        .then(_present())
        .when(status == Status.LEAVE)
        .then(_of_cover({int(one): word for one, word in LEAVE_CODES.items()}, "I", cover))
        .when(status == Status.DUTY)
        .then(_of_cover({int(one): word for one, word in DUTY_CODES.items()}, "DL", cover))
        .otherwise(_of_cover({int(one): word for one, word in STATUS_CODES.items()}, "", status))
    )


def _of_cover(words: dict[int, str], otherwise: str, column: pl.Expr) -> pl.Expr:
    return column.replace_strict(words, default=otherwise, return_dtype=pl.String)


def _present() -> pl.Expr:
    came = _banded(LATE, NO_IN, Flag.NO_IN, "late")
    left = _banded(EARLY, NO_OUT, Flag.NO_OUT, "early")
    whole = pl.when(_has(Flag.RUNNING)).then(pl.lit(RUNNING)).otherwise(pl.lit(PRESENT))
    return (
        pl.when((came != "") & (left != ""))
        .then(pl.concat_str(came, pl.lit("/"), left))
        .when(came != "")
        .then(came)
        .when(left != "")
        .then(left)
        .otherwise(whole)
    )


def _banded(word: str, missing: str, flag: Flag, side: str) -> pl.Expr:
    band, minutes = pl.col(f"{side}_band"), pl.col(side)
    return (
        pl.when(_has(flag))
        .then(pl.lit(missing))
        .when(band > 0)
        .then(pl.concat_str(pl.lit(word), band.cast(pl.String)))
        .when(minutes > 0)
        .then(pl.lit(word))
        .otherwise(pl.lit(""))
    )


def _has(flag: Flag) -> pl.Expr:
    return (pl.col("flags") & int(flag)) != 0
