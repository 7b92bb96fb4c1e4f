"""What a measurement was made on."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def described() -> str:
    """Day, processors, memory, system, commit and what else ran, as the end of a sentence."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    return (
        f"on {datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores ({_processor()}), {memory:.0f} GB, {system}, "
        f"Python {platform.python_version()}, commit {commit or 'unknown'}, load before {os.getloadavg()[0]:.1f}"
    )


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()
