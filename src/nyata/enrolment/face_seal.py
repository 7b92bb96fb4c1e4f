"""Sealing a template and its photograph for one enrolment: bytes moved to another row of the same person stay shut."""

from nyata.enrolment import vault

TEMPLATE, PHOTO = b"template", b"photo"


def seal_face(data_key: vault.Wrapped, plain: bytes, what: bytes, enrolment: int | None) -> bytes:
    """Seal TEMPLATE or PHOTO for the enrolment with this id; None where there was none."""
    return vault.seal(data_key, plain, _place(what, enrolment), form=vault.BOUND)


def open_face(data_key: vault.Wrapped, sealed: bytes, what: bytes, enrolment: int | None) -> bytes:
    """What `seal_face` was given. Raises vault.Unsealable.

    Faces sealed before enrolments were bound name the person only, and open for any enrolment of theirs.
    """
    is_bound = sealed[:1] == vault.BOUND
    return vault.unseal(data_key, sealed, _place(what, enrolment) if is_bound else what)


def _place(what: bytes, enrolment: int | None) -> bytes:
    return what + b"\x00" + (enrolment or 0).to_bytes(8, "big")
