"""Compiles requirements/*.in into *.txt with hashes and without any index address."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Of these only the files or programs are used, never their own requirements.
ALONE = ("faces", "node", "postgres", "uv")


def main() -> int:
    """Every file, base before test, which leans on it."""
    for name in ("base", "test", *ALONE):
        words = [str(ROOT / ".venv/bin/uv"), "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
        words += ["--generate-hashes", "--no-emit-index-url", "--no-header", *sys.argv[1:]]
        words += ["--no-deps"] if name in ALONE else []
        words += [f"requirements/{name}.in", "-o", f"requirements/{name}.txt"]
        done = subprocess.run(words, cwd=ROOT, check=False)
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
