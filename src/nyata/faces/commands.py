"""`nyata faces verify | evaluate | burst`: the engine from the command line.

Exit codes: 0 done, 1 weights missing or changed, 2 a file or an argument that cannot be used (it is named).
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nyata.faces.embedder import Embedding
    from nyata.faces.engine import Engine

Run = Callable[[argparse.Namespace], int]
_DEFAULT_SPACING_MS = 450.0


class _Unusable(Exception):
    """What was given cannot be used; the message names it."""


def register(subparsers: Any) -> None:
    """Add `faces` with its commands to an argparse sub-parser object."""
    faces = subparsers.add_parser("faces", help="compare faces, measure the engine, read a burst")
    commands = faces.add_subparsers(dest="faces_command", required=True)
    verify = commands.add_parser("verify", help="are these two photographs of one person?")
    verify.add_argument("photographs", nargs=2, type=Path, metavar="PHOTOGRAPH")
    _finish(verify, _verify)
    evaluate = commands.add_parser("evaluate", help="error rates over pairs of photographs")
    evaluate.add_argument("--pairs", type=Path, required=True, help="CSV: image_a,image_b,same_person (1 or 0)")
    evaluate.add_argument("--images", type=Path, required=True, help="the folder the CSV's paths start from")
    evaluate.add_argument(
        "--many", type=int, metavar="PEOPLE", help="also the threshold for searching among so many people"
    )
    _finish(evaluate, _evaluate)
    burst = commands.add_parser("burst", help="moves, liveness and identity of a burst of frames")
    burst.add_argument("frames", nargs="+", type=Path, metavar="FRAME")
    burst.add_argument("--moves", default="", help="asked for, in order: left,right,closer (the person's own)")
    burst.add_argument("--enrolled", default="", help="photographs of the person expected, separated by commas")
    burst.add_argument("--times", default="", help="offset of every frame in ms, separated by commas")
    _finish(burst, _burst)


def _finish(parser: argparse.ArgumentParser, run: Callable[[argparse.Namespace, Engine], int]) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=_guarded(run))


def _guarded(run: Callable[[argparse.Namespace, Engine], int]) -> Run:
    """A command that loads the engine first and turns what may go wrong into one line and an exit code."""

    def guarded(args: argparse.Namespace) -> int:
        from nyata.faces.engine import get_engine
        from nyata.faces.evaluate import PairsUnreadable
        from nyata.faces.images import ImageUnreadable
        from nyata.faces.weights import WeightsError

        try:
            return run(args, get_engine())
        except WeightsError as error:
            return _fail(str(error), 1, args.json)
        except (_Unusable, ImageUnreadable, PairsUnreadable) as error:
            return _fail(str(error), 2, args.json)

    return guarded


def _fail(message: str, code: int, as_json: bool) -> int:
    """One line that names what cannot be used; for programs the two keys that every command of Nyata answers with."""
    print(f"nyata faces: {message}", file=sys.stderr)
    if as_json:
        mend = "Run `make setup` again." if code == 1 else "Give another file or argument."
        print(json.dumps({"error": message, "mend": mend}, ensure_ascii=False))
    return code


def _embedding(path: Path, engine: Engine) -> Embedding:
    from nyata.faces import images

    face = engine.face(images.read(path))
    if face is None:
        raise _Unusable(f"{path}: no face found")
    return engine.embed(face)


def _verify(args: argparse.Namespace, engine: Engine) -> int:
    from nyata.faces.template import VerifyLimits, similarity

    one, other = (_embedding(path, engine) for path in args.photographs)
    cosine = similarity(one, other)
    decision = VerifyLimits().decide(cosine)
    if args.json:
        print(json.dumps({"similarity": round(cosine, 4), "decision": decision}))
    else:
        print(f"{decision} (similarity {cosine:.3f})")
    return 0


def _progress(done: int, total: int) -> None:
    if done == total or done % 20 == 0:
        end = "\n" if done == total else ""
        print(f"\r{done} of {total} photographs", end=end, file=sys.stderr, flush=True)


def _evaluate(args: argparse.Namespace, engine: Engine) -> int:
    from nyata.faces import evaluate

    pairs = evaluate.read_pairs(args.pairs)
    paths = [args.images / name for name in pairs.files]
    missing = next((path for path in paths if not path.is_file()), None)
    if missing is not None:
        raise _Unusable(f"{missing}: no such file, but {args.pairs} names it")
    vectors, found = evaluate.embed_files(paths, engine, _progress)
    cosines = evaluate.scores(pairs, vectors, found)
    rates = evaluate.rates(pairs, cosines, int((~found).sum()))
    report: dict[str, Any] = {
        "pairs": rates.pairs,
        "no_face": rates.no_face,
        "eer": _rounded(rates.eer),
        "tar_at_far": {name: _rounded(value) for name, value in rates.tar_at_far.items()},
    }
    if args.many:
        report["many"] = _many(args.many, pairs, cosines)
    if args.json:
        print(json.dumps(report))
        return 0
    print(f"{rates.pairs} pairs; photographs without a face: {rates.no_face}")
    print(f"equal error rate {_percent(rates.eer)}")
    for name, value in rates.tar_at_far.items():
        at = rates.thresholds[name]
        print(f"accepted at false accepts {name}: {_percent(value)}" + (f" (cosine {at:.3f})" if at else ""))
    if args.many:
        many = report["many"]
        print(f"among {args.many}: cosine {many['threshold']} ({many['low']} to {many['high']}), uncalibrated")
    return 0


def _many(gallery: int, pairs: Any, cosines: Any) -> dict[str, Any]:
    import numpy as np

    from nyata.faces.many import many_threshold, people_of

    person = people_of(len(pairs.files), pairs.first[pairs.same], pairs.second[pairs.same])
    usable = ~pairs.same & np.isfinite(cosines)
    try:
        many = many_threshold(
            cosines[usable], person[pairs.first[usable]], person[pairs.second[usable]], gallery=gallery
        )
    except ValueError as error:
        raise _Unusable(f"--many: {error}") from error
    rounded = {name: round(v, 4) if isinstance(v, float) else v for name, v in asdict(many).items()}
    return rounded | {"rate": many.rate}


def _burst(args: argparse.Namespace, engine: Engine) -> int:
    from nyata.faces import images
    from nyata.faces.burst import quick_look
    from nyata.faces.deep import deep_look
    from nyata.faces.motion import AskedMove, Move
    from nyata.faces.template import make_template

    unknown = [name for name in _words(args.moves) if name not in tuple(Move)]
    if unknown:
        raise _Unusable(f"--moves: {unknown[0]!r} is none of {', '.join(Move)}")
    moves = [AskedMove(Move(name)) for name in _words(args.moves)]
    frames = [images.read_frame(path) for path in args.frames]
    times = _times(args.times, len(frames))
    enrolled = [_embedding(Path(name), engine) for name in _words(args.enrolled)]
    template = make_template(enrolled) if enrolled else None
    started = time.perf_counter()
    quick = quick_look(frames, times, moves, template, engine=engine)
    deep = deep_look(frames, times, template, engine=engine)
    best = deep.best
    identity = [value for value in (quick.identity_min, deep.identity_min) if value is not None]
    report = {
        "moves_seen": list(quick.moves_seen),
        "yaw": [_rounded(value) for value in deep.yaw],
        "live": deep.live,
        "why": deep.why,
        "flow": {} if best is None else {name: round(value, 4) for name, value in asdict(best).items()},
        "duplicates": [list(pair) for pair in deep.repeats],
        "identity_min": _rounded(min(identity)) if identity else None,
        "ms": round((time.perf_counter() - started) * 1000, 1),
    }
    if args.json:
        print(json.dumps(report))
    else:
        for name, value in report.items():
            print(f"{name}: {value}")
    return 0


def _times(given: str, count: int) -> list[float]:
    if not given:
        return [at * _DEFAULT_SPACING_MS for at in range(count)]
    try:
        times = [float(word) for word in _words(given)]
    except ValueError as error:
        raise _Unusable(f"--times: {error}") from error
    if len(times) != count or times != sorted(times):
        raise _Unusable("--times: needs one ascending offset for every frame")
    return times


def _words(given: str) -> Sequence[str]:
    return [word.strip() for word in given.split(",") if word.strip()]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _percent(value: float | None) -> str:
    return "too few pairs to tell" if value is None else f"{100 * value:.2f} %"
