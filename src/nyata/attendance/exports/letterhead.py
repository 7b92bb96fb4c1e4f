"""What stands around a recap on paper: whose it is, of which days, when it was made, and who signs it."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import formats
from django.utils.translation import gettext as _

from nyata.people.models import Person, Post, Unit
from nyata.people.selectors import head_of

JAKARTA = ZoneInfo("Asia/Jakarta")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """`unit`: None for all OPD. `signer`: the post that signs; None leaves the place open."""

    title: str
    made_at: dt.datetime
    unit: Unit | None = None
    opd: str = ""
    signer: Post | None = None


def letterhead(title: str, unit: Unit | None, *, at: dt.datetime) -> Letterhead:
    """The letterhead of a unit as it is led on the day of `at`. Two queries; none for all OPD."""
    if unit is None:
        return Letterhead(title, at)
    opd = unit if unit.parent_id is None else Unit.objects.get(path=f"{(unit.path or '').split('.')[0]}.")
    return Letterhead(title, at, unit, opd.name, head_of(unit, at.astimezone(JAKARTA).date()))


def heading_words(head: Letterhead) -> dict[str, object]:
    """The letterhead as paper/page.typ reads it."""
    unit = head.unit
    return {
        "government": settings.GOVERNMENT,
        "opd": head.opd,
        "unit": unit.name if unit is not None and unit.parent_id is not None else "",
        "title": head.title,
        "made": made_words(head.made_at),
        "place": _("%(seat)s, %(day)s") % {"seat": settings.SEAT, "day": _date(head.made_at)},
        "signer": _signer(head.signer),
        "words": {
            "page": _("Halaman"),
            "of": _("dari"),
            "made": _("Data per"),
            "print": _("Sidik data (SHA-256)"),
            "nip": _("NIP"),
            "legend": _("Keterangan"),
        },
    }


def made_words(at: dt.datetime) -> str:
    """22 November 2026 pukul 21.30 WIB."""
    local = at.astimezone(JAKARTA)
    return _("%(day)s pukul %(clock)s WIB") % {"day": _date(at), "clock": f"{local:%H.%M}"}


def _date(at: dt.datetime) -> str:
    return formats.date_format(at.astimezone(JAKARTA).date(), "j F Y", use_l10n=False)


def _signer(post: Post | None) -> dict[str, str]:
    """Title, name and NIP; dots where nobody holds the post."""
    if post is None:
        return {"title": _("Kepala"), "name": "." * 40, "nip": "." * 24}
    return {"title": _title(post), "name": post.person.name, "nip": post.person.nip}


def _title(post: Post) -> str:
    person: Person = post.person
    if post.standing == Post.Standing.DEFINITIVE and person.job_title:
        return person.job_title
    standing = "" if post.standing == Post.Standing.DEFINITIVE else f"{post.get_standing_display()}. "
    return standing + _("Kepala %(unit)s") % {"unit": post.unit.name}
