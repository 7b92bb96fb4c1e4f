"""`python -m prove [NAME ..]`: run the proofs, all or these, and write docs/measurements/NAME.md for each."""

import importlib
import pkgutil
import signal
import sys
from pathlib import Path

import prove
from prove.machine import described

REPORTS = Path(__file__).resolve().parents[1] / "docs" / "measurements"


def main(wanted: list[str]) -> int:
    """0 when every proof held, 1 when one did not, 2 for a name that is none."""
    names = [found.name for found in pkgutil.iter_modules(prove.__path__) if found.name not in ("__main__", "machine")]
    unknown = [name for name in wanted if name not in names]
    if unknown:
        print(f"prove: no proof is called {', '.join(unknown)}. There are: {', '.join(names)}.", file=sys.stderr)
        return 2
    failed = [name for name in wanted or names if not _prove(name)]
    print(f"prove: {', '.join(failed)} did not hold" if failed else "prove: all held")
    return 1 if failed else 0


def _prove(name: str) -> bool:
    module = importlib.import_module(f"prove.{name}")
    made_on = described()  # before: the load is that of others
    print(f"== {module.TITLE}", flush=True)
    lines, held = [], True
    try:
        for line in module.run():
            print(line, flush=True)
            lines.append(line)
    except AssertionError as error:
        held = False
        lines += ["", f"**Did not hold:** {error}"]
        print(lines[-1], flush=True)
    REPORTS.mkdir(parents=True, exist_ok=True)
    text = [f"# {module.TITLE}", "", f"Made by `make prove ARGS={name}` {made_on}.", "", *lines, ""]
    (REPORTS / f"{name}.md").write_text("\n".join(text))
    return held


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main(sys.argv[1:]))
