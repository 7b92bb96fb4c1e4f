"""The habits of the house, kept by a test instead of by memory (docs/architecture.md)."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILE_LIMIT, FUNCTION_LIMIT = 400, 60
TEXT = {".py", ".html", ".js", ".css", ".md", ".yaml", ".toml", ".txt", ".in", ".json", ".po", ".svg", ""}


def tracked(*endings: str) -> list[Path]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = [ROOT / line for line in listing.splitlines()]
    return [path for path in found if path.is_file() and (not endings or path.suffix in endings)]


def sources() -> list[Path]:
    return [path for path in tracked(".py") if "tests" not in path.parts and "migrations" not in path.parts]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_source_file_is_longer_than_a_reader_can_hold() -> None:
    long = [f"{name(path)}: {lines}" for path in sources() if (lines := path.read_text().count("\n")) > FILE_LIMIT]
    assert not long


def test_no_function_is_longer_than_a_screen() -> None:
    long = []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                size = (node.end_lineno or 0) - node.lineno + 1
                if size > FUNCTION_LIMIT:
                    long.append(f"{name(path)}:{node.lineno} {node.name}: {size}")
    assert not long


def test_no_error_is_swallowed() -> None:
    silent = []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ExceptHandler) and isinstance(node.type, ast.Name | type(None)):
                broad = node.type is None or node.type.id in {"Exception", "BaseException"}
                if broad and all(isinstance(child, ast.Pass | ast.Continue) for child in node.body):
                    silent.append(f"{name(path)}:{node.lineno}")
    assert not silent


def test_the_clock_is_read_at_the_doors_only() -> None:
    """Time is an argument: views, api, tasks, commands and middleware read it, nothing below them does."""
    doors = re.compile(r"/(views|api|tasks|management|middleware|context|config|demo)")
    asked = [
        name(path)
        for path in sources()
        if path.is_relative_to(ROOT / "src/nyata")
        and not doors.search("/" + name(path).removesuffix(".py"))
        and re.search(r"timezone\.(now|localdate|localtime)\(\)|datetime\.now\(", path.read_text())
    ]
    assert not asked


def test_no_page_has_script_or_style_in_it() -> None:
    """The Content-Security-Policy refuses them; a page that needs one would be broken."""
    inline = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*(?:\bsrc=|type=\"application/json\"))", re.I)
    found = [p for p in tracked(".html") if inline.search(re.sub(r"{%.*?%}", "", p.read_text()))]
    assert not [name(path) for path in found]


def test_every_form_that_changes_something_is_guarded_against_forgery() -> None:
    bare = []
    for path in tracked(".html"):
        for form in re.findall(r"<form\b[^>]*\bmethod=\"post\".*?</form>", path.read_text(), re.S | re.I):
            if "csrf_token" not in form:
                bare.append(name(path))
    assert not bare


def test_nothing_of_a_registry_or_of_one_machine_is_committed() -> None:
    # Written in pieces, so that this file does not find itself.
    hosts = re.compile(r"https?://[^\s\"'<>)]*(?:py" + r"pi|python" + r"hosted|npm" + r"js|debian\." + r"org)", re.I)
    places = re.compile(r"(?<![\w/.~<>{}$])/(?:wo" + r"rk|fa" + r"rm|ro" + r"ot)/[\w./-]+")
    found = []
    for path in tracked():
        if path.suffix in TEXT and path.stat().st_size < 2_000_000:
            text = path.read_text(errors="replace")
            if hosts.search(text) or places.search(text):
                found.append(name(path))
    assert not found


def test_nobody_elses_built_code_is_committed() -> None:
    built = [
        name(path) for path in tracked() if re.search(r"\.min\.(js|css)$|\.tflite$|\.wasm$|\.mo$|/vendor/", name(path))
    ]
    assert not built


@pytest.mark.parametrize("room", ["core", "faces"])
def test_the_pure_rooms_know_nothing_of_the_web(room: str) -> None:
    guests = re.compile(r"^\s*(?:from|import) (?:django|psycopg|requests|httpx|urllib\.request)", re.M)
    assert not [name(p) for p in sources() if f"nyata/{room}/" in name(p) and guests.search(p.read_text())]


def test_a_process_starts_without_the_heavy_rooms() -> None:
    """Every command pays for what `setup` loads: tables, pictures and workbooks wait for who needs them."""
    heavy = {"polars", "numpy", "cv2", "onnxruntime", "openpyxl", "holidays", "PIL", "fpdf", "xlsxwriter"}
    code = f"import sys, django; django.setup(); print(sorted({heavy!r} & set(sys.modules)))"
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "nyata.config.settings"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
