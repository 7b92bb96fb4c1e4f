"""What every page knows: the demo banner, the places a person may go, the language."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nyata.enrolment.selectors import changes_waiting
from nyata.people import selectors


@dataclass(frozen=True)
class Place:
    """One entry of the navigation."""

    url: str
    icon: str
    word: str
    current: bool
    waiting: int = 0  # how much of it waits for this person


# (url name, icon, word, who sees it)
PLACES = (
    ("checkins:home", "home", _("Absen"), "everybody"),
    ("checkins:history", "list", _("Riwayat"), "everybody"),
    ("attendance:month", "calendar", _("Rekap saya"), "everybody"),
    ("leave:own", "flag", _("Izin & Cuti"), "everybody"),
    ("boards:board", "people", _("Papan"), "leaders"),
    ("leave:inbox", "check", _("Persetujuan"), "approvers"),
    ("attendance:team", "chart", _("Bulan tim"), "leaders"),
    ("enrolment:changes", "phone", _("Ganti HP"), "phone_approvers"),
    ("schedules:roster", "calendar", _("Jadwal"), "planners"),
    ("boards:summary", "chart", _("Ringkasan"), "overseers"),
    ("enrolment:desk", "camera", _("Pendataan"), "enrollers"),
    ("people:people", "person", _("Pegawai"), "officers"),
    ("people:units", "building", pgettext_lazy("menu", "Unit"), "hr"),
    ("people:sites", "pin", pgettext_lazy("menu", "Lokasi"), "hr"),
    ("people:rollout", "flag", _("Tahapan"), "hr"),
    ("rules:rules", "book", _("Aturan"), "law"),
    ("people:help", "help", _("Bantuan"), "everybody"),
    ("accounts:account", "key", _("Akun"), "everybody"),
)


def circles(authority: "selectors.Authority") -> set[str]:
    """The audiences a person belongs to today."""
    found = {"everybody"}
    if authority.supervises or authority.operates or authority.is_hr or authority.is_auditor:
        found.add("leaders")
    if authority.supervises or authority.operates or authority.is_hr:
        found.add("planners")
    if authority.is_executive or authority.is_hr or authority.is_auditor:
        found.add("overseers")
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
    if authority.is_hr or authority.is_legal or authority.is_auditor:
        found.add("law")
    return found


def page(request: HttpRequest) -> dict[str, object]:
    """Context of every template."""
    context: dict[str, object] = {"demo": settings.DEMO}
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return context
    authority = selectors.authority_of(request.user, timezone.localdate())
    audience = circles(authority)
    context["authority"] = authority
    context["places"] = [
        Place(reverse(name), mark, str(word), request.path == reverse(name), _waiting(name, authority))
        for name, mark, word, who in PLACES
        if who in audience
    ]
    return context


def _waiting(name: str, authority: "selectors.Authority") -> int:
    """What waits for the person at one of the places; counted only where no page of theirs tells it otherwise."""
    return changes_waiting(authority) if name == "enrolment:changes" else 0
