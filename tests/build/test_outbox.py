"""Files take their name when all of a run are on the disk, or not at all."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from printkit.build.outbox import Outbox
from printkit.diagnostics import ExitCode, ReadWriteError


def everything(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_files_appear_only_at_commit(tmp_path: Path) -> None:
    with Outbox(tmp_path / "out") as outbox:
        outbox.put("en/a.pdf", b"one")
        assert not (tmp_path / "out/en/a.pdf").exists()
        outbox.commit()
    assert everything(tmp_path) == {"out/en/a.pdf": b"one"}


def test_leaving_without_commit_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), Outbox(tmp_path / "out") as outbox:
        outbox.put("en/a.pdf", b"one")
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_says_the_same_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"same")
    before = (tmp_path / "a.pdf").stat()
    with Outbox(tmp_path) as outbox:
        outbox.put("a.pdf", b"same")
        outbox.commit()
    after = (tmp_path / "a.pdf").stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_files_have_the_rights_the_umask_gives(tmp_path: Path) -> None:
    old = os.umask(0o022)
    try:
        with Outbox(tmp_path) as outbox:
            outbox.put("a.pdf", b"one")
            outbox.commit()
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "a.pdf").stat().st_mode) == 0o644


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_is_told_and_leaves_no_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    (tmp_path / "a.pdf").write_bytes(b"earlier")
    written = os.write

    def full(handle: int, data: bytes) -> int:
        if len(data) > 3:
            return written(handle, data[:3])
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(ReadWriteError) as caught, Outbox(tmp_path) as outbox:
        outbox.put("a.pdf", b"a longer one")
    monkeypatch.undo()
    assert caught.value.exit_code == ExitCode.IO
    assert "no room left on the disk" in str(caught.value)
    assert everything(tmp_path) == {"a.pdf": b"earlier"}


def test_when_the_last_name_cannot_be_given_all_files_are_as_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.pdf").write_bytes(b"earlier a")
    (tmp_path / "c.pdf").write_bytes(b"earlier c")
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if target.name == "c.pdf" and self.name.endswith(".part"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(ReadWriteError) as caught, Outbox(tmp_path) as outbox:
        for name in "abc":
            outbox.put(f"{name}.pdf", b"new")
        outbox.commit()
    assert "cannot be written: permission denied" in str(caught.value)
    assert everything(tmp_path) == {"a.pdf": b"earlier a", "c.pdf": b"earlier c"}


def test_a_file_where_a_folder_is_needed_is_told(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(ReadWriteError) as caught, Outbox(tmp_path / "out") as outbox:
        outbox.put("en/a.pdf", b"one")
    assert "a file stands where a folder is needed" in str(caught.value)


def test_a_folder_where_a_file_goes_is_told_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").mkdir()
    with pytest.raises(ReadWriteError) as caught, Outbox(tmp_path) as outbox:
        outbox.put("a.pdf", b"one")
    assert "a folder stands where this file goes" in str(caught.value)


def test_no_name_leads_out_of_the_folder(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="leads out"), Outbox(tmp_path / "out") as outbox:
        outbox.put("../a.pdf", b"one")
