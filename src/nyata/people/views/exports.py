"""The register of people as a file."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from nyata.people.refusals import Refused
from nyata.people.services.exports import MEDIA, Form, export_people
from nyata.people.views.access import for_officers, person_of
from nyata.people.views.people import filter_asked


@require_POST
@never_cache
@for_officers
def export(request: HttpRequest) -> HttpResponse:
    """The people of the list as it is narrowed (`bentuk`: csv, xlsx). By a button: who took it goes on record."""
    form = request.POST.get("bentuk", "")
    if form not in MEDIA:
        raise Http404
    at = timezone.now()
    actor = person_of(request)
    try:
        content = export_people(
            actor=actor, wanted=filter_asked(request, timezone.localdate(at)), form=cast(Form, form), at=at
        )
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("people:people")
    name = f"pegawai-{timezone.localdate(at):%Y%m%d}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=MEDIA[form], headers=headers)
