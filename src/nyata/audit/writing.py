"""A report as canonical JSON: what its SHA-256 is of, what is signed, and what pages and paper read."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import rfc8785

from nyata.audit.checks.shape import Result, Scope

FORM = 1


@dataclass(frozen=True, slots=True)
class Looked:
    """A check that has run, and how long it took (seconds)."""

    name: str
    result: Result
    seconds: float


def content(
    scope: Scope, looked: Sequence[Looked], open_before: Sequence[Mapping[str, Any]], *, version: int, program: str
) -> bytes:
    """The report (docs/algorithms/audit.md has its shape). `open_before`: findings of earlier months not closed yet."""
    return rfc8785.dumps(
        {
            "form": FORM,
            "month": f"{scope.first:%Y-%m}",
            "version": version,
            "made_at": scope.at.astimezone(dt.UTC).isoformat(),
            "program": program,
            "policy": scope.policy.hash,
            "before": _before(scope),
            "checks": [_check(one) for one in looked],
            "open_before": [dict(one) for one in open_before],
        }
    )


def fingerprint(written: bytes) -> str:
    """SHA-256 of a report, hex."""
    return hashlib.sha256(written).hexdigest()


def _before(scope: Scope) -> dict[str, Any] | None:
    if scope.before is None:
        return None
    return {"month": f"{scope.before.month:%Y-%m}", "version": scope.before.version, "sha256": scope.before.sha256}


def _check(one: Looked) -> dict[str, Any]:
    return {
        "name": one.name,
        "seconds": round(one.seconds, 2),
        "figures": dict(one.result.figures),
        "findings": [
            {
                "code": found.code, "key": found.key, "weight": str(found.weight), "facts": dict(found.facts),
                "records": [list(record) for record in found.records], "unit": found.unit,
            }
            for found in one.result.found
        ],
        "lists": {name: [dict(row) for row in rows] for name, rows in one.result.lists.items()},
    }  # fmt: skip
