"""What ends here when a person leaves: the bound phone, the face, whatever was still open."""

import datetime as dt

from nyata.enrolment.models import DeviceChange, Enrolment, FaceTemplate
from nyata.enrolment.services.changing import LEFT, OPEN, record_change, revoke_device
from nyata.enrolment.services.opening import close
from nyata.ledger.kinds import Kind
from nyata.ledger.services import append
from nyata.people.models import Person


def end_for_leaver(*, person: Person, at: dt.datetime) -> None:
    """End phone, face and open requests of somebody who left, in the caller's transaction; twice does no harm.

    The purpose of the face has ended with the employment (UU 27/2022), so it goes the way of replaced templates and is
    erased in their time. Whoever comes back is enrolled like a newcomer.
    """
    for enrolment in Enrolment.objects.select_for_update().filter(person=person, state=Enrolment.State.OPEN):
        close(enrolment, LEFT, at)
    for change in DeviceChange.objects.select_for_update().filter(person=person, state__in=OPEN):
        change.state = DeviceChange.State.DECLINED
        change.save(update_fields=["state"])
        record_change(change, LEFT, person, at)
    revoke_device(person=person, why=LEFT, at=at)
    if FaceTemplate.objects.filter(person=person, superseded_at=None).update(superseded_at=at):
        append(Kind.ENROLMENT, {"event": "face_ended", "person": person.pk, "why": LEFT}, at=at)
