"""What a folder may hold after a power cut, worked out from a trace of system calls.

A kill does not show what a power cut loses, because the system's page cache survives
it. So a process runs under strace, and its trace is replayed onto this model of a disk:

- What stood in the folder when the trace began is safe.
- A write or a truncation goes to a cache. fsync or fdatasync of the file makes safe all
  that was done to it before; nothing else does.
- At the cut each thing that is not safe is there or is not, in any order; of a write
  each 512-byte sector by itself.
- A file that was made, renamed or unlinked is so for sure after an fsync of the folder;
  before, the folder shows some earlier moment since the last one.
- Shared memory (`-shm`) does not survive.

That is harsher than most disks and file systems, and it is what fsync(2) promises. A
drive that lies about its own cache is outside of the model.
"""

import os
import random
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
_TRACED = (
    "openat,open,creat,write,writev,pwrite64,pwritev,pwritev2,fsync,fdatasync,"
    "sync_file_range,ftruncate,truncate,fallocate,rename,renameat,renameat2,unlink,"
    "unlinkat,msync,sendfile,copy_file_range"
)
_CALL = re.compile(r"\d+ +(\w+)\((.*)\) += (-?\d+)")
_STRING = re.compile(r'["<]((?:\\x[0-9a-f]{2})*)[">]')
_NUMBER = re.compile(r", (\d+)")


class CannotTrace(Exception):
    """strace is missing, or the system does not let it trace."""


@dataclass(frozen=True)
class Call:
    """One system call that succeeded, in the order of the trace.

    `paths` are absolute, that of a descriptor first; `data` is what was written.
    """

    name: str
    descriptor: int
    paths: tuple[str, ...]
    data: bytes = b""
    offset: int = 0
    creates: bool = False


def trace(command: list[str], into: Path, environment: dict[str, str]) -> None:
    """Run `command`, single-threaded, under strace. Raises CannotTrace."""
    strace = shutil.which("strace")
    if strace is None:
        raise CannotTrace("strace is not installed")
    tried = subprocess.run([strace, "-o", os.devnull, "true"], capture_output=True)
    if tried.returncode:
        raise CannotTrace(f"strace may not trace: {tried.stderr.decode().strip()}")
    options = ["-f", "-y", "-xx", "-s", "1048576", "-e", f"trace={_TRACED}"]
    subprocess.run(
        [strace, *options, "-o", str(into), *command],
        env=environment,
        stdout=subprocess.DEVNULL,
        check=True,
    )


def calls(trace_file: Path) -> Iterator[Call]:
    """The calls of a trace that did something."""
    with trace_file.open() as lines:
        for line in lines:
            assert "<unfinished" not in line, "two threads: the order is not known"
            found = _CALL.match(line)
            if found and int(found[3]) >= 0:
                yield _call(found[1], found[2])


def _call(name: str, arguments: str) -> Call:
    strings = [
        bytes.fromhex(piece.replace("\\x", "")) for piece in _STRING.findall(arguments)
    ]
    writes = name in {"write", "pwrite64"}
    texts = strings[:1] if writes else strings
    numbers = [int(number) for number in _NUMBER.findall(arguments)]
    start = arguments.partition("<")[0]
    return Call(
        name=name,
        descriptor=int(start) if start.isdigit() else -1,
        paths=tuple(text.decode(errors="replace") for text in texts),
        data=strings[-1] if writes and len(strings) > 1 else b"",
        offset=numbers[-1] if numbers else 0,
        creates="O_CREAT" in arguments,
    )


@dataclass
class _File:
    """`unsafe`: (offset, bytes) of writes, (size, None) of truncations, in order."""

    safe: bytearray = field(default_factory=bytearray)
    unsafe: list[tuple[int, bytes | None]] = field(default_factory=list)

    def sync(self) -> None:
        for offset, data in self.unsafe:
            _apply(self.safe, offset, data)
        self.unsafe.clear()

    def after_cut(self, draw: random.Random | None) -> bytearray:
        content = bytearray(self.safe)
        for offset, data in self.unsafe if draw else ():
            if data is None and draw.random() < 0.5:
                _apply(content, offset, None)
            elif data is not None and draw.random() < 0.5:
                for start in range(0, len(data), SECTOR):
                    if draw.random() < 0.9:
                        sector = data[start : start + SECTOR]
                        _apply(content, offset + start, sector)
        return content


def _apply(content: bytearray, offset: int, data: bytes | None) -> None:
    if data is None:
        del content[offset:]
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    if data is not None:
        content[offset : offset + len(data)] = data


class Disk:
    """The files of `folder` (not below), from what stands there before the trace."""

    def __init__(self, folder: Path, standing: dict[str, bytes]) -> None:
        self.folder = str(folder)
        self._names = {
            name: _File(bytearray(content)) for name, content in standing.items()
        }
        #: The folder as it was at each moment since it was made safe.
        self._moments = [dict(self._names)]

    def does(self, call: Call) -> None:
        """Take one call in; calls elsewhere do nothing."""
        names = [self._name(path) for path in call.paths]
        if call.name in {"fsync", "fdatasync"} and call.paths[0] == self.folder:
            self._moments = [dict(self._names)]
        if not any(names):
            return
        name = next(filter(None, names))
        match call.name:
            case "openat" | "open" | "creat":
                if call.creates and name not in self._names:
                    self._rename({name: _File()})
            case "pwrite64":
                self._names[name].unsafe.append((call.offset, call.data))
            case "ftruncate":
                self._names[name].unsafe.append((call.offset, None))
            case "fsync" | "fdatasync":
                self._names[name].sync()
            case "unlink" | "unlinkat":
                self._rename({name: None})
            case _:
                raise NotImplementedError(call.name)

    def _name(self, path: str) -> str:
        folder, _, name = path.rpartition("/")
        return name if folder == self.folder and not name.endswith("-shm") else ""

    def _rename(self, changes: dict[str, _File | None]) -> None:
        for name, file in changes.items():
            if file is None:
                del self._names[name]
            else:
                self._names[name] = file
        self._moments.append(dict(self._names))

    def cut(self, into: Path, draw: random.Random | None) -> None:
        """Write what stands after a cut now. Without `draw` all that is unsafe is gone,
        with it a random half is there.
        """
        names = draw.choice(self._moments) if draw else self._moments[0]
        into.mkdir()
        for name, file in names.items():
            (into / name).write_bytes(file.after_cut(draw))
