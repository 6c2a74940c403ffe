"""Preflight of files on disk: read, judged by a profile, and shown with marks where wanted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any, Final

from msgspec import Struct, structs

from printkit.build.files import packaged_folder, reason, shown_path
from printkit.build.outbox import Outbox
from printkit.build.project import Project
from printkit.diagnostics import (
    Diagnostic,
    ReadWriteError,
    Severity,
    Span,
    UsageError,
    did_you_mean,
)
from printkit.engines import Schemas
from printkit.geometry import Size
from printkit.icc import read_intent
from printkit.layout.load import LayoutLibrary
from printkit.layout.model import Format
from printkit.layout.output import SizeRule, load_outputs, named
from printkit.press.preflight import Finding, preflight
from printkit.press.rules import Limits, limits
from printkit.units import mm, parse_length

USUAL: Final = "press"
_LARGEST: Final = 1 << 30
_LONG: Final = 1200  # pixels of a marked page's longer side


class Judged(Struct, frozen=True):
    """What was found in one file, and the pictures made of it."""

    file: str
    findings: tuple[Finding, ...]
    pictures: tuple[Path, ...] = ()

    @property
    def good(self) -> bool:
        return not any(one.severity is Severity.ERROR for one in self.findings)


def preflight_files(
    project: Project,
    files: Sequence[Path],
    profile: str = "",
    size: str = "",
    pictures: Path | None = None,
    icc: Path | None = None,
) -> tuple[Limits, tuple[Judged, ...]]:
    """Return what ``files`` were judged by, and what was found in each.

    ``profile`` is one of the project's, "press" if empty; ``size`` a name or "63x88mm".
    ``pictures``: the folder for pages with marks; ``icc``: the profile of the condition that is
    ordered, in place of the profile's own. Raises UsageError for an unknown profile or size,
    ReadWriteError with every file that cannot be read, PrintkitError for a wrong ``icc``.
    """
    wanted = wanted_limits(project, profile, size)
    if icc is not None:
        wanted = structs.replace(wanted, identifier=_identifier(icc))
    problems: list[Diagnostic] = []
    judged: list[tuple[str, bytes, tuple[Finding, ...]]] = []
    for path in files:
        name = shown_path(path)
        try:
            data = _read(path)
            judged.append((name, data, preflight(data, wanted, name)))
        except ValueError as error:
            problems.append(
                Diagnostic(
                    "pdf",
                    f"it cannot be judged: {error}",
                    Span(name),
                    hint="see that it is a whole PDF, saved without password",
                )
            )
        except OSError as error:
            problems.append(
                Diagnostic(
                    "read",
                    f"it cannot be read: {reason(error)}",
                    Span(name),
                    hint="see that the file is there and who may read it",
                )
            )
    if problems:
        raise ReadWriteError(problems)
    if pictures is None:
        return wanted, tuple(Judged(name, found) for name, _, found in judged)
    with Outbox(pictures) as outbox:
        done = []
        used: set[str] = set()
        for name, data, found in judged:
            stem = _stem(name, used)
            shown = tuple(outbox.put(each, png) for each, png in marked_pages(data, found, stem))
            done.append(Judged(name, found, shown))
        outbox.commit()
    return wanted, tuple(done)


def _identifier(icc: Path) -> str:
    """Return what a press calls the condition of an ICC profile."""
    name = shown_path(icc)
    try:
        data = icc.read_bytes()
    except OSError as error:
        raise ReadWriteError(
            Diagnostic(
                "read",
                f"it cannot be read: {reason(error)}",
                Span(name),
                hint="--icc needs the path of a file",
            )
        ) from None
    return read_intent(data, name).identifier


def _read(path: Path) -> bytes:
    if path.is_file() and path.stat().st_size > _LARGEST:
        raise ValueError("it is larger than 1 GB")
    return path.read_bytes()


def _stem(name: str, used: set[str]) -> str:
    """Return a name for a file's pictures that no other file's have."""
    stem = Path(name).stem
    found = next(
        each for n in count(1) if (each := stem if n == 1 else f"{stem}-{n}") not in used
    )
    used.add(found)
    return found


def wanted_limits(project: Project, profile: str = "", size: str = "") -> Limits:
    """Return what a profile wants of a file of one size, as the command line names both."""
    layouts = LayoutLibrary.load(project.files, Schemas())
    outputs = load_outputs(project.files, layouts.formats, layouts.themes)
    chosen = named("profile", profile or USUAL, outputs.profiles)
    if not size:
        return limits(chosen, outputs.conditions)
    form = _format(size, layouts.formats)
    if form is None:
        return limits(chosen, outputs.conditions, size=_measured(size, layouts.formats))
    rule: SizeRule = chosen.rule(form.id)
    return limits(
        chosen,
        outputs.conditions,
        size=form.size,
        rule=rule,
        bleed=form.bleed,
        safe=form.safe,
    )


def _format(size: str, formats: Mapping[str, Format]) -> Format | None:
    return next((form for name, form in formats.items() if name.lower() == size.lower()), None)


def _measured(size: str, formats: Mapping[str, Format]) -> Size:
    """Read ``63x88``, ``63x88mm`` or ``2.5inx3.5in``: a bare number is millimetres here."""
    try:
        width, height = size.lower().replace("×", "x").split("x")
        both = [_length(word, height) for word in (width, height)]
    except ValueError:
        raise UsageError(
            Diagnostic(
                "unknown-size",
                f"{size!r} is no size{did_you_mean(size, formats)}",
                hint="name one of papers.toml or card-sizes.toml, or write 63x88mm",
            )
        ) from None
    return Size(*both)


def _length(word: str, last: str) -> int:
    if word.strip()[-1:].isdigit():
        unit = last.strip().lstrip("0123456789. ")
        return parse_length(word + unit) if unit else mm(float(word))
    return parse_length(word)


def marked_pages(
    data: bytes, findings: Sequence[Finding], stem: str
) -> Iterator[tuple[str, bytes]]:
    """Yield a name and a PNG for every page with findings, the first for those of the file."""
    from printkit.pdfio.foreign import open_pdf
    from printkit.pdfio.read import rasterise
    from printkit.pdfio.structure import read_structure
    from printkit.render.png.marked import marked

    if not findings or any(one.code == "endless" for one in findings):
        return
    with open_pdf(data, encrypted=True) as pdf:
        leaves = read_structure(pdf).leaves
    fonts = _legend_fonts()
    pages = sorted({place.page for one in findings for place in one.places} | {1})
    for number in pages:
        leaf = leaves[number - 1]
        remarks = list(_remarks(findings, number, number == pages[0]))
        if not remarks:
            continue
        shown = leaf.crop or leaf.medium
        longer = max(shown.width, shown.height)
        wide, high = (max(1, round(_LONG * side / longer)) for side in (shown.width, shown.height))
        raster = rasterise(data, 72, number - 1, (wide, high))
        title = f"{stem}, page {number} of {len(leaves)}"
        name = f"{stem}-{number:0{len(str(len(leaves)))}}.png"
        yield name, marked(raster, shown, leaf.paper, leaf.inked, title, remarks, fonts)


def _remarks(findings: Sequence[Finding], page: int, first: bool) -> Iterator[Any]:
    from printkit.render.png.marked import Remark

    for one in findings:
        here = tuple(place.box for place in one.places if place.page == page and place.box)
        if here or any(place.page == page for place in one.places) or (first and not one.places):
            text = one.message
            if one.places and (elsewhere := one.count - max(1, len(here))):
                text += f" (and in {elsewhere} place{'' if elsewhere == 1 else 's'} on other pages)"
            yield Remark(one.severity.value, f"{one.code}: {text}", one.hint, here)


def _legend_fonts() -> tuple[bytes, bytes]:
    folder = packaged_folder() / "fonts"
    return (
        (folder / "AnekLatin-Regular.ttf").read_bytes(),
        (folder / "AnekLatin-SemiBold.ttf").read_bytes(),
    )
