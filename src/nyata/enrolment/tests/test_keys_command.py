"""`nyata keys`: a copy for the safe, and a new wrapping key without losing a face."""

import base64
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from nyata.enrolment import selectors, vault
from nyata.enrolment.models import DataKey
from nyata.enrolment.services import rewrapping
from nyata.enrolment.tests.factories import enrolled_face, some_face
from nyata.ledger.models import Opening
from nyata.ledger.tests.acts import acts
from nyata.people.tests.factories import make_person

NEW = base64.b64encode(bytes(range(32))).decode()
PASSPHRASE = "sungai komering pasang"


def keys(*words, **options) -> dict:
    out = StringIO()
    call_command("keys", *words, "--json", stdout=out, stderr=StringIO(), **options)
    return json.loads(out.getvalue().splitlines()[-1])


def failure(*words) -> str:
    with pytest.raises(CommandError) as caught:
        keys(*words)
    return str(caught.value)


def test_export_names_the_key_and_prints_it_only_when_asked(people, settings):
    said = keys("export")
    assert said == {"wrapping_key_id": vault.key_id(vault.read_key(settings.WRAPPING_KEY)), "data_keys": 0}
    assert not acts().exists()
    assert keys("export", "--plain")["wrapping_key"] == settings.WRAPPING_KEY
    (entry,) = Opening.objects.filter(kind="keys")
    assert settings.WRAPPING_KEY.encode() not in bytes(entry.content)


def test_an_encrypted_copy_opens_with_its_passphrase_only(people, settings, tmp_path, monkeypatch):
    copy = tmp_path / "kunci.json"
    monkeypatch.setenv("NYATA_KEYS_PASSPHRASE", PASSPHRASE)
    keys("export", "--to", str(copy))
    assert copy.stat().st_mode & 0o777 == 0o600
    assert settings.WRAPPING_KEY not in copy.read_text()
    assert keys("import", str(copy))["wrapping_key"] == settings.WRAPPING_KEY
    assert "there already" in failure("export", "--to", str(copy))
    monkeypatch.setenv("NYATA_KEYS_PASSPHRASE", PASSPHRASE + "!")
    assert "does not open" in failure("import", str(copy))


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"salt": "!", "nonce": "", "sealed": ""}'])
def test_what_is_no_copy_is_named(people, tmp_path, monkeypatch, text):
    monkeypatch.setenv("NYATA_KEYS_PASSPHRASE", PASSPHRASE)
    file = tmp_path / "x.json"
    file.write_text(text)
    assert "x.json" in failure("import", str(file)) or "does not open" in failure("import", str(file))
    assert "no copy" in failure("import", str(tmp_path / "absent"))


def test_a_short_passphrase_is_refused(people, tmp_path, monkeypatch):
    monkeypatch.setenv("NYATA_KEYS_PASSPHRASE", "pendek")
    assert "16 characters" in failure("export", "--to", str(tmp_path / "k"))
    assert not (tmp_path / "k").exists()


def test_rotation_keeps_every_template(people, settings, monkeypatch):
    for at, person in enumerate((people.servant, people.supervisor)):
        enrolled_face(person, some_face(at))
    before = selectors.template_of(people.servant)
    monkeypatch.setenv(vault.NEW_KEY, NEW)
    assert selectors.template_of(people.servant) == before
    said = keys("rotate")
    assert (said["rewrapped"], said["data_keys"]) == (2, 2)
    assert set(DataKey.objects.values_list("wrapping_key_id", flat=True)) == {vault.key_id(vault.read_key(NEW))}
    settings.WRAPPING_KEY = NEW
    monkeypatch.delenv(vault.NEW_KEY)
    assert selectors.template_of(people.servant) == before
    assert Opening.objects.filter(kind="keys").count() == 1


def test_a_rotation_that_was_stopped_goes_on(people, now, monkeypatch):
    monkeypatch.setattr(rewrapping, "BATCH", 2)
    for _ in range(5):
        vault.data_key_for(make_person(), now)
    monkeypatch.setenv(vault.NEW_KEY, NEW)
    steps = rewrapping.rewrap(new_key=vault.read_key(NEW), at=now)
    assert next(steps) == rewrapping.Progress(2, 5)
    steps.close()
    assert [one.done for one in rewrapping.rewrap(new_key=vault.read_key(NEW), at=now)] == [4, 5]
    assert keys("rotate")["rewrapped"] == 5


def test_a_key_that_does_not_open_stops_it_in_one_line(people, now, monkeypatch):
    vault.data_key_for(people.servant, now)
    DataKey.objects.update(wrapping_key_id="0" * 16)
    monkeypatch.setenv(vault.NEW_KEY, NEW)
    assert "not configured" in failure("rotate")


def test_rotation_without_a_new_key_says_what_to_do(people, settings, monkeypatch):
    monkeypatch.delenv(vault.NEW_KEY, raising=False)
    assert vault.NEW_KEY in failure("rotate")
    monkeypatch.setenv(vault.NEW_KEY, settings.WRAPPING_KEY)
    assert "in use" in failure("rotate")
    monkeypatch.setenv(vault.NEW_KEY, "abc")
    assert "wrapping key" in failure("rotate")
