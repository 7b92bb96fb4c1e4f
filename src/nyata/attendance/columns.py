"""The columns that a recap can have: who, and what the days add up to. Their keys are kept in saved layouts."""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nyata.core.worktime.columns import Cover, Flag, Status

# Statuses of days on which work was asked for.
ASKED = (Status.PRESENT, Status.LEAVE, Status.DUTY, Status.ABSENT, Status.PENDING, Status.FLEXIBLE)
HOUR = 60


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `adds`: how the rows of a person become its number; None where it says who somebody is.

    `is_hours`: minutes that are printed as hours.
    """

    key: str
    title: Promise
    brief: str
    adds: pl.Expr | None = None
    is_hours: bool = False
    width: int = 7

    @property
    def is_sum(self) -> bool:
        return self.adds is not None


def _is(status: Status) -> pl.Expr:
    return pl.col("status") == int(status)


def _days(when: pl.Expr) -> pl.Expr:
    return when.sum().cast(pl.Int32)


def _has(flag: Flag) -> pl.Expr:
    return (pl.col("flags") & int(flag)) != 0


def _minutes(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.Int32).sum()


def _leave(cover: Cover) -> pl.Expr:
    return _days(_is(Status.LEAVE) & (pl.col("cover") == int(cover)))


def _duty(cover: Cover) -> pl.Expr:
    return _days(_is(Status.DUTY) & (pl.col("cover") == int(cover)))


WHO = (
    Column("name", _("Nama"), "Nama", width=30),
    Column("nip", _("NIP"), "NIP", width=21),
    Column("job_title", _("Jabatan"), "Jabatan", width=24),
    Column("employment", _("Status kepegawaian"), "Status", width=10),
    Column("unit", _("Unit kerja"), "Unit kerja", width=28),
)
DAYS = Column("days", _("Hari demi hari"), "Hari")
SUMS = (
    Column("asked", _("Hari kerja"), "HK", _days(pl.col("status").is_in([int(one) for one in ASKED]))),
    Column("present", _("Hadir"), "H", _days(_is(Status.PRESENT) | _is(Status.FLEXIBLE))),
    Column("absent", _("Tanpa keterangan"), "TK", _days(_is(Status.ABSENT))),
    Column("travel", _("Dinas luar"), "DL", _duty(Cover.TRAVEL)),
    Column("training", _("Diklat"), "DK", _duty(Cover.TRAINING)),
    Column("outage", _("Gangguan sistem"), "GS", _duty(Cover.OUTAGE)),
    Column("annual", _("Cuti tahunan"), "CT", _leave(Cover.ANNUAL)),
    Column("long", _("Cuti besar"), "CB", _leave(Cover.LONG)),
    Column("sick", _("Cuti sakit"), "CS", _leave(Cover.SICK)),
    Column("maternity", _("Cuti melahirkan"), "CM", _leave(Cover.MATERNITY)),
    Column("important", _("Cuti alasan penting"), "CAP", _leave(Cover.IMPORTANT)),
    Column("unpaid", _("Cuti di luar tanggungan negara"), "CLTN", _leave(Cover.UNPAID)),
    Column("collective", _("Pengganti cuti bersama"), "PCB", _leave(Cover.COLLECTIVE)),
    Column("permission", _("Izin sehari"), "I", _leave(Cover.PERMISSION)),
    Column("released", _("Tugas belajar atau pembebasan sementara"), "TB", _leave(Cover.SUSPENDED)),
    Column("elsewhere", _("Tugas lapangan atau bekerja dari tempat lain"), "LAP", _days(_has(Flag.ELSEWHERE))),
    *(Column(f"late_{n}", _("Terlambat, jenjang"), f"TL{n}", _days(pl.col("late_band") == n)) for n in (1, 2, 3, 4)),
    *(
        Column(f"early_{n}", _("Pulang sebelum waktunya, jenjang"), f"PSW{n}", _days(pl.col("early_band") == n))
        for n in (1, 2, 3, 4)
    ),
    Column("late_days", _("Hari terlambat"), "TL", _days(pl.col("late") > 0)),
    Column("late", _("Menit terlambat"), "mnt TL", _minutes("late")),
    Column("early_days", _("Hari pulang sebelum waktunya"), "PSW", _days(pl.col("early") > 0)),
    Column("early", _("Menit pulang sebelum waktunya"), "mnt PSW", _minutes("early")),
    Column("away", _("Menit keluar di jam kerja"), "mnt keluar", _minutes("away")),
    Column("no_in", _("Tanpa absen masuk"), "TAM", _days(_has(Flag.NO_IN))),
    Column("no_out", _("Tanpa absen pulang"), "TAP", _days(_has(Flag.NO_OUT))),
    Column("owed", _("Jam wajib"), "jam wajib", _minutes("owed"), is_hours=True),
    Column("credited", _("Jam terhitung"), "jam", _minutes("credited"), is_hours=True),
    Column("beyond", _("Jam di luar jam kerja"), "jam luar", _minutes("beyond"), is_hours=True),
    Column("corrected", _("Hari dengan koreksi"), "koreksi", _days(_has(Flag.CORRECTED))),
    Column("unproven", _("Hari dengan waktu belum terbukti"), "belum terbukti", _days(_has(Flag.UNPROVEN))),
    Column("unplanned", _("Hari tanpa jadwal"), "tanpa jadwal", _days(_is(Status.UNPLANNED))),
    Column("pending", _("Hari belum selesai"), "belum selesai", _days(_is(Status.PENDING))),
    Column("trial", _("Hari masa uji coba"), "uji coba", _days(pl.col("trial"))),
)
COLUMNS = {column.key: column for column in (*WHO, DAYS, *SUMS)}
# The usual shape: people by days, then what they add up to.
USUAL = (
    "name", "nip", "unit", "days", "asked", "present", "absent", "travel", "annual", "sick", "maternity", "important",
    "permission", "late_1", "late_2", "late_3", "late_4", "early_1", "early_2", "early_3", "early_4", "late", "early",
    "owed", "credited",
)  # fmt: skip


def chosen(keys: Iterable[str]) -> list[Column]:
    """The columns of these keys, in their order, each once; keys that are none are left out."""
    return [COLUMNS[key] for key in dict.fromkeys(keys) if key in COLUMNS]


def sums(columns: Iterable[Column]) -> list[pl.Expr]:
    """What to aggregate for these columns, each under its key."""
    return [column.adds.alias(column.key) for column in columns if column.adds is not None]
