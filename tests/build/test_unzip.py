"""Zips from strangers: every trick that is known is refused before anything is unpacked."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printkit.build import unzip
from printkit.build.pack import zipped
from printkit.build.unzip import name_faults, read_zip
from printkit.diagnostics import PrintkitError


def archive(tmp_path: Path, *members: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    path = tmp_path / "kit.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members:
            made.writestr(name, data)
    return path


def refused(path: Path) -> str:
    with pytest.raises(PrintkitError) as caught:
        read_zip(path)
    assert {item.code for item in caught.value.diagnostics} == {"pack"}
    return "\n".join(item.message for item in caught.value.diagnostics)


def test_a_good_zip_is_read(tmp_path: Path) -> None:
    path = archive(tmp_path, ("content/", b""), ("content/a.yaml", b"a"), ("printkit.toml", b""))
    assert read_zip(path) == {"content/a.yaml": b"a", "printkit.toml": b""}


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("../evil.yaml", "climbs out of its folder"),
        ("content/../../evil.yaml", "climbs out of its folder"),
        ("/etc/evil.yaml", "does not stand in the pack's own folder"),
        ("C:/evil.yaml", "has ':' in its name"),
        ("content\\..\\evil.yaml", "has '\\\\' in its name"),
        ("content//a.yaml", "has an empty step in its name"),
        ("content/./a.yaml", "has an empty step in its name"),
        ("content/NUL", "has the name of a device of Windows"),
        ("content/com1.yaml", "has the name of a device of Windows"),
        ("aux/a.yaml", "has the name of a device of Windows"),
        ("content/a.yaml.", "ends in a space or a dot"),
        ("content/a.yaml ", "ends in a space or a dot"),
        ("content/a\x1b[2J.yaml", "has invisible characters in its name"),
        ("content/a\u202eyaml", "has invisible characters in its name"),
        ("content/a.yaml:stream", "has ':' in its name"),
        ("a" * 201, "is longer than 200 characters"),
    ],
)
def test_a_name_that_is_not_good_everywhere_is_refused(
    tmp_path: Path, name: str, why: str
) -> None:
    assert why in refused(archive(tmp_path, ("content/fine.yaml", b"a"), (name, b"b")))


def test_a_folder_that_climbs_out_is_refused_too(tmp_path: Path) -> None:
    assert "climbs out" in refused(archive(tmp_path, ("content/../../out/", b"")))


def test_all_faults_are_told_together(tmp_path: Path) -> None:
    said = refused(archive(tmp_path, ("../a", b""), ("/b", b""), ("c:d", b"")))
    assert len(said.splitlines()) == 3


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_names_that_would_meet_are_refused(tmp_path: Path) -> None:
    pairs = {
        ("content/a.yaml", "content/a.yaml"): "is in it twice",
        ("content/a.yaml", "content/A.yaml"): "are one name on many systems",
        ("content/a.yaml", "Content/b.yaml"): "are one name on many systems",
        ("content/\u00e9.yaml", "content/e\u0301.yaml"): "are one name on many systems",
        ("content/stra\u00dfe", "content/STRASSE"): "are one name on many systems",
        ("content/a", "content/a/b"): "is a file and a folder",
    }
    for (one, other), why in pairs.items():
        assert why in refused(archive(tmp_path, (one, b"1"), (other, b"2")))


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        (stat.S_IFLNK, "is a link"),
        (stat.S_IFCHR, "is no file but a device"),
        (stat.S_IFIFO, "is no file but a device"),
    ],
)
def test_what_is_no_file_is_refused(tmp_path: Path, kind: int, why: str) -> None:
    info = zipfile.ZipInfo("content/a.yaml")
    info.create_system = 3
    info.external_attr = (kind | 0o777) << 16
    assert why in refused(archive(tmp_path, (info, b"/etc/passwd")))


def spoilt(path: Path, change: tuple[int, int]) -> Path:
    """Set bits of the flags in both headers of the first member: they stand at fixed places."""
    data = bytearray(path.read_bytes())
    local, central = data.index(b"PK\x03\x04") + 6, data.index(b"PK\x01\x02") + 8
    for at in (local, central):
        data[at] |= change[0]
        data[at + 1] |= change[1]
    path.write_bytes(bytes(data))
    return path


def test_an_encrypted_zip_is_refused(tmp_path: Path) -> None:
    path = spoilt(archive(tmp_path, ("content/a.yaml", b"a")), (1, 0))
    assert "'content/a.yaml' is encrypted" in refused(path)


def test_a_strange_compression_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "kit.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as made:
        made.writestr("content/a.yaml", b"a" * 100)
    assert "is packed in a way that not every system can unpack" in refused(path)


def test_a_bomb_is_refused_long_before_it_fills_the_memory(tmp_path: Path) -> None:
    path = archive(tmp_path, ("content/a.yaml", b"\0" * 50_000_000))
    assert path.stat().st_size < 100_000
    assert "a bomb" in refused(path)


def test_a_bomb_of_many_small_files_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path, *((f"content/{n}.yaml", b"\0" * 900_000) for n in range(50)))
    assert "a bomb" in refused(path)


def test_a_bomb_that_lies_about_its_size_is_no_larger(tmp_path: Path) -> None:
    """The sizes in the list of files say 10 bytes; what is packed is 50 million."""
    path = archive(tmp_path, ("content/a.yaml", b"\0" * 50_000_000))
    data = bytearray(path.read_bytes())
    local, central = data.index(b"PK\x03\x04"), data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, local + 22, 10)
    struct.pack_into("<I", data, central + 24, 10)
    crc = zlib.crc32(b"\0" * 10)
    struct.pack_into("<I", data, local + 14, crc)
    struct.pack_into("<I", data, central + 16, crc)
    path.write_bytes(bytes(data))
    with suppress(PrintkitError):  # a Python that notices refuses it
        assert read_zip(path) == {"content/a.yaml": b"\0" * 10}


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unzip, "MOST_FILES", 5)
    path = archive(tmp_path, *((f"content/{n}.yaml", b"") for n in range(6)))
    assert "it lists 6 files; a pack has at most 5" in refused(path)


def test_too_many_bytes_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unzip, "MOST_BYTES", 100)
    path = archive(tmp_path, ("content/a.yaml", b"a" * 60), ("content/b.yaml", b"b" * 60))
    assert "a bomb" in refused(path)
    monkeypatch.setattr(unzip, "MOST_PACKED", 10)
    assert "bytes; a pack has at most 10" in refused(path)


@pytest.mark.parametrize("data", [b"", b"no zip at all", b"PK\x05\x06", b"PK\x03\x04" + b"\0" * 90])
def test_what_is_no_zip_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "kit.zip"
    path.write_bytes(data)
    assert "this is no zip, or a damaged one" in refused(path)


def test_a_zip_of_the_large_kind_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path, ("content/a.yaml", b"a"))
    data = path.read_bytes()
    end = data.rindex(b"PK\x05\x06")
    path.write_bytes(data[:end] + b"PK\x06\x07" + b"\0" * 16 + data[end:])
    assert "a zip of the large kind" in refused(path)


@given(st.data())
def test_a_damaged_zip_is_refused_or_read_and_never_fails_otherwise(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    good = bytearray(zipped({"content/a.yaml": b"some words " * 20, "printkit.toml": b"[build]"}))
    for _ in range(data.draw(st.integers(1, 4))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("zip") / "kit.zip"
    path.write_bytes(bytes(good))
    try:
        found = read_zip(path)
    except PrintkitError:
        return
    assert list(name_faults(found)) == []


names = st.text(st.sampled_from("abAB./\\: \u00e9"), min_size=1, max_size=12)


@given(st.lists(names, max_size=6))
def test_good_names_stay_in_their_folder_and_apart(found: list[str]) -> None:
    if list(name_faults(found)):
        return
    root = Path("/root/of/all")
    places = [(root / name).resolve() for name in found]
    assert all(place.is_relative_to(root) and place != root for place in places)
    assert len({str(place).casefold() for place in places}) == len(found)


@given(st.dictionaries(st.sampled_from(["content/a.yaml", "fonts/b.ttf", "printkit.toml"]),
                       st.binary(max_size=300)))  # fmt: skip
def test_what_is_zipped_comes_out_again_in_the_same_bytes(files: dict[str, bytes]) -> None:
    made = zipped(files)
    assert made == zipped(dict(reversed(files.items())))
    with zipfile.ZipFile(io.BytesIO(made)) as back:
        assert {name: back.read(name) for name in back.namelist()} == files
