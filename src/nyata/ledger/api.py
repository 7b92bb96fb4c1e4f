"""What anybody may ask of the log, and where witnesses leave their cosignatures (docs/algorithms/ledger.md)."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from ninja import Query, Router, Schema, Status

from nyata.core.notekeys import b64
from nyata.ledger.refusals import Code, Refused
from nyata.ledger.selectors import log, proofs
from nyata.ledger.services import witnessing
from nyata.ledger.terms import terms_on

router = Router()
TEXT = "text/plain; charset=utf-8"
NOTE = {"requestBody": {"required": True, "content": {"text/plain": {"schema": {"type": "string"}}}}}


class RefusedOut(Schema):
    """The three keys of every refusal."""

    code: str
    sentence: str
    next: None = None


class ConsistencyOut(Schema):
    """`proof`: base64, nearest first (RFC 9162, 2.1.4)."""

    first: int
    second: int
    proof: list[str]


class KeptOut(Schema):
    """The witness whose cosignature is kept, and the size that it has seen."""

    witness: str
    size: int


REFUSED = dict.fromkeys((400, 403, 404, 409), RefusedOut)


@router.get("/log/checkpoint", auth=None, response={404: RefusedOut})
def checkpoint(request: HttpRequest) -> HttpResponse | Status:
    """The newest checkpoint, a signed note."""
    newest = log.latest_checkpoint()
    if newest is None:
        return _no(Refused(Code.NO_CHECKPOINT))
    return HttpResponse(newest.note, content_type=TEXT, headers={"Cache-Control": "no-store"})


@router.get("/log/consistency", auth=None, response={200: ConsistencyOut, **REFUSED})
def consistency(
    request: HttpRequest, first: int = Query(..., ge=1, lt=2**63), second: int = Query(..., ge=1, lt=2**63)
) -> ConsistencyOut | Status:
    """That the log of `second` leaves begins with that of `first`."""
    try:
        proof = proofs.consistency(first, second)
    except Refused as refused:
        return _no(refused)
    return ConsistencyOut(first=first, second=second, proof=[b64(one) for one in proof])


@router.post("/log/cosignatures", auth=None, openapi_extra=NOTE, response={200: KeptOut, **REFUSED})
def cosignatures(request: HttpRequest) -> KeptOut | Status:
    """The checkpoint as a known witness cosigned it. What is signed is the whole authority: no session is asked."""
    now = timezone.now()
    terms = terms_on(timezone.localdate(now))
    try:
        kept = witnessing.receive(note=request.body, at=now, tolerance=terms.ahead)
    except Refused as refused:
        return _no(refused)
    return KeptOut(witness=kept.witness.name, size=kept.checkpoint.size)


def _no(refused: Refused) -> Status:
    body = {"code": refused.code.value, "sentence": gettext(refused.sentence), "next": None}
    return Status(refused.code.status, body)
