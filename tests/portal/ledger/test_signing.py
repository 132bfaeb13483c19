"""Notes against `cryptography` and, where there is a Go toolchain, against its own."""

import base64
import hashlib
import os
import shutil
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from portal.ledger import keys
from portal.ledger.signing import BadKey, BadNote, Signer, Verifier

SIGNER = Signer("example.org/log", bytes(range(32)))
NOTE = SIGNER.sign("first\nsecond\n")

#: From the reference implementation's documentation (golang.org/x/mod/sumdb/note).
GO_SIGNER = (
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
)
GO_VERIFIER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
GO_NOTE = GO_TEXT + (
    "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSN"
    "XgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


def test_sign_spells_the_note_of_the_reference() -> None:
    signer = Signer.parse(GO_SIGNER)
    assert signer.sign(GO_TEXT) == GO_NOTE
    assert signer.text == GO_SIGNER
    assert signer.verifier.text == GO_VERIFIER
    assert Verifier.parse(GO_VERIFIER).open(GO_NOTE) == GO_TEXT


def test_sign_verifies_with_cryptography() -> None:
    text, _, line = NOTE.partition("\n\n")
    dash, name, encoded = line.strip().split(" ")
    raw = base64.b64decode(encoded)
    public = SIGNER.verifier.public
    key_id = hashlib.sha256(b"example.org/log\n\x01" + public).digest()[:4]
    assert (dash, name, raw[:4]) == ("—", "example.org/log", key_id)
    message = f"{text}\n".encode()
    Ed25519PublicKey.from_public_bytes(public).verify(raw[4:], message)


def test_sign_is_the_same_every_time() -> None:
    assert SIGNER.sign("a\n") == SIGNER.sign("a\n")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_open_gives_back_what_was_signed(line: str) -> None:
    assert SIGNER.verifier.open(SIGNER.sign(f"{line}\n")) == f"{line}\n"


@given(st.integers(0, len(NOTE) - 1), st.characters(exclude_categories=["Cs"]))
def test_open_refuses_every_changed_character(place: int, new: str) -> None:
    changed = NOTE[:place] + new + NOTE[place + 1 :]
    if changed == NOTE:
        return
    with pytest.raises(BadNote):
        SIGNER.verifier.open(changed)


def test_open_leaves_other_keys_alone() -> None:
    witness = Signer.new("witness.example")
    both = NOTE + witness.sign("first\nsecond\n").rpartition("\n\n")[2]
    assert SIGNER.verifier.open(both) == "first\nsecond\n"
    assert witness.verifier.open(both) == "first\nsecond\n"
    with pytest.raises(BadNote, match="no signature of this key"):
        Signer.new("example.org/log").verifier.open(both)


@pytest.mark.parametrize("text", ["", "no newline", "tab\t\n", "nul\0\n", "cr\r\n"])
def test_sign_refuses_text(text: str) -> None:
    with pytest.raises(BadNote):
        SIGNER.sign(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        GO_VERIFIER,
        GO_SIGNER[:-4],
        GO_SIGNER.replace("c74f20a3", "c74f20a4"),
        GO_SIGNER.replace("Peter", "Pe ter"),
        GO_SIGNER.replace("+AYEK", "+AoEK"),
    ],
)
def test_signer_refuses_key_without_showing_it(text: str) -> None:
    with pytest.raises(BadKey) as refused:
        Signer.parse(text)
    assert "AYEKFAL" not in str(refused.value)


def test_signer_repr_hides_the_seed() -> None:
    assert "seed" not in repr(SIGNER) and SIGNER.text not in repr(SIGNER)


def test_receipt_signer_makes_a_private_file_once(
    settings: Any, tmp_path: Path
) -> None:
    settings.LEDGER_KEYS_DIR = tmp_path / "secrets"
    settings.LEDGER_RECEIPT_KEY = ""
    made = keys.receipt_signer()
    file = tmp_path / "secrets" / "ledger_receipt_key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert Signer.parse(file.read_text().strip()) == made == keys.receipt_signer()
    assert list(file.parent.iterdir()) == [file]


def test_receipt_signer_takes_the_environment_first(
    settings: Any, tmp_path: Path
) -> None:
    settings.LEDGER_KEYS_DIR = tmp_path
    settings.LEDGER_RECEIPT_KEY = GO_SIGNER
    assert keys.receipt_signer().text == GO_SIGNER
    assert not list(tmp_path.iterdir())


def test_receipt_signer_production_never_makes_its_own(settings: Any) -> None:
    settings.LEDGER_KEYS_DIR = None
    settings.LEDGER_RECEIPT_KEY = ""
    with pytest.raises(ImproperlyConfigured, match="ledgerkey"):
        keys.receipt_signer()


_GO_MAIN = """package main

import (
	"fmt"
	"io"
	"os"
	"note/note"
)

func main() {
	verifier, err := note.NewVerifier(os.Args[1])
	if err != nil { fmt.Println("KEY", err); os.Exit(1) }
	message, _ := io.ReadAll(os.Stdin)
	opened, err := note.Open(message, note.VerifierList(verifier))
	if err != nil { fmt.Println("NOTE", err); os.Exit(1) }
	fmt.Print(opened.Text)
}
"""


@pytest.mark.once
def test_sign_is_accepted_by_the_go_toolchains_own_note(tmp_path: Path) -> None:
    go = shutil.which("go")
    if not go:
        pytest.skip("no Go toolchain here")
    root = subprocess.run([go, "env", "GOROOT"], capture_output=True, text=True)
    vendored = Path(root.stdout.strip()) / "src/cmd/vendor/golang.org/x/mod/sumdb/note"
    if not vendored.is_dir():
        pytest.skip("this Go toolchain vendors no sumdb/note")
    shutil.copytree(vendored, tmp_path / "note")
    (tmp_path / "go.mod").write_text("module note\n\ngo 1.20\n")
    (tmp_path / "main.go").write_text(_GO_MAIN)
    environment = {
        **os.environ,
        "GOFLAGS": "-mod=mod",
        "GOPROXY": "off",
        "GOCACHE": str(tmp_path / "cache"),
    }
    binary = tmp_path / "open"
    subprocess.run(
        [go, "build", "-o", str(binary), "."], cwd=tmp_path, env=environment, check=True
    )

    def opened(note: str) -> tuple[int, str]:
        found = subprocess.run(
            [binary, SIGNER.verifier.text], input=note, capture_output=True, text=True
        )
        return found.returncode, found.stdout

    assert opened(NOTE) == (0, "first\nsecond\n")
    assert opened(NOTE.replace("first", "First"))[0] == 1
