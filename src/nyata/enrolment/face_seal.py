"""Sealing a template and its photograph for one enrolment: bytes moved to another row of the same person stay shut."""

from nyata.enrolment import vault

TEMPLATE, PHOTO = b"template", b"photo"


def seal_face(data_key: vault.Wrapped, plain: bytes, what: bytes, enrolment: int | None) -> bytes:
    """Seal TEMPLATE or PHOTO for the enrolment with this id; None where there was none."""
    return vault.seal(data_key, plain, _place(what, enrolment), form=vault.BOUND)


def open_face(data_key: vault.Wrapped, sealed: bytes, what: bytes, enrolment: int | None) -> bytes:
    """What `seal_face` was given. Raises vault.Unsealable."""
    return vault.unseal(data_key, sealed, _place(what, enrolment))


def seal_anew(data_key: vault.Wrapped, sealed: bytes, what: bytes, enrolment: int | None) -> bytes:
    """Bind a face to its enrolment that was sealed when only the person was named; one that is bound comes as it is.

    Called once, by the migration to bound faces: `open_face` no longer opens the former ones, so that no old bytes
    put back under another enrolment can serve. Raises vault.Unsealable.
    """
    if bytes(sealed[:1]) != vault.FORM:
        return sealed
    return seal_face(data_key, vault.unseal(data_key, sealed, what), what, enrolment)


def _place(what: bytes, enrolment: int | None) -> bytes:
    return what + b"\x00" + (enrolment or 0).to_bytes(8, "big")
