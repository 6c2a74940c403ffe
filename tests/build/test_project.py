"""Where a project is found, what its settings say, whose files go first."""

from __future__ import annotations

from pathlib import Path

import pytest

from printkit.build.delivery import outputs_of
from printkit.build.files import project_files
from printkit.build.plan import Delivery, Request, read_sources
from printkit.build.project import find_root, open_project
from printkit.build.run import run
from printkit.diagnostics import PrintkitError, ReadWriteError, UsageError


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_the_nearest_printkit_toml_upwards_is_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "printkit.toml", "")
    write(tmp_path / "inner/printkit.toml", "")
    deep = tmp_path / "inner/content/assets"
    deep.mkdir(parents=True)
    assert find_root(deep) == tmp_path / "inner"
    monkeypatch.chdir(deep)
    project = open_project()
    assert (project.root, project.own) == (tmp_path / "inner", True)
    assert project.out == tmp_path / "inner/out"


def test_the_search_ends_at_the_top_of_a_repository(tmp_path: Path) -> None:
    write(tmp_path / "printkit.toml", "")
    (tmp_path / "repo/.git").mkdir(parents=True)
    assert find_root(tmp_path / "repo") is None


def test_without_a_project_the_shipped_kit_is_built_into_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    project = open_project()
    assert not project.own
    assert project.out == tmp_path / "out"
    assert project.framework_path() == "content/skills-for-collaborative-change.yaml"


def test_a_projects_own_file_goes_before_the_packaged_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "layouts/base.toml", "mine")
    write(tmp_path / "layouts/extra.toml", "mine too")
    files = project_files(tmp_path)
    assert files.read("layouts/base.toml") == b"mine"
    assert files.label("layouts/base.toml") == "layouts/base.toml"
    assert {"layouts/extra.toml", "layouts/poster.toml"} <= set(files.list("layouts"))
    assert set(files.digests) == {"layouts/base.toml"}


def test_an_own_content_file_goes_before_the_shipped_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "printkit.toml", "")
    write(tmp_path / "content/our-map.yaml", "")
    write(tmp_path / "content/kit.yaml", "")
    monkeypatch.chdir(tmp_path)
    assert open_project().framework_path() == "content/our-map.yaml"
    write(tmp_path / "content/another.yml", "")
    with pytest.raises(PrintkitError, match=r"2 content files: another\.yml, our-map\.yaml"):
        open_project().framework_path()
    write(tmp_path / "printkit.toml", '[build]\nframework = "content/another.yml"\n')
    assert open_project().framework_path() == "content/another.yml"


def test_settings_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(
        tmp_path / "printkit.toml",
        '[build]\nproducts = ["cards"]\nformats = ["svg"]\ntheme = "low-ink"\n'
        '[build.sizes]\ncards = ["poker", "A7"]\nposter = "A3"\n',
    )
    settings = open_project().settings
    assert settings.products == ("cards",)
    assert settings.formats == ("svg",)
    assert settings.theme == "low-ink"
    assert settings.sizes == {"cards": ("poker", "A7"), "poster": ("A3",)}
    assert str(settings.span("theme")) == "printkit.toml:4:9"


def test_every_fault_of_the_settings_is_told_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(
        tmp_path / "printkit.toml",
        '[build]\nproduct = ["cards"]\nformats = ["pfd"]\n\n[printers]\n',
    )
    with pytest.raises(PrintkitError) as caught:
        open_project()
    assert [str(item).splitlines()[0] for item in caught.value.diagnostics] == [
        "printkit.toml:2:1: error[unknown-key]: build.product: "
        "'product' is not a known key; did you mean 'products'?",
        "printkit.toml:3:12: error[choice]: build.formats[1]: "
        "must be one of 'pdf' or 'svg', found 'pfd'; did you mean 'pdf'?",
        "printkit.toml:5:2: error[unknown-key]: printers: 'printers' is not a known key; "
            "did you mean 'printer'?",
    ]


def test_a_named_folder_must_be_a_project(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"has no printkit\.toml"):
        open_project(tmp_path)


def test_what_cannot_be_read_is_told_in_plain_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "layouts/base.toml", "mine")

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(ReadWriteError, match="it cannot be read: permission denied"):
        project_files(tmp_path).read("layouts/base.toml")


def test_a_project_adds_to_what_printkit_brings_with_a_few_lines(demo: Path) -> None:
    """A card size, the deck at that size, a sheet and a printer, as layouts/README.md has it."""
    own = Path("layouts")
    own.mkdir()
    (own / "card-sizes.toml").write_text(
        '[card.ours]\nlabel = "Ours"\nwidth = "80mm"\nheight = "110mm"\nbleed = "3mm"\n'
        'safe = "4mm"\n',
        "utf-8",
    )
    (own / "cards.toml").write_text(
        'extends = "cards"\n[page]\nsizes = ["ours", "poker"]\ndefault = "ours"\n', "utf-8"
    )
    (own / "sheets.toml").write_text('[sheet.A2]\npaper = "A2"\n', "utf-8")
    (own / "profiles.toml").write_text(
        '[profile.ours]\nlabel = "Ours"\ncolour = "cmyk"\nstandard = "PDF/X-4"\n'
        'condition = "FOGRA39"\nink-limit = 300\n',
        "utf-8",
    )
    project = open_project()
    layouts = read_sources(project, ("cards",)).layouts
    assert layouts.sizes("cards") == ("ours", "poker")
    outputs = outputs_of(project, layouts)
    assert {"ours", "press", "office"} <= set(outputs.profiles)
    assert {"A2", "A4", "avery-5371"} <= set(outputs.sheets)
    request = Request(("cards",), ("ours",), delivery=Delivery(profile="ours", on="A2"))
    assert [path.name for path in run(project, request).files] == [
        "skills-for-collaborative-change_cards-ours_en_ours_on-A2.pdf"
    ]


def test_a_layout_that_extends_itself_where_nothing_is_behind_it_is_told(demo: Path) -> None:
    Path("layouts").mkdir()
    Path("layouts/mine.toml").write_text('extends = "mine"\n', "utf-8")
    with pytest.raises(PrintkitError, match="extend one another: mine"):
        read_sources(open_project(), ("mine",))
