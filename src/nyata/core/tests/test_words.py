import re

import pytest

from nyata.core.words import WORDS, grouped, spoken


def letters_apart(one: str, other: str) -> int:
    """How many letters to change, add or leave out to hear one word for another."""
    row = list(range(len(other) + 1))
    for n, letter in enumerate(one, 1):
        above, row = row, [n]
        for at, heard in enumerate(other, 1):
            row.append(min(above[at] + 1, row[-1] + 1, above[at - 1] + (letter != heard)))
    return row[-1]


def test_there_is_a_word_for_every_byte_and_the_list_is_in_order():
    assert len(WORDS) == 256
    assert list(WORDS) == sorted(WORDS)


def test_four_letters_tell_a_word():
    assert len({word[:4] for word in WORDS}) == 256


def test_words_are_short_and_plain():
    assert all(re.fullmatch("[a-z]{4,8}", word) for word in WORDS)


def test_no_two_words_are_one_letter_apart():
    alike = [(a, b) for n, a in enumerate(WORDS) for b in WORDS[n + 1 :] if letters_apart(a, b) < 2]
    assert not alike


def test_a_root_is_read_as_the_words_of_its_first_eight_bytes():
    assert spoken(bytes([0, 255, 1, 254, 2, 253, 3, 252]) + bytes(24)) == (
        *("abadi", "zaitun", "adat", "yakin", "ajaib", "wujud", "aksara", "wortel"),
    )


@pytest.mark.parametrize("root", [b"", bytes(31), bytes(33)])
def test_what_is_no_root_has_no_words(root: bytes):
    with pytest.raises(ValueError, match="32 bytes"):
        spoken(root)


def test_text_stands_in_groups():
    assert grouped("0123456789ab") == "0123 4567 89ab"
    assert grouped("0123456789", 8) == "01234567 89"
    assert grouped("") == ""
