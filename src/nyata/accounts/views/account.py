"""One's own account."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_POST

from nyata.accounts import services
from nyata.accounts.refusals import Refused
from nyata.accounts.sections import sections_for
from nyata.accounts.selectors import own_passkey, passkeys_of
from nyata.accounts.sessions import person_of


@login_required
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """What is kept of the person signed in, and what they can change about it."""
    at = timezone.now()
    context = {
        "person": person_of(request),
        "passkeys": passkeys_of(person_of(request)),
        "sections": sections_for(person_of(request), at),
        "languages": settings.LANGUAGES,
    }
    return render(request, "accounts/account.html", context)


@login_required
@require_POST
def passkey_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up one of one's own passkeys."""
    try:
        services.remove_passkey(passkey=own_passkey(person_of(request), pk), at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Kunci sandi sudah dihapus."))
    return redirect("accounts:account")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Indonesian or English, for this browser and, when signed in, for the person."""
    wanted = request.POST.get("language", "")
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "accounts:account" if request.user.is_authenticated else "accounts:sign_in"
    answer = redirect(back)
    if wanted not in dict(settings.LANGUAGES):
        return answer
    if request.user.is_authenticated:
        services.set_language(person=person_of(request), language=wanted)
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, wanted, max_age=365 * 24 * 3600, samesite="Lax", secure=settings.SECURE
    )
    with override(wanted):
        messages.success(request, _("Bahasa sudah diganti."))
    return answer
