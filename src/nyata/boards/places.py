"""What each duty says and where it is done."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import ngettext

from nyata.boards.forms import UNENROLLED
from nyata.boards.selectors.duties import Duty


@dataclass(frozen=True, slots=True)
class DutyPlace:
    """A duty as the page shows it: one tap leads to where it is done."""

    code: str
    count: int
    icon: str
    words: str
    url: str


def duty_places(duties: Iterable[Duty], link: Callable[..., str]) -> list[DutyPlace]:
    """The duties with their words and addresses. `link` makes an address of the board with a filter."""
    return [DutyPlace(duty.code, duty.count, *_place(duty, link)) for duty in duties]


def _place(duty: Duty, link: Callable[..., str]) -> tuple[str, str, str]:
    """Icon, words, address."""
    n = duty.count
    match duty.code:
        case "reviews":
            words = ngettext("%(n)s absen menunggu tinjauan Anda", "%(n)s absen menunggu tinjauan Anda", n)
            return "eye", words % {"n": n}, reverse("boards:reviews")
        case "device_changes":
            words = ngettext("%(n)s ganti HP menunggu persetujuan Anda", "%(n)s ganti HP menunggu persetujuan Anda", n)
            return "phone", words % {"n": n}, reverse("enrolment:changes")
        case "password_requests":
            words = ngettext("%(n)s kata sandi pejabat untuk disetujui", "%(n)s kata sandi pejabat untuk disetujui", n)
            return "key", words % {"n": n}, reverse("accounts:password_requests")
        case "lookalikes":
            words = ngettext("%(n)s pertanyaan kemiripan wajah", "%(n)s pertanyaan kemiripan wajah", n)
            return "people", words % {"n": n}, reverse("enrolment:lookalikes")
        case "attestations":
            words = ngettext("%(n)s pernyataan saksi untuk ditanyakan", "%(n)s pernyataan saksi untuk ditanyakan", n)
            return "people", words % {"n": n}, reverse("boards:drawn")
        case "reverifications":
            words = ngettext("%(n)s pendataan untuk diverifikasi ulang", "%(n)s pendataan untuk diverifikasi ulang", n)
            return "shield", words % {"n": n}, reverse("enrolment:reverifications")
        case "second_phones":
            words = ngettext("%(n)s percobaan dari HP lain", "%(n)s percobaan dari HP lain", n)
            return "phone", words % {"n": n}, reverse("boards:second_phones")
        case "help":
            words = ngettext("%(n)s permintaan bantuan", "%(n)s permintaan bantuan", n)
            return "help", words % {"n": n}, reverse("people:requests")
        case "step_up":
            words = ngettext("%(n)s orang perlu mencoba lagi", "%(n)s orang perlu mencoba lagi", n)
            return "alert", words % {"n": n}, link(status="step_up")
        case _:
            words = ngettext("%(n)s orang belum pendataan", "%(n)s orang belum pendataan", n)
            return "camera", words % {"n": n}, link(status=UNENROLLED)
