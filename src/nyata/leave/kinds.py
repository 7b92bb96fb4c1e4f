"""What can be asked for, and what each of it is: a closed list. The code is kept for years, its words may change."""

from collections.abc import Set
from dataclasses import dataclass

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

from nyata.core.worktime.columns import Cover
from nyata.core.worktime.columns import Extent as CoreExtent


class Kind(TextChoices):
    """Leave, duty, permission, and what was forgotten."""

    ANNUAL = "annual", _("Cuti tahunan")
    SICK = "sick", _("Cuti sakit")
    IMPORTANT = "important", _("Cuti alasan penting")
    MATERNITY = "maternity", _("Cuti melahirkan")
    LONG = "long", _("Cuti besar")
    UNPAID = "unpaid", _("Cuti di luar tanggungan negara")
    COLLECTIVE = "collective", _("Pengganti cuti bersama")
    TRAVEL = "travel", _("Dinas luar")
    FIELD = "field", _("Tugas lapangan tetap")
    ELSEWHERE = "elsewhere", _("Bekerja dari tempat lain")
    TRAINING = "training", _("Diklat atau pelatihan")
    RELEASED = "released", _("Tugas belajar atau pembebasan sementara")
    PERMISSION = "permission", _("Izin beberapa jam")
    CORRECTION = "correction", _("Lupa atau gagal absen")


class Extent(IntegerChoices):
    """How much of its days (the numbers are core.worktime's)."""

    DAYS = CoreExtent.DAYS, _("Seharian")
    FIRST_HALF = CoreExtent.FIRST_HALF, _("Setengah hari pertama")
    SECOND_HALF = CoreExtent.SECOND_HALF, _("Setengah hari kedua")
    TIMES = CoreExtent.TIMES, _("Beberapa jam")


class Layer(IntegerChoices):
    """Two live requests of one person in one layer never overlap.

    A letter for the villages of a month changes the place only: an illness lies over it without ending it.
    """

    TIME = 0
    PLACE = 1
    COMING = 2
    GOING = 3


_WHOLE = frozenset({Extent.DAYS})
_HALVES = frozenset({Extent.DAYS, Extent.FIRST_HALF, Extent.SECOND_HALF})
_ANY = frozenset(Extent)


@dataclass(frozen=True, slots=True)
class Nature:
    """What a kind is. `cover`: None for a correction, which is a punch and no cover.

    `extents`: what may be asked for. `is_duty`: work, so it has a letter and can have places. `is_health`: words and
    files are for those who decide and for HR officers only. `is_exemption`: frees from the ordinary proof of work, so
    it is counted and shown; leave is a right and is not.
    """

    cover: Cover | None
    layer: Layer = Layer.TIME
    extents: Set[Extent] = _WHOLE
    is_duty: bool = False
    is_health: bool = False
    is_exemption: bool = False

    @property
    def is_leave(self) -> bool:
        """One of the leave types of the law (PP 11/2017, PP 49/2018)."""
        return self.cover is not None and self.cover < Cover.TRAVEL


NATURES = {
    Kind.ANNUAL: Nature(Cover.ANNUAL),
    Kind.SICK: Nature(Cover.SICK, extents=_HALVES, is_health=True),
    Kind.IMPORTANT: Nature(Cover.IMPORTANT, extents=_HALVES, is_health=True),
    Kind.MATERNITY: Nature(Cover.MATERNITY, is_health=True),
    Kind.LONG: Nature(Cover.LONG),
    Kind.UNPAID: Nature(Cover.UNPAID),
    Kind.COLLECTIVE: Nature(Cover.COLLECTIVE),
    Kind.TRAVEL: Nature(Cover.TRAVEL, extents=_ANY, is_duty=True, is_exemption=True),
    Kind.FIELD: Nature(Cover.FIELD, Layer.PLACE, is_duty=True, is_exemption=True),
    Kind.ELSEWHERE: Nature(Cover.ELSEWHERE, Layer.PLACE, is_exemption=True),
    Kind.TRAINING: Nature(Cover.TRAINING, extents=_ANY, is_duty=True, is_exemption=True),
    Kind.RELEASED: Nature(Cover.SUSPENDED),
    Kind.PERMISSION: Nature(
        Cover.PERMISSION, extents=frozenset({Extent.TIMES, Extent.FIRST_HALF, Extent.SECOND_HALF}), is_exemption=True
    ),
    Kind.CORRECTION: Nature(None, Layer.COMING, is_exemption=True),
}

# Said by an officer about somebody, never asked for by the person.
BY_OFFICERS = frozenset({Kind.RELEASED})
LEAVES = tuple(kind for kind in Kind if NATURES[kind].is_leave)
EXEMPTIONS = tuple(kind for kind in Kind if NATURES[kind].is_exemption)
# What the pages of exemptions count: annual leave too, where days for the way were granted beside the balance.
COUNTED = (*EXEMPTIONS, Kind.ANNUAL)
WITH_PLACES = (Kind.TRAVEL, Kind.FIELD, Kind.TRAINING, Kind.ELSEWHERE)
WITH_LETTER = (Kind.TRAVEL, Kind.FIELD, Kind.TRAINING, Kind.RELEASED)
# What leaves nothing of its days to come for, when it is asked for whole days.
WHOLE_DAYS = tuple(
    kind for kind, nature in NATURES.items() if nature.layer == Layer.TIME and Extent.DAYS in nature.extents
)
COVER_OF = {kind: nature.cover for kind, nature in NATURES.items() if nature.cover is not None}


def takes_whole_days(kind: str, extent: int) -> bool:
    """Whether a request of this kind and extent leaves nothing of its days to come for."""
    return kind in WHOLE_DAYS and extent == Extent.DAYS


def nature_of(kind: str) -> Nature:
    """What a kind is. Raises ValueError for a code that is none."""
    return NATURES[Kind(kind)]
