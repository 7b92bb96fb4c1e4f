"""In, out, and the password."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from nyata.accounts import services
from nyata.accounts.address import client_address
from nyata.accounts.forms import NewPassword, SignIn
from nyata.accounts.refusals import Code, Refused
from nyata.accounts.sessions import open_session, person_of


def way_on(request: HttpRequest) -> str:
    """Where to go after signing in: a page of ours that was asked for, else home."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return wanted
    return resolve_url(settings.LOGIN_REDIRECT_URL)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The first page of everybody."""
    if request.user.is_authenticated:
        return redirect(way_on(request))
    form = SignIn(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = services.sign_in_with_password(
                **form.cleaned_data, address=client_address(request), at=timezone.now()
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            open_session(request, person)
            answer = redirect(way_on(request))
            answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, person.language, samesite="Lax", secure=settings.SECURE)
            return answer
    status = 422 if form.is_bound else 200
    context = {"form": form, "next": way_on(request), "languages": settings.LANGUAGES}
    return render(request, "accounts/sign_in.html", context, status=status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session. Signed check-ins that wait on the phone are kept there and sent all the same."""
    logout(request)
    messages.success(request, _("Anda sudah keluar."))
    return redirect("accounts:sign_in")


@sensitive_post_parameters("old", "new", "again")
@login_required
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change the password; the first one must be changed before anything else."""
    form = NewPassword(request.POST or None)
    first = person_of(request).must_change_password
    if request.method == "POST" and form.is_valid() and _changed(request, form):
        messages.success(request, _("Kata sandi sudah diganti."))
        return redirect(settings.LOGIN_REDIRECT_URL if first else "accounts:account")
    status = 422 if form.is_bound else 200
    return render(request, "accounts/password.html", {"form": form, "first": first}, status=status)


def _changed(request: HttpRequest, form: Form) -> bool:
    try:
        person = services.change_password(
            person=person_of(request),
            old=form.cleaned_data["old"],
            new=form.cleaned_data["new"],
            address=client_address(request),
            at=timezone.now(),
        )
    except Refused as refused:
        cause = refused.__cause__
        said = cause.messages if isinstance(cause, ValidationError) else refused.sentence
        form.add_error("old" if refused.code in (Code.WRONG_PASSWORD, Code.TOO_MANY_TRIES) else "new", said)
        return False
    update_session_auth_hash(request, person)
    return True
