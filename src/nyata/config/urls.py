"""Every address of Nyata."""

from django.urls import include, path
from django.views.generic import RedirectView

from nyata.config.api import api

urlpatterns = [
    path("api/", api.urls),  # first: every check-in comes here, and addresses are tried in order
    path("", RedirectView.as_view(pattern_name="checkins:home"), name="home"),
    path("", include("nyata.accounts.urls")),
    path("", include("nyata.people.urls")),
    path("", include("nyata.rules.urls")),
    path("", include("nyata.enrolment.urls")),
    path("", include("nyata.checkins.urls")),
    path("jadwal/", include("nyata.schedules.urls")),
    path("izin/", include("nyata.leave.urls")),
    path("kalender/", include("nyata.agenda.urls")),
    path("rekap/", include("nyata.attendance.urls")),
    path("sumber/", include("nyata.sources.urls")),
    path("pembinaan/", include("nyata.discipline.urls")),
    path("apel/", include("nyata.apel.urls")),
    path("tpp/", include("nyata.allowance.urls")),
    path("audit/", include("nyata.audit.urls")),
    path("papan/", include("nyata.boards.urls")),
]

handler400 = "nyata.config.errors.bad_request"
handler403 = "nyata.config.errors.forbidden"
handler404 = "nyata.config.errors.not_found"
handler500 = "nyata.config.errors.server_error"
