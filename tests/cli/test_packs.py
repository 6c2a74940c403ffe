"""Packs from the command line: begun from, brought up to date, refused; and made."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import stat
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from printkit.files import text_digest

CONTENT = "content/skills-for-collaborative-change.yaml"
WHO = ("--name", "NGO X", "--place", "Pune, India")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def kit(demo: Path, run: Run) -> Path:
    """Return a pack of the demo project, whose French is not begun, and stand beside it."""
    code, out, err = run("pack", "-o", "../kit.zip")
    assert code == 0, err
    assert out == "../kit.zip\n"
    os.chdir(demo.parent)
    return demo.parent / "kit.zip"


def state(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def spoil(file: str | Path, old: str, new: str) -> None:
    path = Path(file)
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def put(pack: Path, name: str | zipfile.ZipInfo, data: bytes = b"x") -> None:
    with zipfile.ZipFile(pack, "a") as archive:
        archive.writestr(name, data)


class Typed(io.StringIO):
    """What somebody types at a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_pack_has_the_same_bytes_each_time_and_nothing_that_printkit_brings(
    run: Run, kit: Path
) -> None:
    again = kit.with_name("again.zip")
    run("--project", "demo", "pack", "-o", str(again))
    assert again.read_bytes() == kit.read_bytes()
    names = zipfile.ZipFile(kit).namelist()
    assert {"printkit.toml", CONTENT, "content/kit.yaml"} <= set(names)
    assert not [name for name in names if name.startswith(("layouts/", "fonts/", "out/"))]
    assert "base.sha256" not in names


def test_a_pack_takes_layouts_fonts_and_adaptations_of_the_project_along(
    run: Run, demo: Path
) -> None:
    own = ("layouts/small.toml", "layouts/icc/our-press.icc", "content/adaptations/notes.md",
           "fonts/README.md")  # fmt: skip
    for name in own:
        (demo / name).parent.mkdir(exist_ok=True)
        (demo / name).write_text("# mine\n", "utf-8")
    (demo / "layouts/small.toml").write_text('extends = "guide"\n', "utf-8")
    code, out, err = run("pack")
    assert code == 0, err
    assert out == "out/skills-for-collaborative-change-0.1.zip\n"
    names = set(zipfile.ZipFile(out.strip()).namelist())
    assert set(own) <= names


def test_a_program_does_not_get_into_a_pack(run: Run, demo: Path) -> None:
    (demo / "content/run.py").write_text("print()", "utf-8")
    code, out, err = run("pack")
    assert (code, out) == (1, "")
    assert "error[pack]: 'content/run.py' is not data of a kind that belongs into content/" in err
    assert not (demo / "out").exists()


def test_content_with_faults_is_not_packed(run: Run, demo: Path) -> None:
    spoil(CONTENT, "motif: listen", "motif: lissten")
    code, _, err = run("pack")
    assert code == 1
    assert "error[motif]" in err
    assert not (demo / "out").exists()


def test_a_project_begins_from_a_pack(
    run: Run, kit: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")  # in 2027
    code, out, err = run("init", "deck", "--from", "kit.zip", "--locale", "fr", *WHO, "--yes")
    assert code == 0, err
    assert "this kit carries the credit: Based on Skills for collaborative change" in err
    assert "permission: Free to use with this credit" in err
    assert err.endswith("now: cd deck && printkit translate export fr\n")
    made = out.splitlines()
    assert {"deck/printkit.toml", f"deck/{CONTENT}", "deck/content/locales/fr.po"} <= set(made)
    text = Path("deck/content/adaptations/ngo-x.yaml").read_text("utf-8")
    content = Path("deck", CONTENT).read_bytes()
    assert f"  digest: sha256:{text_digest(content)}\n" in text
    assert 'name: "NGO X"\n  place: "Pune, India"\n  year: "2027"\nlanguage: fr\n' in text
    assert 'adaptation = "ngo-x"' in Path("deck/printkit.toml").read_text("utf-8")
    monkeypatch.chdir("deck")
    code, out, err = run("check", "guide")
    assert code == 0, out
    assert "adapted-from" not in out
    code, out, err = run("build", "guide", "--format", "svg")
    assert code == 0, err
    assert "Adapted by NGO X, Pune, India, 2027" in Path(out.strip()).read_text("utf-8")


def test_the_sample_can_be_begun_from_in_the_same_way(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run("init", "deck", *WHO, "--yes")
    assert code == 0, err
    assert "deck/content/adaptations/ngo-x.yaml" in out
    assert err.endswith("now: cd deck && printkit build\n")


def test_a_name_in_other_letters_gives_the_adaptation_the_name_of_its_place(
    run: Run, kit: Path
) -> None:
    code, out, err = run("init", "deck", "--name", "आशा", "--place", "Pune, India", "--yes")
    assert code == 0, err
    assert "deck/content/adaptations/pune-india.yaml\n" in out
    assert 'name: "आशा"' in Path("deck/content/adaptations/pune-india.yaml").read_text("utf-8")


def test_a_folder_is_a_pack_too_and_what_else_lies_there_stays(run: Run, kit: Path) -> None:
    Path("demo/out").mkdir()
    Path("demo/out/a.pdf").write_bytes(b"x")
    Path("demo/tool.py").write_text("x", "utf-8")
    code, _, err = run("init", "deck", "--from", "demo", *WHO, "--yes")
    assert code == 0, err
    assert not Path("deck/tool.py").exists()
    assert not Path("deck/out").exists()


def test_a_zip_that_someone_made_of_the_folder_is_a_pack(run: Run, kit: Path) -> None:
    with zipfile.ZipFile(kit) as old, zipfile.ZipFile("by-hand.zip", "w") as new:
        for name in old.namelist():
            new.writestr(f"my kit/{name}", old.read(name))
        new.writestr("my kit/.DS_Store", b"x")
        new.writestr("__MACOSX/my kit/._printkit.toml", b"x")
    code, _, err = run("init", "deck", "--from", "by-hand.zip", "--yes")
    assert code == 0, err
    assert Path("deck", CONTENT).is_file()


def test_an_adaptation_is_begun_on_the_one_that_the_pack_has(run: Run, kit: Path) -> None:
    run("init", "one", "--from", "kit.zip", *WHO, "--yes")
    assert run("--project", "one", "pack", "-o", "one.zip")[0] == 0
    code, _, err = run("init", "two", "--from", "one.zip", "--name", "City Y", "--place",
                       "Nagpur", "--yes")  # fmt: skip
    assert code == 0, err
    text = Path("two/content/adaptations/city-y.yaml").read_text("utf-8")
    assert "  adaptation: ngo-x\n" in text
    code, out, err = run("--project", "two", "build", "guide", "--format", "svg")
    assert code == 0, err
    said = Path(out.strip()).read_text("utf-8")
    assert "NGO X" in said
    assert "City Y" in said


def test_the_terms_have_to_be_agreed_to(
    run: Run, kit: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    code, _, err = run("init", "deck", "--from", "kit.zip", *WHO)
    assert code == 2
    assert "error[terms]: there is nobody to ask" in err
    assert "hint: read them, and say --yes" in err
    monkeypatch.setattr(sys, "stdin", Typed("n\n"))
    code, _, err = run("init", "deck", "--from", "kit.zip", *WHO)
    assert code == 1
    assert "permission: Free to use with this credit" in err
    assert err.endswith("nothing was changed\n")
    assert not Path("deck").exists()
    monkeypatch.setattr(sys, "stdin", Typed("y\n"))
    code, _, err = run("init", "deck", "--from", "kit.zip", *WHO)
    assert code == 0, err
    assert Path("deck/printkit.toml").is_file()


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (("--name", "NGO X"), 2, "--name and --place go together"),
        (("--name", "a\nb\x1b", "--place", "x"), 2, "needs a short text on one line"),
        (("--from", "https://example.org/kit.zip"), 2, "download https://example.org/kit.zip"),
        (("--from", "nowhere.zip"), 2, "there is no pack 'nowhere.zip'"),
        (("--from", "."), 1, "there is no content file in content/"),
        (("--from", "deck"), 2, "there is no pack 'deck'"),
        (("--locale", "no such"), 1, "error[locale-tag]"),
    ],
)
def test_words_that_cannot_be_used(
    run: Run, kit: Path, words: tuple[str, ...], code: int, why: str
) -> None:
    got, out, err = run("init", "deck", *words, "--yes")
    assert (got, out) == (code, ""), err
    assert why in err
    assert not Path("deck").exists()


def test_a_translation_that_only_printkit_brings_is_put_into_the_project(
    run: Run, kit: Path
) -> None:
    Path("demo/content/locales/hi-IN.po").unlink()
    code, out, err = run("init", "deck", "--from", "demo", "--locale", "hi-IN", *WHO, "--yes")
    assert code == 0, err
    assert out.endswith("deck/content/locales/hi-IN.po\n")
    assert Path("deck/content/locales/hi-IN.po").is_file()
    assert err.endswith("now: cd deck && printkit check --locale hi-IN\n")


def test_a_locale_without_a_font_is_told_and_the_project_stands(run: Run, kit: Path) -> None:
    code, _, err = run("init", "deck", "--from", "kit.zip", "--locale", "ja", *WHO, "--yes")
    assert code == 0, err
    assert "error[no-font]: there is no font for the script" in err
    assert "hint: put " in err
    assert err.endswith("now: cd deck && printkit translate start ja\n")
    assert Path("deck/printkit.toml").is_file()


# -- packs that are not to be trusted -------------------------------------------------------


def refused(run: Run, pack: str, where: Path) -> str:
    before = state(where)
    code, out, err = run("init", "deck", "--from", pack, *WHO, "--yes")
    assert (code, out) == (1, ""), err
    assert "Traceback" not in err
    assert err.endswith("nothing was changed\n")
    assert state(where) == before
    assert not (where / "deck").exists()
    return err


def test_a_pack_that_climbs_out_of_its_folder_writes_nothing(run: Run, kit: Path) -> None:
    put(kit, "../evil.yaml")
    put(kit, "/tmp/evil.yaml")
    put(kit, "content/../../evil.yaml")
    said = refused(run, "kit.zip", kit.parent)
    assert "kit.zip: error[pack]: '../evil.yaml' climbs out of its folder\n" in said
    assert "'/tmp/evil.yaml' does not stand in the pack's own folder" in said
    assert "'content/../../evil.yaml' climbs out of its folder" in said
    assert "hint: do not use this pack; ask whoever sent it" in said


def test_a_link_in_a_pack_writes_nothing(run: Run, kit: Path) -> None:
    link = zipfile.ZipInfo("content/assets/link.svg")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    put(kit, link, b"../../../secret")
    assert "'content/assets/link.svg' is a link" in refused(run, "kit.zip", kit.parent)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own there")
def test_a_link_in_a_folder_writes_nothing(run: Run, kit: Path) -> None:
    Path("secret.md").write_text("secret", "utf-8")
    Path("demo/content/note.md").symlink_to("../../secret.md")
    Path("demo/layouts").symlink_to("..", target_is_directory=True)
    os.mkfifo("demo/content/pipe.md")
    said = refused(run, "demo", kit.parent)
    assert "'content/note.md' is a link" in said
    assert "'layouts' is a link" in said
    assert "'content/pipe.md' is no file but a device or the like" in said


@pytest.mark.parametrize(
    "name", ["content/run.py", "setup.py", "content/.git/config", "fonts/a.exe", "loose.txt",
             "content/page.html", "layouts/base.yaml"],
)  # fmt: skip
def test_what_is_no_data_is_refused(run: Run, kit: Path, name: str) -> None:
    put(kit, name)
    assert f"{name!r}" in refused(run, "kit.zip", kit.parent)


def test_a_pack_whose_content_has_faults_writes_nothing(run: Run, kit: Path) -> None:
    spoil(f"demo/{CONTENT}", "motif: listen", "motif: lissten")
    spoil("demo/content/kit.yaml", "schema:", "shcema:")
    said = refused(run, "demo", kit.parent)
    assert f"demo/{CONTENT}:" in said
    assert "did you mean 'listen'?" in said
    assert "demo/content/kit.yaml:" in said


def test_a_pack_without_its_credit_writes_nothing(run: Run, kit: Path) -> None:
    path = Path("demo", CONTENT)
    text = path.read_text("utf-8")
    path.write_text(text[: text.index("\ncredit:\n") + 1], "utf-8")
    assert "'credit' is missing" in refused(run, "demo", kit.parent)


# -- a newer pack ---------------------------------------------------------------------------


@pytest.fixture
def deck(run: Run, kit: Path) -> Path:
    """Return a project begun from the pack, with a change; the demo is version 0.2 by now."""
    code, _, err = run("init", "deck", "--from", "kit.zip", "--locale", "fr", *WHO, "--yes")
    assert code == 0, err
    spoil("deck/content/adaptations/ngo-x.yaml", "changes: []", (
        "changes:\n  - set: guide.title\n    was: How to use this map\n"
        "    to: Comment\n    why: ours\n  - drop: testing-small\n    why: so"
    ))  # fmt: skip
    spoil(f"demo/{CONTENT}", "version: 0.1", "version: 0.2")
    spoil(f"demo/{CONTENT}", "title: How to use this map", "title: Ways to use it")
    return kit.parent / "deck"


def test_a_newer_pack_keeps_what_is_yours_and_says_what_is_new(run: Run, deck: Path) -> None:
    text = Path("demo", CONTENT).read_text("utf-8")
    start, end = text.index("      - id: testing-small"), text.index("      - id: adapting-course")
    new = text[start:end].replace("testing-small", "new-skill").replace("Testing small", "New one")
    Path("demo", CONTENT).write_text(text[:start] + new + text[end:], "utf-8")
    mine = {
        name: (deck / name).read_bytes()
        for name in ("content/adaptations/ngo-x.yaml", "content/locales/fr.po", "printkit.toml")
    }
    code, out, err = run("init", "deck", "--from", "demo", "--yes")
    assert code == 0, err
    assert out.splitlines() == ["deck/base.sha256", f"deck/{CONTENT}"]
    assert "content 0.1 -> 0.2\n" in err
    assert "new: New one (skill)\n" in err
    assert "dropped: Testing small (skill)\n" in err
    assert "reworded: guide.title\n" in err
    assert "warning[stale-change]: changes[1]: 'guide.title' was 'How to use this map'" in err
    assert "error[change]: changes[2]: drop 'testing-small': no such item" in err
    assert err.endswith("now: printkit translate update && printkit check\n")
    assert (deck / CONTENT).read_bytes() == Path("demo", CONTENT).read_bytes()
    assert {name: (deck / name).read_bytes() for name in mine} == mine


def test_the_same_pack_again_is_nothing_new(run: Run, deck: Path) -> None:
    before = state(deck)
    code, out, err = run("init", "deck", "--from", "kit.zip", "--yes")
    assert (code, out) == (0, "")
    assert "nothing is new in this pack" in err
    assert state(deck) == before


def test_words_that_both_have_changed_are_refused_whole(run: Run, deck: Path) -> None:
    spoil(deck / CONTENT, "title: Listening deeply", "title: Listening")
    spoil("demo/content/kit.yaml", "Not yet", "Not now")
    before = state(deck)
    code, out, err = run("init", "deck", "--from", "demo", "--yes")
    assert (code, out) == (1, "")
    assert f"deck/{CONTENT}: error[edited]: you changed this file, and the pack has a newer" in err
    assert "hint: note what you changed as an adaptation" in err
    assert state(deck) == before


def test_what_only_you_changed_is_kept(run: Run, deck: Path) -> None:
    spoil(deck / "content/kit.yaml", "Not yet", "Not now")
    mine = (deck / "content/kit.yaml").read_bytes()
    code, out, err = run("init", "deck", "--from", "demo", "--yes")
    assert code == 0, err
    assert (deck / "content/kit.yaml").read_bytes() == mine
    assert "note[adapted-from]: adapts: made from 0.1, content is now 0.2" in err
    assert f"deck/{CONTENT}" in out


def test_translations_that_both_have_changed_stay_yours(run: Run, deck: Path) -> None:
    for file in (deck / "content/README.md", Path("demo/content/README.md")):
        file.write_text(f"# of {file.parent.parent.name}\n", "utf-8")
    code, _, err = run("init", "deck", "--from", "demo", "--yes")
    assert code == 0, err
    assert "deck/content/README.md: note[kept]: you changed it, and the pack has a newer" in err
    assert (deck / "content/README.md").read_text("utf-8") == "# of deck\n"
    code, _, err = run("init", "deck", "--from", "demo", "--yes")
    assert "nothing is new" in err  # and it is not said again and again


def test_a_file_that_is_gone_from_the_kit_goes_unless_you_changed_it(
    run: Run, deck: Path
) -> None:
    shutil.rmtree("demo/content/assets")
    code, _, err = run("init", "deck", "--from", "demo", "--yes")
    assert code == 0, err
    assert "removed: content/assets/README.md\n" in err
    assert not (deck / "content/assets/README.md").exists()


def test_lines_that_end_as_on_windows_are_no_change(run: Run, deck: Path) -> None:
    for name in (CONTENT, "content/kit.yaml"):
        path = deck / name
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    code, _, err = run("init", "deck", "--from", "demo", "--yes")
    assert code == 0, err


def test_a_pack_of_other_content_or_with_faults_changes_nothing(run: Run, deck: Path) -> None:
    before = state(deck)
    spoil(f"demo/{CONTENT}", "id: skills-for-collaborative-change", "id: other")
    code, _, err = run("init", "deck", "--from", "demo", "--yes")
    assert code == 1
    assert "this pack is of 'other', and the project of 'skills-for-collaborative-change'" in err
    spoil(f"demo/{CONTENT}", "id: other", "di: other")
    code, _, err = run("init", "deck", "--from", "demo", "--yes")
    assert code == 1
    assert state(deck) == before


def test_a_project_that_does_not_say_what_it_is_from_is_not_guessed_at(
    run: Run, deck: Path
) -> None:
    (deck / "base.sha256").unlink()
    before = state(deck)
    code, _, err = run("init", "deck", "--from", "demo", "--yes")
    assert code == 2
    assert "this project does not say what it was begun from" in err
    assert state(deck) == before


def test_an_update_needs_agreement_too(
    run: Run, deck: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(deck)
    monkeypatch.setattr(sys, "stdin", Typed("n\n"))
    code, _, err = run("init", "deck", "--from", "demo")
    assert code == 1
    assert "bring the project up to this pack? [y/N]" in err
    assert state(deck) == before


