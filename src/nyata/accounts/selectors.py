"""What a person may read of their own account."""

from django.db.models import QuerySet
from django.http import Http404

from nyata.accounts.models import Passkey
from nyata.people.models import Person


def passkeys_of(actor: Person) -> QuerySet[Passkey]:
    """The person's own active passkeys, oldest first, each with the bound phone it belongs to, if any."""
    return Passkey.objects.filter(person=actor, revoked_at=None).select_related("device").order_by("created_at")


def own_passkey(actor: Person, pk: int) -> Passkey:
    """One active passkey of the person. Raises Http404 for anybody else's."""
    found = passkeys_of(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
