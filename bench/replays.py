"""`python -m bench.replays`: how often a recording is known again, how often an honest burst is taken for one.

Prints two tables and the cost. `--photographs DIR` (one folder a person) adds people, and asks how often two
photographs of one person would pass as the same picture.
"""

import argparse
import itertools
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np

from bench.sittings import drawn, portraits, sit
from nyata.faces.burst import quick_look
from nyata.faces.engine import get_engine
from nyata.faces.film import MIN_FRAMES, Film, film_of, shares
from nyata.faces.images import Pixels, decode, read
from tests.portraits.altering import ALTERATIONS, altered

ENOUGH = 0.9  # policy/verification/repeats.yaml, look_share
OWN = 545  # bursts of one person in the 400 days that marks are kept
TOGETHER = {
    "crop_5 + turn_2 + gamma, quality 40": ("crop_5", "turn_2", "gamma"),
    "mirror + crop_2 + shift_4 + half, quality 40": ("mirror", "crop_2", "shift_4", "half"),
    "turn_5 + contrast, quality 40": ("turn_5", "contrast"),
}
Kind = tuple[str, str]  # whose, what they did


def main(words: Sequence[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="bench.replays", description="recordings and honest bursts")
    parser.add_argument("--people", type=int, default=8)
    parser.add_argument("--sittings", type=int, default=16, help="of each person and kind")
    parser.add_argument("--photographs", type=Path, help="a folder with a folder for each person")
    wanted = parser.parse_args(words)
    bursts = list(_sittings(wanted))
    films = [_film(frames) for _, frames in bursts]
    print(f"{len(bursts)} bursts of {wanted.people} people, {sum(one is None for one in films)} without a film\n")
    made = [(kind, one) for (kind, _), one in zip(bursts, films, strict=True) if one is not None]
    _honest(made)
    _recordings([(frames, one) for (_, frames), one in zip(bursts, films, strict=True) if one is not None][::6])
    if wanted.photographs:
        _photographs(wanted.photographs)
    _cost(bursts[0][1], made)
    return 0


def _film(frames: Sequence[bytes]) -> Film | None:
    return quick_look(frames, [400.0 * at for at in range(len(frames))], []).film


def _sittings(wanted: argparse.Namespace) -> Iterator[tuple[Kind, list[bytes]]]:
    rng = np.random.default_rng(1)
    same, still = drawn(np.random.default_rng(5)), drawn(rng, 0)
    for portrait in portraits(wanted.photographs, wanted.people):
        for at in range(wanted.sittings):
            yield (portrait.name, "the very same challenge, same seat"), sit(portrait, same, rng)
            yield (portrait.name, "no moves, same seat"), sit(portrait, still, rng)
            asked = drawn(rng)
            order = "-".join(one.move for one in asked.moves)
            yield (portrait.name, f"drawn: {order}"), sit(portrait, asked, rng, elsewhere=1.0 + 2.0 * (at % 2))


def _line(name: str, hits: int, of: int, rest: str = "") -> None:
    """A row with the 95 % interval of Wilson."""
    middle, root = (hits + 1.92) / (of + 3.84), 1.96 * (hits * (of - hits) / max(of, 1) + 0.96) ** 0.5 / (of + 3.84)
    low, high = max(0.0, middle - root), min(1.0, middle + root)
    print(
        f"| {name} | {of} | {hits} | {100 * hits / max(of, 1):.2f} % ({100 * low:.2f} to {100 * high:.2f}) | {rest} |"
    )


def _honest(made: Sequence[tuple[Kind, Film]]) -> None:
    met: dict[str, list[float]] = defaultdict(list)
    packed = [film.pack() for _, film in made]
    for at, ((who, what), film) in enumerate(made):
        found = shares(film, packed)
        for other, ((whose, did), share) in enumerate(zip((kind for kind, _ in made), found, strict=True)):
            if at != other:
                met[_relation(who == whose, what, did)].append(float(share))
    print("| honest pairs | n | taken for a recording | rate (95 %) | largest share |\n|---|---|---|---|---|")
    for name, seen in sorted(met.items()):
        _line(name, sum(share >= ENOUGH for share in seen), len(seen), f"{max(seen):.2f}")


def _relation(same_person: bool, what: str, did: str) -> str:
    if not same_person:
        return "different people"
    if what != did:
        return "one person, other moves"
    return "one person, the same order drawn again" if what.startswith("drawn") else f"one person, {what}"


def _recordings(picked: Sequence[tuple[list[bytes], Film]]) -> None:
    ways = {name: ((name,), 70) for name in ALTERATIONS} | {name: (ways, 40) for name, ways in TOGETHER.items()}
    ways |= {"encoded anew, quality 50": ((), 50), "encoded anew, quality 30": ((), 30)}
    print("\n| recordings | n | known again | rate (95 %) | least share |\n|---|---|---|---|---|")
    for name, (steps, quality) in ways.items():
        found = []
        for frames, film in picked:
            new = _film([altered(one, *steps, quality=quality) for one in frames])
            found.append(0.0 if new is None else float(shares(new, [film.pack()])[0]))
        _line(name, sum(share >= ENOUGH for share in found), len(found), f"{min(found):.2f}")


def _photographs(folder: Path) -> None:
    """Two photographs of one person, each as a burst in which nothing moves: only the picture itself can differ."""
    films: dict[str, list[Film]] = defaultdict(list)
    for path in sorted(folder.glob("*/*")):
        if (film := _standing(read(path))) is not None:
            films[path.parent.name].append(film)
    pairs = [pair for own in films.values() for pair in itertools.combinations(own, 2)]
    alike = sum(shares(one, [other.pack()])[0] >= ENOUGH for one, other in pairs)
    print("\n| photographs | n | pass as one picture | rate (95 %) | |\n|---|---|---|---|---|")
    _line("one person", int(alike), len(pairs))


def _standing(picture: Pixels) -> Film | None:
    small = np.asarray(cv2.resize(picture, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA), np.uint8)
    found = get_engine().near.find(small)
    points = max(found, key=lambda one: one.side).points if found else None
    return film_of([small] * MIN_FRAMES, [points] * MIN_FRAMES)


def _cost(frames: Sequence[bytes], made: Sequence[tuple[Kind, Film]]) -> None:
    pictures = [decode(one, reduce=4) for one in frames]
    points = [found[0].points if (found := get_engine().near.find(one)) else None for one in pictures]
    (who, what), film = made[0]
    strangers = [one.pack() for (whose, _), one in made if whose not in (who, "somebody else")]  # hers is the same room
    twins = [one.pack() for kind, one in made[1:] if kind == (who, what)]
    print("\n| processor time | ms, best | median |\n|---|---|---|")
    _clock("film of 12 quarter-size frames", lambda: film_of(pictures, points))
    _clock("pack", film.pack)
    _clock(f"against {OWN} bursts of other days, none near", lambda: shares(film, _many(strangers)))
    _clock(f"against {OWN} bursts, all of the same seat and challenge", lambda: shares(film, _many(twins)))


def _many(packed: Sequence[bytes]) -> list[bytes]:
    return list(itertools.islice(itertools.cycle(packed), OWN))


def _clock(name: str, run: Callable[[], object], times: int = 100) -> None:
    took = []
    for _ in range(times):
        began = time.process_time()
        run()
        took.append(1000 * (time.process_time() - began))
    print(f"| {name} | {min(took):.2f} | {float(np.median(took)):.2f} |")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
