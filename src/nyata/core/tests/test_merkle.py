import base64
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nyata.core.growth import Edge, edge_tiles, root_of
from nyata.core.merkle import (
    EMPTY_ROOT,
    Fault,
    NotProven,
    leaf_hash,
    node_hash,
    root_from_inclusion,
    verify_consistency,
    verify_inclusion,
)
from nyata.core.tests import rfc9162
from nyata.core.tiles import WIDTH, Tile, Tree, tile_at

LEAVES = [leaf_hash(b"%d" % n) for n in range(1500)]
SIZES = st.integers(1, 1500) | st.sampled_from([1, 2, 15, 16, 17, 255, 256, 257, 511, 512, 1023, 1024, 1025])


def tiles_of(leaves: list[bytes]) -> dict[tuple[int, int], bytes]:
    """What somebody has stored who appended these leaves: complete tiles and the edge."""
    edge, complete = Edge().grown(b"".join(leaves))
    stored = {(tile.level, tile.number): hashes for tile, hashes in complete.items()}
    stored |= {(tile.level, tile.number): row for tile, row in zip(edge_tiles(edge.size), edge.rows, strict=True)}
    return stored


STORED = tiles_of(LEAVES)


def read(tiles) -> dict[Tile, bytes]:
    """A tile of a smaller tree is the beginning of what is stored."""
    return {tile: STORED[tile.level, tile.number][: 32 * tile.width] for tile in tiles}


def fault_of(call, *given) -> Fault | None:
    try:
        call(*given)
    except NotProven as refused:
        return refused.fault
    return None


@pytest.mark.shared_data
def test_roots_and_proofs_are_those_of_the_published_vectors(vectors: Path):
    published = json.loads((vectors / "merkle_vectors.json").read_text())
    leaves = [leaf_hash(bytes.fromhex(entry)) for entry in published["leaf_inputs_hex"]]
    assert [leaf.hex() for leaf in leaves] == published["leaf_hashes_hex"]
    assert [root_of(leaves[:n]).hex() for n in range(9)] == published["roots_hex_n0_to_n8"]
    assert node_hash(b"N123", b"N456").hex() == published["single_hash_vectors"][3]["hex"]
    stored = tiles_of(leaves)

    def tree(size):
        return Tree(size, lambda tiles: {t: stored[t.level, t.number][: 32 * t.width] for t in tiles})

    for case in published["inclusion_proofs_all"]:
        proof = tree(case["tree_size"]).inclusion_proof(case["leaf_index"])
        assert [one.hex() for one in proof] == case["proof"]
        leaf, root = bytes.fromhex(case["leaf_hash"]), bytes.fromhex(case["root"])
        verify_inclusion(leaf, case["leaf_index"], case["tree_size"], proof, root)
    for case in published["consistency_proofs_all"]:
        proof = tree(case["size2"]).consistency_proof(case["size1"])
        assert [one.hex() for one in proof] == case["proof"]
        verify_consistency(case["size1"], case["size2"], *(bytes.fromhex(case[r]) for r in ("root1", "root2")), proof)


@pytest.mark.shared_data
@pytest.mark.parametrize("kind, count", [("inclusion", 98), ("consistency", 98)])
def test_the_published_probes_are_accepted_and_refused_as_published(vectors: Path, kind: str, count: int):
    probes = json.loads((vectors / "merkle_vectors.json").read_text())["published_probes"][kind]
    assert len(probes) == count
    for probe in probes:
        proof = [base64.b64decode(one) for one in probe["proof"] or []]
        hashes = {
            name: base64.b64decode(probe[name] or "") for name in ("root", "leafHash", "root1", "root2") & probe.keys()
        }
        if kind == "inclusion":
            given = (hashes["leafHash"], probe["leafIdx"], probe["treeSize"], proof, hashes["root"])
            fault = fault_of(verify_inclusion, *given)
        else:
            given = (probe["size1"], probe["size2"], hashes["root1"], hashes["root2"], proof)
            fault = fault_of(verify_consistency, *given)
        assert (fault is not None) == probe["wantErr"], probe["desc"]


def test_a_tree_of_nothing_has_the_hash_of_nothing():
    assert root_of([]) == EMPTY_ROOT == Tree(0, read).root() == Edge.read(0, read).root() == rfc9162.mth([])


@given(size=SIZES, data=st.data())
@settings(max_examples=60, deadline=None)
def test_the_proofs_out_of_tiles_are_those_of_the_plain_reading_of_the_rfc(size: int, data: st.DataObject):
    index, first = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    tree, leaves = Tree(size, read), LEAVES[:size]
    root = rfc9162.mth(leaves)
    assert tree.root() == root == Edge.read(size, read).root()
    assert tree.inclusion_proof(index) == rfc9162.path(index, leaves)
    assert tree.consistency_proof(first) == rfc9162.proof(first, leaves)
    verify_inclusion(leaves[index], index, size, tree.inclusion_proof(index), root)
    verify_consistency(first, size, rfc9162.mth(leaves[:first]), root, tree.consistency_proof(first))


@given(size=SIZES, data=st.data())
@settings(max_examples=60, deadline=None)
def test_one_changed_byte_anywhere_proves_nothing(size: int, data: st.DataObject):
    index, first = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    tree, flip = Tree(size, read), data.draw(st.integers(1, 255))
    roots, at = [Tree(first, read).root(), tree.root()], data.draw(st.integers(0, 31))

    def changed(hashes: list[bytes], which: int) -> list[bytes]:
        one = bytearray(hashes[which])
        one[at] ^= flip
        return [*hashes[:which], bytes(one), *hashes[which + 1 :]]

    given = [LEAVES[index], tree.root(), *tree.inclusion_proof(index)]
    leaf, root, *proof = changed(given, data.draw(st.integers(0, len(given) - 1)))
    assert fault_of(verify_inclusion, leaf, index, size, proof, root) is Fault.ROOT_DIFFERS
    given = [*roots, *tree.consistency_proof(first)]
    older, newer, *proof = changed(given, data.draw(st.integers(0, len(given) - 1)))
    fault = fault_of(verify_consistency, first, size, older, newer, proof)
    assert fault in {Fault.ROOT_DIFFERS, Fault.FIRST_ROOT_DIFFERS}


@given(parts=st.lists(st.integers(0, 400), max_size=4))
@settings(max_examples=40, deadline=None)
def test_growing_in_parts_is_growing_at_once(parts: list[int]):
    edge, complete, at = Edge(), {}, 0
    for part in parts:
        edge, more = edge.grown(b"".join(LEAVES[at : at + part]))
        assert not complete.keys() & more.keys()
        complete |= more
        at = min(at + part, len(LEAVES))
    assert (edge, complete) == Edge().grown(b"".join(LEAVES[:at]))
    assert edge == Edge.read(at, read)
    assert all(len(hashes) == 32 * WIDTH == 32 * tile.width for tile, hashes in complete.items())


def test_sixteen_tiles_make_a_hash_of_the_next_level_and_so_on_up():
    """65,536 leaves fill a tile of the fourth level; one more begins the next of each."""
    leaves = [leaf_hash(n.to_bytes(4, "big")) for n in range(65_537)]
    edge, complete = Edge().grown(b"".join(leaves))
    assert edge.root() == rfc9162.mth(leaves)
    assert [len(row) // 32 for row in edge.rows] == [1, 0, 0, 0, 1]
    assert len(complete) == 4096 + 256 + 16 + 1
    stored = complete | dict(zip(edge_tiles(65_537), edge.rows, strict=True))
    tree = Tree(65_537, lambda tiles: {tile: stored[tile] for tile in tiles})
    for index in (0, 15, 16, 255, 256, 65_535, 65_536):
        assert tree.inclusion_proof(index) == rfc9162.path(index, leaves)
    for first in (1, 16, 256, 65_535, 65_536, 65_537):
        assert tree.consistency_proof(first) == rfc9162.proof(first, leaves)


def test_a_proof_in_ten_million_leaves_reads_a_handful_of_tiles():
    asked: list[Tile] = []

    def zeros(tiles):
        asked.extend(tiles)
        return {tile: bytes(32 * tile.width) for tile in tiles}

    Tree(10_000_000, zeros).inclusion_proof(5_123_456)
    assert len(asked) <= 12
    asked.clear()
    Tree(10_000_000, zeros).consistency_proof(9_123_456)
    assert len(asked) <= 16


def test_a_tree_asks_for_a_tile_once():
    asked: list[Tile] = []

    def counted(tiles):
        asked.extend(tiles)
        return read(tiles)

    tree = Tree(1500, counted)
    assert [tree.inclusion_proof(n) for n in range(10)] == [rfc9162.path(n, LEAVES) for n in range(10)]
    assert len(asked) == len(set(asked))


ROOT, PROOF = Tree(7, read).root(), Tree(7, read).inclusion_proof(3)


@pytest.mark.parametrize(
    "leaf, index, size, proof, root, fault",
    [
        (LEAVES[3], 3, 0, [], ROOT, Fault.TREE_EMPTY),
        (LEAVES[3], 7, 7, PROOF, ROOT, Fault.INDEX_OUTSIDE),
        (LEAVES[3], -1, 7, PROOF, ROOT, Fault.INDEX_OUTSIDE),
        (LEAVES[3][:31], 3, 7, PROOF, ROOT, Fault.HASH_LENGTH),
        (LEAVES[3], 3, 7, PROOF, ROOT + b"\0", Fault.HASH_LENGTH),
        (LEAVES[3], 3, 7, [b"", *PROOF[1:]], ROOT, Fault.HASH_LENGTH),
        (LEAVES[3], 3, 7, PROOF[1:], ROOT, Fault.PROOF_LENGTH),
        (LEAVES[3], 3, 7, [*PROOF, ROOT], ROOT, Fault.PROOF_LENGTH),
        (LEAVES[3], 3, 9, PROOF, ROOT, Fault.PROOF_LENGTH),
        (LEAVES[4], 3, 7, PROOF, ROOT, Fault.ROOT_DIFFERS),
        (LEAVES[3], 2, 7, PROOF, ROOT, Fault.ROOT_DIFFERS),
    ],
)
def test_what_does_not_fit_says_why_there_is_no_inclusion(leaf, index, size, proof, root, fault):
    assert fault_of(verify_inclusion, leaf, index, size, proof, root) is fault


FIRST_ROOT, LATER = Tree(4, read).root(), Tree(7, read).consistency_proof(4)


@pytest.mark.parametrize(
    "first, second, older, newer, proof, fault",
    [
        (0, 7, EMPTY_ROOT, ROOT, [], Fault.TREE_EMPTY),
        (7, 4, ROOT, FIRST_ROOT, LATER, Fault.SIZES_REVERSED),
        (4, 7, FIRST_ROOT[:5], ROOT, LATER, Fault.HASH_LENGTH),
        (4, 7, FIRST_ROOT, ROOT, [], Fault.PROOF_LENGTH),
        (4, 7, FIRST_ROOT, ROOT, [*LATER, ROOT], Fault.PROOF_LENGTH),
        (3, 7, FIRST_ROOT, ROOT, LATER, Fault.PROOF_LENGTH),
        (7, 7, ROOT, ROOT, LATER, Fault.PROOF_LENGTH),
        (7, 7, ROOT, FIRST_ROOT, [], Fault.ROOT_DIFFERS),
        (4, 7, FIRST_ROOT, EMPTY_ROOT, LATER, Fault.ROOT_DIFFERS),
        (5, 7, FIRST_ROOT, ROOT, Tree(7, read).consistency_proof(5), Fault.FIRST_ROOT_DIFFERS),
    ],
)
def test_what_does_not_fit_says_why_nothing_is_consistent(first, second, older, newer, proof, fault):
    assert fault_of(verify_consistency, first, second, older, newer, proof) is fault


def test_a_leaf_proves_the_root_it_would_have():
    assert root_from_inclusion(LEAVES[3], 3, 7, PROOF) == ROOT


def test_there_is_no_proof_for_what_is_not_in_the_tree():
    assert fault_of(Tree(7, read).inclusion_proof, 7) is Fault.INDEX_OUTSIDE
    assert fault_of(Tree(0, read).inclusion_proof, 0) is Fault.TREE_EMPTY
    assert fault_of(Tree(7, read).consistency_proof, 8) is Fault.SIZES_REVERSED
    assert fault_of(Tree(7, read).consistency_proof, 0) is Fault.TREE_EMPTY


@pytest.mark.parametrize("held", [b"", bytes(31), bytes(32 * 8)])
def test_a_stored_tile_of_the_wrong_length_is_no_ground_for_anything(held: bytes):
    def broken(tiles):
        return {tile: held for tile in tiles if held}

    assert fault_of(Tree(7, broken).root) is Fault.TILE_LENGTH
    assert fault_of(Edge.read, 7, broken) is Fault.TILE_LENGTH


def test_half_a_leaf_is_not_appended():
    assert fault_of(Edge().grown, bytes(33)) is Fault.HASH_LENGTH


def test_a_tile_is_as_wide_as_its_tree():
    assert tile_at(0, 17, 300) == Tile(0, 17, 16)
    assert tile_at(0, 18, 300) == Tile(0, 18, 12)
    assert tile_at(1, 1, 300) == Tile(1, 1, 2)
    assert tile_at(2, 0, 300) == Tile(2, 0, 1)
