"""`nyata check`: is everything well, and if not, how to mend it. One line a subject; leaves with 1 when one is bad."""

import argparse
import json
import os

from nyata.config import diagnosis, environment
from nyata.config.failures import Failure

MARKS = {"ok": " ok ", "warn": "WARN", "bad": "BAD "}


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `check`."""
    parser = commands.add_parser("check", help="what is wrong on this machine, and how to mend it")
    parser.add_argument("--json", action="store_true", help='{"ok", "checks": [{"name", "status", "detail", "mend"}]}')
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Look at everything, say it, leave with 1 when something is bad."""
    findings = [diagnosis.weights(), diagnosis.policy()]
    try:
        with environment.borrowed() as source:
            findings.append(diagnosis.configuration(source))
            findings.append(diagnosis.attestations(os.environ.get("NYATA_ATTESTATION_REVOKED", "")))
            findings += diagnosis.database(os.environ["DATABASE_URL"])
    except Failure as failure:
        findings.append(diagnosis.Finding("configuration", "bad", failure.what, failure.mend))
    findings.append(diagnosis.time_service())
    return say(findings, arguments.json)


def say(findings: list[diagnosis.Finding], as_json: bool) -> int:
    """Print findings, and return the exit code: 1 when one is bad."""
    ok = all(finding.status != "bad" for finding in findings)
    if as_json:
        print(json.dumps({"ok": ok, "checks": [finding.as_dict() for finding in findings]}, ensure_ascii=False))
        return 0 if ok else 1
    for finding in findings:
        mend = f"\n{'':21}-> {finding.mend}" if finding.mend and finding.status != "ok" else ""
        print(f"{MARKS[finding.status]}  {finding.name:<14} {finding.detail}{mend}")
    return 0 if ok else 1
