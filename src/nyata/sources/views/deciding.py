"""Which sources count for which unit."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from nyata.people.answering import FormPage, answer_form
from nyata.sources import services
from nyata.sources.forms.orders import CountingForm
from nyata.sources.models import CountingDecision
from nyata.sources.views.doors import Visitor, for_hr


@for_hr
def decisions(request: HttpRequest, who: Visitor) -> HttpResponse:
    form = CountingForm(request.POST or None, initial={"valid_from": who.today, "rule": CountingDecision.Rule.BOTH})
    address = reverse("sources:decisions")
    page = FormPage(
        _("Sumber yang dihitung"), _("Tetapkan"), reverse("sources:machines"), template="sources/decisions.html"
    )

    def act() -> tuple[str, str]:
        services.decide_counting(actor=who.person, at=who.now, **form.cleaned_data)
        return address, _("Penetapan dicatat.")

    made = CountingDecision.objects.select_related("unit", "decided_by").order_by("-valid_from", "-pk")
    return answer_form(request, form, page, act, decisions=made)
