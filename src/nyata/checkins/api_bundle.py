"""Handing a bundle in (docs/wire.md, Check-in): the one door that thousands pass at half past seven."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from nyata.checkins import answers, multipart, selectors, services
from nyata.checkins.refusals import Refused, client_of, note
from nyata.checkins.services.intake import NotTaken, Received, Sent
from nyata.checkins.terms import terms_on
from nyata.core.encoding import iso_ms
from nyata.core.reasons import Reason

BUNDLE = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["payload", "assertion", "page_signature"],
                    "properties": {
                        "payload": {"type": "string", "format": "binary", "description": "canonical JSON"},
                        "assertion": {"type": "string", "description": "JSON of four b64url values"},
                        "page_signature": {"type": "string", "description": "b64url, raw r||s"},
                        "frame": {"type": "array", "maxItems": 16, "items": {"type": "string", "format": "binary"}},
                    },
                }
            }
        },
    }
}


def clock() -> dt.datetime:
    """Now, in the milliseconds that the wire and every receipt speak in."""
    now = timezone.now()
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def receive(request: HttpRequest) -> HttpResponse:
    """Hand in a signed bundle. It authenticates itself: neither session nor token. The same bundle again: 200."""
    at = clock()
    try:
        sent = _sent(request)
        at = clock()
        received = services.receive_bundle(sent=sent, at=at, terms=terms_on(selectors.day_of(at)))
    except Refused as error:
        note(request, error.reason, person=error.person_id if isinstance(error, NotTaken) else None, at=at)
        return answers.as_response(error.answer(), error.status)
    return _answer(received)


def _sent(request: HttpRequest) -> Sent:
    """The bundle in a request's body. Raises Refused for a body that is none."""
    try:
        body = multipart.read_body(request, request.META.get("CONTENT_LENGTH", ""))
        parts = multipart.parse(body, request.META.get("CONTENT_TYPE", ""))
    except multipart.BodyRefused as error:
        raise Refused(error.reason) from error
    single = {part.name: part.body for part in parts if part.name != "frame"}
    frames = [part.body for part in parts if part.name == "frame"]
    if single.keys() != {"payload", "assertion", "page_signature"} or len(single) + len(frames) != len(parts):
        raise Refused(Reason.MALFORMED)
    if any(part.media_type not in ("", "image/jpeg") for part in parts if part.name == "frame"):
        raise Refused(Reason.FRAME_NOT_JPEG)
    try:
        signature = single["page_signature"].decode("ascii")
    except UnicodeDecodeError as error:
        raise Refused(Reason.MALFORMED) from error
    return Sent(single["payload"], single["assertion"], signature, frames, client_of(request))


def _answer(received: Received) -> HttpResponse:
    content = {
        "id": str(received.id),
        "receipt": received.receipt,
        "received_at": iso_ms(received.received_at),
        "acted_at": iso_ms(received.acted_at),
        "earliest_at": iso_ms(received.earliest_at),
        "time_mark": received.time_mark,
    }
    return answers.as_response(content, 201 if received.is_new else 200)
