"""Reads the one multipart body this room accepts: small, strict, whole or refused.

Django's own parser is made for any form: it forgives a body that is cut short, and it takes several milliseconds for
twelve frames. A bundle is signed, so nothing about it needs to be forgiven.
"""

import re
from dataclasses import dataclass
from typing import Protocol

from nyata.core.bundle import BODY_BYTES
from nyata.core.reasons import Reason

MAX_PARTS = 24
MAX_PART_HEAD = 500
# Of a body that is too large so much is still taken off the wire, so that the sender hears why.
POURED_AWAY = 40_000_000

_BOUNDARY = re.compile(
    r"^multipart/form-data\s*;.*?\bboundary=(?:\"([^\"\r\n]{1,70})\"|([\w'()+,./:=?-]{1,70}))", re.IGNORECASE
)
_NAME = re.compile(rb"^content-disposition:[ \t]*form-data[ \t]*;[ \t]*name=\"([a-z_]{1,20})\"", re.I | re.M)
_TYPE = re.compile(rb"^content-type:[ \t]*([\w/+.-]{1,40})", re.I | re.M)


class BodyRefused(ValueError):
    """The body is no bundle, for this reason."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Readable(Protocol):
    """The part of a request that is needed here."""

    def read(self, size: int = ..., /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Part:
    """One field of the form: its name, media type ("" where none is given) and bytes."""

    name: str
    media_type: str
    body: bytes


def read_body(stream: Readable, declared: str) -> bytes:
    """The whole body, never more than BODY_BYTES of it. Raises BodyRefused.

    `declared` is the Content-Length header; it must be there, be true, and be small enough before a byte is kept.
    """
    if not declared.isascii() or not declared.isdigit():
        raise BodyRefused(Reason.MALFORMED)
    length = int(declared)
    if length > BODY_BYTES:
        _pour_away(stream, min(length, POURED_AWAY))
        raise BodyRefused(Reason.BODY_TOO_LARGE)
    pieces, left = [], length
    while left:
        try:
            piece = stream.read(left)
        except OSError as error:  # the phone went away
            raise BodyRefused(Reason.TRUNCATED) from error
        if not piece:
            raise BodyRefused(Reason.TRUNCATED)
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def _pour_away(stream: Readable, length: int) -> None:
    """Read and keep nothing: whoever is answered while still sending sees a broken connection and not the answer."""
    try:
        while length > 0 and (piece := stream.read(min(length, 65_536))):
            length -= len(piece)
    except OSError:
        return


def parse(body: bytes, content_type: str) -> list[Part]:
    """The parts of a multipart/form-data body, in order. Raises BodyRefused for anything else."""
    found = _BOUNDARY.match(content_type)
    if found is None:
        raise BodyRefused(Reason.MALFORMED)
    mark = b"--" + (found[1] or found[2]).encode("latin-1")
    # A browser writes no preamble; whoever does gets a refusal and not a guess.
    pieces = (b"\r\n" + body).split(b"\r\n" + mark)
    if len(pieces) < 2 or pieces[0]:
        raise BodyRefused(Reason.MALFORMED)
    if pieces[-1] not in (b"--", b"--\r\n"):
        raise BodyRefused(Reason.TRUNCATED)
    if len(pieces) - 2 > MAX_PARTS:
        raise BodyRefused(Reason.TOO_MANY_FRAMES)
    return [_part(piece) for piece in pieces[1:-1]]


def _part(piece: bytes) -> Part:
    if not piece.startswith(b"\r\n"):
        raise BodyRefused(Reason.MALFORMED)
    end = piece.find(b"\r\n\r\n", 0, MAX_PART_HEAD)
    if end < 0:
        raise BodyRefused(Reason.MALFORMED)
    head = piece[2:end]
    name, media = _NAME.search(head), _TYPE.search(head)
    if name is None or b"content-transfer-encoding" in head.lower():
        raise BodyRefused(Reason.MALFORMED)
    return Part(name[1].decode(), media[1].decode().lower() if media else "", piece[end + 4 :])
