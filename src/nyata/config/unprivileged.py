"""How to run PostgreSQL, which refuses to be root, when we are root, without making users or opening folders.

Root enters a user namespace in which it is somebody else: files stay root's own, nothing changes on the machine.
Where namespaces are not allowed (some containers), the programs and the data move to a folder that belongs to an
account which the machine already has.
"""

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from nyata.config.failures import Failure

ACCOUNTS = ("postgres", "nobody", "daemon")
# Where the data goes when its own folder lies below one that the account may not enter, such as root's home.
ELSEWHERE = Path("/var/lib/nyata")


@dataclass(frozen=True)
class Runner:
    """Who a program runs as: words before its command, and the account for subprocess; both empty for ourselves."""

    prefix: tuple[str, ...] = ()
    user: int | None = None
    group: int | None = None

    def command(self, *words: str | Path) -> list[str]:
        """The whole command line for these words."""
        return [*self.prefix, *(str(word) for word in words)]

    def options(self) -> dict[str, Any]:
        """Arguments for subprocess."""
        if self.user is None:
            return {}
        return {"user": self.user, "group": self.group, "extra_groups": []}

    def folder(self, wanted: Path, elsewhere: Path = ELSEWHERE) -> Path:
        """A private folder that the runner owns: `wanted`, or one elsewhere when it cannot get there."""
        path = wanted if self.user is None or _reachable(wanted.parent) else elsewhere / _short_hash(wanted)
        if path.parent == elsewhere:
            elsewhere.mkdir(mode=0o755, parents=True, exist_ok=True)
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.user is not None and self.group is not None:
            os.chown(path, self.user, self.group)
        return path

    def programs(self, folder: Path, keep: Path) -> Path:
        """The folder of programs, copied below `keep` where the runner may not enter the original."""
        if self.user is None or self.group is None or _reachable(folder):
            return folder
        packages = folder.parents[2]
        for part in (folder.parents[1].name, f"{folder.parents[1].name}.libs"):
            if (packages / part).exists() and not (keep / part).exists():
                shutil.copytree(packages / part, keep / part, symlinks=True)
        _give(keep, self.user, self.group)
        return keep / folder.relative_to(packages)


@cache
def runner(namespaces: bool = True) -> Runner:
    """The Runner for this process. `namespaces=False` asks for the way without them."""
    if os.geteuid() != 0:
        return Runner()
    account = _account()
    prefix = ("unshare", "-U", f"--map-user={account.pw_uid}", f"--map-group={account.pw_gid}")
    if namespaces and shutil.which("unshare"):
        probe = subprocess.run([*prefix, "true"], capture_output=True, check=False)
        if probe.returncode == 0:
            return Runner(prefix=prefix)
    return Runner(user=account.pw_uid, group=account.pw_gid)


def _account() -> pwd.struct_passwd:
    for name in ACCOUNTS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Failure(
        "PostgreSQL refuses to run as root and this machine has no other account",
        "Run as a normal user, or set DATABASE_URL.",
    )


def _reachable(path: Path) -> bool:
    """Whether anybody may enter the folder: every folder on the way lets others pass."""
    return all(step.stat().st_mode & stat.S_IXOTH for step in (path, *path.parents))


def _short_hash(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]


def _give(folder: Path, user: int, group: int) -> None:
    for path in (folder, *folder.rglob("*")):
        os.chown(path, user, group, follow_symlinks=False)
