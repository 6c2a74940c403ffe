"""The list of fonts: what is picked, and what is said when a font is not there."""

from __future__ import annotations

import hashlib
import pickle
from pathlib import Path

import pytest

from printkit.diagnostics import ExitCode, MissingError, PrintkitError
from printkit.files import FolderFiles, MemoryFiles
from printkit.fonts.library import FontLibrary

FONTS = Path(__file__).parents[2] / "fonts"

ENTRY = """
[[font]]
family = "Test"
file = "Test.ttf"
role = "sans"
scripts = ["Latn"]
weight = 400
package = "test"
version = "1"
licence = "Test-OFL.txt"
sha256 = "{digest}"
"""

NEEDED_LATIN = {
    "Polish": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ",
    "Welsh": "ŵŷâêîôûẃẁẅỳÿŴŶ",
    "Vietnamese": "ăâđêôơưạảãầấẩẫậằắẳẵặẹẻẽềếểễệỉĩịọỏõồốổỗộờớởỡợụủũừứửữựỳỵỷỹẠẦỆỢ",
    "signs": "“”‘’„«»‹›–—·•…₹€£©®°×÷§¶†%&@#/\\()[]{}!?¡¿\u00a0",
}


def memory(entry: str, data: bytes = b"font") -> MemoryFiles:
    listed = entry.format(digest=hashlib.sha256(b"font").hexdigest())
    return MemoryFiles({"fonts/fonts.toml": listed, "fonts/Test.ttf": data})


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        (400, "Regular"),
        (100, "Regular"),
        (540, "Medium"),
        (650, "Bold"),
        (800, "ExtraBold"),
        (900, "ExtraBold"),
    ],
)
def test_static_latin_gives_the_nearest_weight_it_has(
    library: FontLibrary, wanted: int, name: str
) -> None:
    key = library.pick("sans", "Latn", wanted)
    assert (key.name, key.axes) == (f"AnekLatin-{name}", ())


@pytest.mark.parametrize(
    ("script", "wanted", "given"),
    [("Deva", 650, 650), ("Deva", 900, 800), ("Arab", 800, 700), ("Aran", 100, 400)],
)
def test_a_variable_font_gives_every_weight_within_its_range(
    library: FontLibrary, script: str, wanted: int, given: int
) -> None:
    assert library.pick("sans", script, wanted).axes == (("wght", float(given)),)


@pytest.mark.parametrize(
    ("script", "name", "font"),
    [
        ("Olck", "Ol Chiki", "Noto Sans Ol Chiki"),
        ("Jpan", "Japanese", "Noto Sans JP"),
        ("Hans", "simplified Chinese", "Noto Sans SC"),
        ("Hant", "traditional Chinese", "Noto Sans TC"),
    ],
)
def test_a_script_without_a_font_says_what_to_put_where(
    library: FontLibrary, script: str, name: str, font: str
) -> None:
    with pytest.raises(MissingError) as caught:
        library.pick("sans", script, 700)
    assert caught.value.exit_code == ExitCode.MISSING
    [diagnostic] = caught.value.diagnostics
    assert f"the script {name} ({script})" in diagnostic.message
    assert f"put {font} (free)" in diagnostic.hint and "into fonts/" in diagnostic.hint
    assert f'scripts = ["{script}"]' in diagnostic.hint
    assert str(diagnostic.span) == "fonts/fonts.toml"


def test_an_unknown_role_is_answered_with_the_nearest_one(library: FontLibrary) -> None:
    with pytest.raises(MissingError, match="did you mean 'sans'"):
        library.pick("sanz", "Latn", 400)


def test_every_file_is_the_one_the_list_describes(library: FontLibrary) -> None:
    library.verify()
    listed = {font.file for font in library.fonts}
    assert listed == {path.name for path in FONTS.glob("*.ttf")}


def test_every_family_has_its_licence_beside_it(library: FontLibrary) -> None:
    for font in library.fonts:
        assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / font.licence).read_text()


@pytest.mark.parametrize("weight", [400, 500, 600, 700, 800])
@pytest.mark.parametrize("language", NEEDED_LATIN)
def test_latin_has_the_letters_of_many_languages(
    library: FontLibrary, language: str, weight: int
) -> None:
    face = library.face(library.pick("sans", "Latn", weight))
    assert face.missing(NEEDED_LATIN[language]) == ()


def test_a_changed_file_is_refused_with_both_ways_out() -> None:
    library = FontLibrary.load(memory(ENTRY, b"another font"))
    with pytest.raises(MissingError) as caught:
        library.face(library.pick("sans", "Latn", 400))
    [diagnostic] = caught.value.diagnostics
    assert diagnostic.code == "font-changed"
    assert hashlib.sha256(b"another font").hexdigest() in diagnostic.message
    assert "restore" in diagnostic.hint and "sha256" in diagnostic.hint


def test_a_file_that_is_no_truetype_font_is_refused() -> None:
    library = FontLibrary.load(memory(ENTRY))
    with pytest.raises(PrintkitError, match="no TrueType outlines"):
        library.face(library.pick("sans", "Latn", 400))


def test_a_file_that_is_not_there_is_named_with_its_line() -> None:
    with pytest.raises(MissingError, match=r"fonts\.toml:2:1.*fonts/Test\.ttf is not there"):
        FontLibrary.load(MemoryFiles({"fonts/fonts.toml": ENTRY}))


def test_a_folder_without_a_list_is_said_to_have_none() -> None:
    with pytest.raises(MissingError, match="the list of fonts is not there"):
        FontLibrary.load(MemoryFiles({}))


def test_all_faults_of_the_list_are_told_at_once() -> None:
    bad = (
        ENTRY.replace("family", "famly").replace('["Latn"]', '["latin"]')
        + ENTRY.replace("weight = 400", "wght = [800, 100]")
        + ENTRY.replace("weight = 400\n", "")
    )
    with pytest.raises(PrintkitError) as caught:
        FontLibrary.load(memory(bad))
    told = {(d.span.line, d.message) for d in caught.value.diagnostics if d.span}
    assert {line for line, _ in told} == {2, 13, 24}
    assert (2, "unknown key 'famly'; did you mean 'family'?") in told
    assert len([message for line, message in told if line == 2]) == 3


def test_a_list_that_is_no_toml_is_a_message_and_no_traceback() -> None:
    with pytest.raises(PrintkitError, match=r"fonts/fonts\.toml: error\[toml\]"):
        FontLibrary.load(MemoryFiles({"fonts/fonts.toml": "[[font]\nfamily = "}))


def test_the_readme_tells_every_files_package_version_and_digest(library: FontLibrary) -> None:
    text = (FONTS / "README.md").read_text("utf-8")
    for font in library.fonts:
        row = f"| `{font.file}` | `{font.package}` | {font.version} | `{font.digest}` |"
        assert row in text
        assert font.family in text


def test_a_library_goes_to_another_process_without_its_faces(library: FontLibrary) -> None:
    key = library.pick("sans", "Deva", 700)
    library.face(key)
    sent = pickle.dumps(library)
    assert len(sent) < 600 * len(library.fonts)
    assert pickle.loads(sent).face(key).ps_name == "AnekDevanagari-Bold"


def test_messages_name_files_as_the_reader_types_them(tmp_path: Path) -> None:
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "fonts.toml").write_text(ENTRY)
    with pytest.raises(MissingError, match=r"kit/fonts/fonts\.toml:2:1"):
        FontLibrary.load(FolderFiles(tmp_path, "kit"))
