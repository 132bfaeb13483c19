import base64
import importlib.util
import stat
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from portal import sealing

TOOL = Path(__file__).resolve().parents[3] / "deploy" / "unseal.py"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("unseal", TOOL)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def keyfile(tool: ModuleType, settings: Any, tmp_path: Path) -> Path:
    path = tmp_path / "contact.key"
    settings.CONTACT_PUBLIC_KEY = tool.new_key(str(path))
    return path


def test_sealing_is_off_until_a_key_is_set(settings: Any) -> None:
    settings.CONTACT_PUBLIC_KEY = ""
    assert not sealing.available()
    with pytest.raises(ImproperlyConfigured):
        sealing.seal(b"phone", subject="s1")


@pytest.mark.parametrize("value", ["不是", "AAAA", "x" * 44])
def test_sealing_bad_key_is_said(settings: Any, value: str) -> None:
    settings.CONTACT_PUBLIC_KEY = value
    with pytest.raises(ImproperlyConfigured):
        sealing.available()


@hypothesis_settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50
)
@given(content=st.binary(min_size=1, max_size=sealing.MAX_BYTES))
def test_seal_is_opened_by_the_offline_tool(
    tool: ModuleType, keyfile: Path, content: bytes
) -> None:
    sealed = sealing.seal(content, subject="s1")
    key = tool.read_key(str(keyfile))
    assert tool.unseal(sealed, subject="s1", key=key) == content
    assert content not in sealed or len(content) < 4


def test_seal_twice_is_unlike_and_of_the_same_length(keyfile: Path) -> None:
    short, long = (
        sealing.seal(b"1", subject="s1"),
        sealing.seal(b"1" * 250, subject="s1"),
    )
    assert len(short) == len(long)
    assert short != sealing.seal(b"1", subject="s1")


def test_seal_opens_for_its_subject_and_key_only(
    tool: ModuleType, keyfile: Path, tmp_path: Path
) -> None:
    sealed = sealing.seal(b"phone", subject="s1")
    key = tool.read_key(str(keyfile))
    tool.new_key(str(tmp_path / "other"))
    other = tool.read_key(str(tmp_path / "other"))
    changed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for given_sealed, subject, given_key in (
        (sealed, "s2", key),
        (sealed, "s1", other),
        (changed, "s1", key),
        (sealed[:20], "s1", key),
        (b"", "s1", key),
    ):
        with pytest.raises(tool.CannotOpen):
            tool.unseal(given_sealed, subject=subject, key=given_key)


@pytest.mark.parametrize("content", [b"", b"x" * (sealing.MAX_BYTES + 1)])
def test_seal_refuses_length(keyfile: Path, content: bytes) -> None:
    with pytest.raises(ValueError, match="bytes"):
        sealing.seal(content, subject="s1")


def test_tool_keeps_the_private_key_to_its_owner(
    tool: ModuleType, keyfile: Path, settings: Any
) -> None:
    assert stat.S_IMODE(keyfile.stat().st_mode) == 0o600
    assert settings.CONTACT_PUBLIC_KEY not in keyfile.read_text()
    before = keyfile.read_bytes()
    with pytest.raises(FileExistsError):
        tool.new_key(str(keyfile))
    assert keyfile.read_bytes() == before


def test_tool_works_as_a_program_away_from_the_server(
    settings: Any, tmp_path: Path
) -> None:
    keyfile = str(tmp_path / "key")

    def run(*words: str, lines: str = "") -> tuple[int, str, str]:
        done = subprocess.run(
            [sys.executable, str(TOOL), *words],
            input=lines,
            capture_output=True,
            text=True,
            cwd=tmp_path,
        )
        return done.returncode, done.stdout, done.stderr

    code, public, _ = run("new", keyfile)
    assert code == 0
    settings.CONTACT_PUBLIC_KEY = public.strip()
    line = base64.b64encode(sealing.seal("电话 138".encode(), subject="s1")).decode()
    assert run("open", keyfile, lines=f"s1 {line}\n") == (0, "s1 电话 138\n", "")
    code, out, err = run("open", keyfile, lines=f"s2 {line}\n")
    assert (code, out) == (1, "")
    assert "cannot be opened" in err and "138" not in err


def test_tool_and_server_agree_on_the_format(tool: ModuleType) -> None:
    assert (tool.MAGIC, tool.INFO) == (sealing.MAGIC, sealing.INFO)
    assert "portal" not in {name.split(".")[0] for name in vars(tool)}
