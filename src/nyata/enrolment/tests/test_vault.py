"""What is sealed opens for the same person and place only, and never without the wrapping key."""

import base64

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from nyata.enrolment import vault
from nyata.enrolment.models import DataKey

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))


def data_key(person_id=7, wrapping_key=None) -> DataKey:
    wrapping_key = wrapping_key or next(iter(vault.keyring().values()))
    return DataKey(
        person_id=person_id,
        wrapped=vault.wrap(person_id, KEY, wrapping_key),
        wrapping_key_id=vault.key_id(wrapping_key),
    )


@hypothesis_settings(deadline=None)
@given(st.binary(max_size=2000), st.binary(max_size=30))
def test_what_was_sealed_opens(plain, place):
    key = data_key()
    sealed = vault.seal(key, plain, place)
    assert vault.unseal(key, sealed, place) == plain
    assert sealed != vault.seal(key, plain, place)


@pytest.mark.parametrize("key, place", [(data_key(8), b"a"), (data_key(), b"b")])
def test_it_opens_for_nobody_else_and_nowhere_else(key, place):
    sealed = vault.seal(data_key(), b"plain", b"a")
    with pytest.raises(vault.Unsealable):
        vault.unseal(key, sealed, place)


def test_any_changed_byte_keeps_it_shut():
    sealed = vault.seal(data_key(), b"plain", b"a")
    for at in range(len(sealed)):
        changed = bytearray(sealed)
        changed[at] ^= 1
        with pytest.raises(vault.Unsealable):
            vault.unseal(data_key(), bytes(changed), b"a")


@pytest.mark.parametrize("nothing", [b"", b"\x01", b"\x01" * 12, b"\x02" * 40])
def test_what_was_erased_or_cut_does_not_open(nothing):
    with pytest.raises(vault.Unsealable):
        vault.unseal(data_key(), nothing, b"a")


def test_a_data_key_moved_to_another_person_does_not_open():
    row = data_key(7)
    row.person_id = 8
    with pytest.raises(vault.Unsealable):
        vault.unwrap(row)


def test_without_the_wrapping_key_nothing_opens():
    with pytest.raises(vault.Unsealable, match="not configured"):
        vault.unwrap(data_key(wrapping_key=OTHER))


def test_while_keys_are_rotated_both_open_and_the_new_one_wraps(monkeypatch, people, now):
    old = vault.data_key_for(people.servant, now)
    monkeypatch.setenv(vault.NEW_KEY, base64.b64encode(OTHER).decode())
    new = vault.data_key_for(people.supervisor, now)
    assert new.wrapping_key_id == vault.key_id(OTHER) != old.wrapping_key_id
    assert len(vault.unwrap(old)) == len(vault.unwrap(new)) == 32


@pytest.mark.parametrize(
    "text", ["", "zzz", "!!!!", base64.b64encode(bytes(31)).decode(), base64.b64encode(bytes(33)).decode()]
)
def test_a_wrapping_key_is_32_bytes_in_base64(text):
    with pytest.raises(vault.WrappingKeyWrong):
        vault.read_key(text)


def test_everybody_has_one_key_of_their_own(people, now):
    mine = vault.data_key_for(people.servant, now)
    assert vault.data_key_for(people.servant, now).pk == mine.pk
    theirs = vault.data_key_for(people.supervisor, now)
    assert vault.unwrap(mine) != vault.unwrap(theirs)
    assert vault.unwrap(mine) not in bytes(mine.wrapped)
