"""Letters that come with a request: sealed when they arrive, opened on record only, erased when their time is over."""

import datetime as dt
import hashlib
import uuid

from django.db import transaction
from django.utils import timezone

from nyata.enrolment import vault
from nyata.leave.models import Attachment, AttachmentLook, Request
from nyata.leave.refusals import Code, Refused
from nyata.leave.selectors.files import may_open
from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind as Entry
from nyata.people.models import Person
from nyata.people.selectors import authority_of

MOST_BYTES = 5 * 1024 * 1024
MOST_FILES = 5
# What a file says of itself is not believed: its first bytes are.
SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
)


@transaction.atomic
def attach(*, actor: Person, request: Request, name: str, content: bytes, at: dt.datetime) -> Attachment:
    """Add a letter to a request: by the person, or by whoever asked for them or operates them.

    Raises Refused: not_allowed, file_too_large, file_unknown, files_too_many.
    """
    powers = authority_of(actor, timezone.localdate(at))
    others = powers.operates_person(request.person) or powers.is_hr or request.asked_by_id == actor.pk
    if actor.pk != request.person_id and not others:
        raise Refused(Code.NOT_ALLOWED)
    if len(content) > MOST_BYTES:
        raise Refused(Code.FILE_TOO_LARGE)
    mime = mime_of(content)
    Request.objects.select_for_update().get(pk=request.pk)
    if request.attachments.count() >= MOST_FILES:
        raise Refused(Code.FILES_TOO_MANY)
    key = uuid.uuid4()
    sealed = vault.seal(vault.data_key_for(request.person, at), content, place_of(key))
    digest = hashlib.sha256(content).hexdigest()
    added = Attachment.objects.create(
        id=key, request=request, name=_clean(name), mime=mime, size=len(content), sha256=digest, sealed=sealed,
        added_by=actor, added_at=at,
    )  # fmt: skip
    ledger.append(
        Entry.LEAVE_FILE,
        {"event": "added", "file": str(key), "request": str(request.public_id), "sha256": digest, "actor": actor.pk},
        at=at,
    )
    return added


@transaction.atomic
def open_attachment(*, actor: Person, attachment: Attachment, at: dt.datetime) -> bytes:
    """Record that somebody looks, then open it. Raises Refused: not_allowed, file_gone."""
    if not may_open(actor, attachment.request, timezone.localdate(at)):
        raise Refused(Code.NOT_ALLOWED)
    if attachment.erased_at is not None:
        raise Refused(Code.FILE_GONE)
    AttachmentLook.objects.create(attachment=attachment, actor=actor, looked_at=at)
    ledger.append(Entry.LEAVE_FILE_LOOK, {"file": str(attachment.pk), "actor": actor.pk}, at=at)
    key = vault.data_key_for(attachment.request.person, at)
    return vault.unseal(key, bytes(attachment.sealed), place_of(attachment.pk))


@transaction.atomic
def erase_files(*, before: dt.datetime, at: dt.datetime) -> int:
    """Empty every attachment added before a time; the rows stay. Returns how many."""
    old = Attachment.objects.filter(added_at__lt=before, erased_at=None)
    count = old.update(sealed=b"", erased_at=at)
    if count:
        ledger.append(Entry.LEAVE_FILE, {"event": "erased", "count": count, "before": before.isoformat()}, at=at)
    return count


def mime_of(content: bytes) -> str:
    """What the bytes are, out of the three kinds that are taken. Raises Refused(file_unknown)."""
    for signature, mime in SIGNATURES:
        if content.startswith(signature):
            return mime
    raise Refused(Code.FILE_UNKNOWN)


def place_of(key: uuid.UUID) -> bytes:
    """Where an attachment lies, for the seal: it opens nowhere else."""
    return b"leave-attachment\x00" + key.bytes


def _clean(name: str) -> str:
    kept = "".join(letter for letter in name if letter.isprintable() and letter not in '/\\"<>')
    return kept.strip()[-100:] or "berkas"
