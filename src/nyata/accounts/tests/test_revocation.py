"""Attestation certificates that are no longer believed: such a phone is unproven, never refused."""

import json
import os

import pytest

from nyata.accounts.registration import verify_registration
from nyata.accounts.revocation import RevocationListWrong, revoked_serials
from nyata.accounts.tests.authenticator import ORIGIN, AndroidChain, Authenticator

CHALLENGE = bytes(range(32))


@pytest.fixture
def listed(tmp_path):
    def write(*serials: str, text: str | None = None, status: str = "REVOKED") -> str:
        entries = {serial: {"status": status, "reason": "KEY_COMPROMISE"} for serial in serials}
        file = tmp_path / "status.json"
        file.write_text(json.dumps({"entries": entries}) if text is None else text)
        return str(file)

    return write


def made(path: str, chain: AndroidChain):
    answer = Authenticator().create(CHALLENGE, attestation="android-key", chain=chain)
    return verify_registration(answer, challenge=CHALLENGE, origin=ORIGIN, roots=[chain.root_pem], revoked=path)


def serials(chain: AndroidChain) -> list[str]:
    """Of leaf, intermediate and root, as Google writes them."""
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    return [f"{x509.load_der_x509_certificate(one).serial_number:x}" for one in chain.certify(key, bytes(32))]


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("status", ["REVOKED", "SUSPENDED"])
def test_a_revoked_certificate_anywhere_in_the_chain_leaves_the_key_unproven(listed, place, status):
    chain = AndroidChain()
    found = made(listed(serials(chain)[place], status=status), chain)
    assert (found.in_hardware, found.attestation_format) == (False, "android-key")
    assert "revoked certificate" in found.doubt


@pytest.mark.parametrize("path", ["", "other"])
def test_a_chain_that_no_list_names_is_believed(listed, path):
    found = made(listed("abc123") if path else "", AndroidChain())
    assert (found.in_hardware, found.doubt) == (True, "")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"entries": []}', '{"entries": {"xyz": {"status": "REVOKED"}}}',
             '{"entries": {"ab": {}}}', '{"entries": {"ab": {"status": "FINE"}}}'],
)  # fmt: skip
def test_a_list_that_cannot_be_read_believes_nobody_and_refuses_nobody(listed, text):
    path = listed(text=text)
    with pytest.raises(RevocationListWrong):
        revoked_serials(path)
    found = made(path, AndroidChain())
    assert (found.in_hardware, found.doubt) == (False, "the list of revoked certificates cannot be read")


def test_a_file_that_is_not_there_says_so(tmp_path):
    with pytest.raises(RevocationListWrong, match="cannot be read"):
        revoked_serials(str(tmp_path / "none.json"))


def test_a_new_list_is_read_without_a_restart(listed):
    path = listed("ab")
    assert revoked_serials(path) == {0xAB}
    listed("ab", "cd")
    os.utime(path, (1, 1))
    assert revoked_serials(path) == {0xAB, 0xCD}
