"""The tree of RFC 9162, section 2.1: its hashing, what a proof is made of, and verifying one.

A hash is 32 bytes of SHA-256; leaves are counted from 0; a proof goes from the leaf to the root.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from hashlib import sha256

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()

Range = tuple[int, int]  # leaves: the first, and the one after the last


class Fault(StrEnum):
    """Why a proof proves nothing."""

    TREE_EMPTY = "tree_empty"
    INDEX_OUTSIDE = "index_outside"
    SIZES_REVERSED = "sizes_reversed"
    HASH_LENGTH = "hash_length"
    PROOF_LENGTH = "proof_length"
    TILE_LENGTH = "tile_length"
    FIRST_ROOT_DIFFERS = "first_root_differs"
    ROOT_DIFFERS = "root_differs"


class NotProven(Exception):
    """Nothing was proven. `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def leaf_hash(entry: bytes) -> bytes:
    """The hash of a leaf: SHA-256(0x00 || entry)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node over its two halves: SHA-256(0x01 || left || right)."""
    return sha256(b"\x01" + left + right).digest()


def root_from_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """The root that a tree of `size` leaves has if `leaf` (a leaf hash) is at `index` in it (RFC 9162, 2.1.3.2).

    Raises NotProven where index, size, lengths do not fit each other.
    """
    must_hold(index, size)
    _must_be_hashes(leaf, *proof)
    place, last, root = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise NotProven(Fault.PROOF_LENGTH)
        if place & 1 or place == last:
            root = node_hash(sibling, root)
            place, last = _up_to_a_right_half(place, last)
        else:
            root = node_hash(root, sibling)
        place, last = place >> 1, last >> 1
    if last:
        raise NotProven(Fault.PROOF_LENGTH)
    return root


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Raises NotProven unless `leaf` is at `index` of the tree of `size` leaves with this root."""
    _must_be_hashes(root)
    if root_from_inclusion(leaf, index, size, proof) != root:
        raise NotProven(Fault.ROOT_DIFFERS)


def verify_consistency(first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]) -> None:
    """Raises NotProven unless the tree of `second` leaves begins with that of `first` (RFC 9162, 2.1.4.2).

    The empty tree is refused: every tree begins with it, so there is nothing to prove.
    """
    must_continue(first, second)
    if first == second:
        # Nothing is hashed: one size has one root.
        if proof:
            raise NotProven(Fault.PROOF_LENGTH)
        older, newer = first_root, first_root
    else:
        _must_be_hashes(first_root, second_root, *proof)
        older, newer = _roots_from_consistency(first, second, first_root, proof)
    if older != first_root:
        raise NotProven(Fault.FIRST_ROOT_DIFFERS)
    if newer != second_root:
        raise NotProven(Fault.ROOT_DIFFERS)


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """The leaves under each hash of the proof, nearest first."""
    start, end, ranges = 0, size, []
    while end - start > 1:
        middle = start + _left_half(end - start)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return ranges[::-1]


def consistency_ranges(first: int, second: int) -> list[Range]:
    """The leaves under each hash of the proof, nearest first."""
    start, end, ranges = 0, second, []
    while end != first:
        middle = start + _left_half(end - start)
        if first <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    # Where the first tree is itself a complete subtree at the left, whoever verifies has its root.
    return [*([(start, end)] if start else []), *ranges[::-1]]


def complete_nodes(start: int, end: int) -> Iterator[tuple[int, int]]:
    """Height and index of the complete subtrees over these leaves, from the left."""
    while start < end:
        height = (end - start).bit_length() - 1
        yield height, start >> height
        start += 1 << height


def must_hold(index: int, size: int) -> None:
    """Raises NotProven unless a tree of `size` leaves has one at `index`."""
    if size < 1:
        raise NotProven(Fault.TREE_EMPTY)
    if not 0 <= index < size:
        raise NotProven(Fault.INDEX_OUTSIDE)


def must_continue(first: int, second: int) -> None:
    """Raises NotProven unless a tree of `second` leaves can begin with one of `first`, not empty."""
    if first < 1:
        raise NotProven(Fault.TREE_EMPTY)
    if first > second:
        raise NotProven(Fault.SIZES_REVERSED)


def _roots_from_consistency(first: int, second: int, first_root: bytes, proof: Sequence[bytes]) -> tuple[bytes, bytes]:
    # A first tree that is one complete subtree is its own beginning; the proof leaves it out.
    path = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    if not proof:
        raise NotProven(Fault.PROOF_LENGTH)
    place, last = first - 1, second - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    older = newer = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise NotProven(Fault.PROOF_LENGTH)
        if place & 1 or place == last:
            older, newer = node_hash(sibling, older), node_hash(sibling, newer)
            place, last = _up_to_a_right_half(place, last)
        else:
            newer = node_hash(newer, sibling)
        place, last = place >> 1, last >> 1
    if last:
        raise NotProven(Fault.PROOF_LENGTH)
    return older, newer


def _up_to_a_right_half(place: int, last: int) -> tuple[int, int]:
    """Past the levels where a node at the right edge has no sibling and is carried up as it is."""
    while place and not place & 1:
        place, last = place >> 1, last >> 1
    return place, last


def _must_be_hashes(*hashes: bytes) -> None:
    if any(len(one) != HASH_BYTES for one in hashes):
        raise NotProven(Fault.HASH_LENGTH)


def _left_half(leaves: int) -> int:
    """The largest power of two below a number of leaves (two or more)."""
    return 1 << ((leaves - 1).bit_length() - 1)
