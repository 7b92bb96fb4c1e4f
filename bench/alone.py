"""`python -m bench.alone COMMAND...`: run it from a process as small as this one, and say what it used.

The kernel gives a new program the memory of whoever started it as its first peak: a bench that holds a regency would
find its own size in every figure.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


def alone(command: Sequence[str]) -> dict[str, Any]:
    """What `used` says of a command. Raises CalledProcessError where it fails or says no JSON."""
    words = [sys.executable, "-m", "bench.alone", *command]
    done = subprocess.run(words, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def used(command: Sequence[str]) -> dict[str, Any]:
    """`said`: the JSON that it printed; seconds by the clock and of the processor with its start, megabytes at most."""
    began = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        said = program.stdout.read()
        _, status, usage = os.wait4(program.pid, 0)
        program.returncode = os.waitstatus_to_exitcode(status)
    if program.returncode:
        raise SystemExit(f"{command[0]} ended with {program.returncode}")
    return {
        "said": json.loads(said),
        "with_start": round(time.monotonic() - began, 2),
        "processor_seconds": round(usage.ru_utime + usage.ru_stime, 2),
        "megabytes_of_memory": round(usage.ru_maxrss / 1024),
    }


def peak() -> float:
    """Megabytes that this program itself held at most."""
    line = next(one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    print(json.dumps(used(sys.argv[1:])))
