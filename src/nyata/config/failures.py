"""What may go wrong on a machine, said in one line: what is wrong, and what to do."""

import errno


class Failure(Exception):
    """An expected failure of the surroundings. Commands print it as one line and leave with `code`; no traceback.

    `code` 1: the machine or a service is not ready. `code` 2: what was asked for is wrong.
    """

    def __init__(self, what: str, mend: str, code: int = 1) -> None:
        super().__init__(what)
        self.what = what.rstrip(".")
        self.mend = mend
        self.code = code

    def __str__(self) -> str:
        return f"{self.what}. {self.mend}"


def from_os_error(error: OSError) -> Failure | None:
    """The Failure behind an error of the operating system, or None where the error is a surprise."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return no_disk(str(error.filename or "the disk"))
    if error.errno == errno.EROFS or isinstance(error, PermissionError):
        return Failure(f"{error.filename} cannot be written", "Give this user the folder, or set NYATA_HOME.")
    return None


def no_disk(where: str, needed: int | None = None, free: int | None = None) -> Failure:
    """The one sentence for a full disk; sizes in bytes."""
    sizes = f" ({free // 10**6} MB free, {needed // 10**6} MB needed)" if needed and free is not None else ""
    return Failure(f"No disk space left at {where}{sizes}", "Free some space, or set NYATA_HOME to another disk.")
