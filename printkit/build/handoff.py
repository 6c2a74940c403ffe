"""The zip for a printer: the files, a proof to compare with, a specification, checksums.

Its specification is plain text that anybody can read, in English, as printers expect it. The
same files give the same zip.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import Final

from printkit.build.delivery import Way
from printkit.build.works import HOW_TO_PRINT, Made, Work
from printkit.press.pages import leaves_of
from printkit.press.preflight import Finding
from printkit.scene.model import Page
from printkit.scene.walk import used_inks
from printkit.units import Length, to_mm

_WHEN: Final = (1980, 1, 1, 0, 0, 0)
_PROOF_PIXELS: Final = 2400  # of a proof's longer side


def hand_off(
    way: Way,
    works: Sequence[Work],
    files: Sequence[tuple[str, bytes]],
    found: Sequence[Finding] = (),
) -> tuple[str, bytes]:
    """Return (name, bytes) of the zip for files of one target, next to which it is put.

    ``found`` is what preflight says of them.
    """
    name = f"{works[0].stem}.zip"
    top = PurePosixPath(name).parent
    inside = [(PurePosixPath(path).relative_to(top).as_posix(), data) for path, data in files]
    sheet = specification(way, works, [path for path, _ in inside], found)
    inside += _proofs(inside, PurePosixPath(name).stem)
    inside.append(("specification.txt", sheet.encode()))
    sums = "".join(
        f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in sorted(inside)
    )
    inside.append(("SHA256SUMS", sums.encode()))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, data in sorted(inside):
            info = zipfile.ZipInfo(path, _WHEN)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            packed.writestr(info, data)
    return name, out.getvalue()


def _proofs(files: Iterable[tuple[str, bytes]], stem: str) -> list[tuple[str, bytes]]:
    """Return a picture of all pages of each PDF, or of all PNGs together."""
    from printkit.render.png import contact_sheet, picture_sheet

    found = [
        (f"{path.removesuffix('.pdf')}_PROOF.png", contact_sheet(data, _PROOF_PIXELS))
        for path, data in files
        if path.endswith(".pdf")
    ]
    pictures = [data for path, data in sorted(files) if path.endswith(".png")]
    if pictures:
        found.append((f"{stem}_PROOF.png", picture_sheet(pictures, _PROOF_PIXELS)))
    return found


def specification(
    way: Way, works: Sequence[Work], files: Iterable[str], found: Sequence[Finding]
) -> str:
    """Return what a printer has to know, one fact a line."""
    profile = way.profile
    made = works[0].made
    sources = made[0].sources
    page = made[0].product.scene.pages[0]
    format = made[0].layout.format
    printed = [work for work in works if work.end != HOW_TO_PRINT]
    rows: list[tuple[str, str]] = [
        ("Product", made[0].product.scene.metadata.title),
        ("Version", sources.framework.version),
        ("Language", ", ".join(dict.fromkeys(one.target.locale for one in made))),
        ("Credit", sources.framework.credit.line.value),
        ("Finished size", f"{_size(page.trim.width, page.trim.height)} ({format.label})"),
        ("Bleed", _bleed(page)),
        ("Safe margin", _mm(way.safe(format))),
    ]
    if format.radius:
        rows.append(("Corners", f"rounded, radius {_mm(format.radius)} (not printed)"))
    rows += _on_sheets(way, printed, made) if way.sheet else _single(way, printed, made)
    folded = way.sides == "fold" and way.sheet is not None
    marks = [mark for mark in way.marks if mark != "fold" or folded]
    intent = works[0].output.intent
    rows += [
        ("Folds", "one, along the broken line" if folded else "none"),
        ("Quantity", _quantity(way, made)),
        ("Stock", way.asked.stock or "to be agreed"),
        ("Colours", _colours(way, printed)),
        ("Ink limit", f"{profile.ink_limit:g} %" if profile.colour == "cmyk" else ""),
        ("Standard", f"{profile.standard}, also PDF/A-2b" if profile.standard else ""),
        ("Output intent", (intent.info or intent.identifier) if intent else ""),
        ("Marks", ", ".join(marks) or "none"),
        ("Made for", profile.label),
        ("Files", "; ".join(_listed(files))),
    ]
    if sources.framework.credit.placeholder:
        rows.append(
            ("To be supplied", "the address of the source: the QR code opens a placeholder")
        )
    width = max(len(name) for name, _ in rows)
    lines = [f"{name:<{width}}  {value}" for name, value in rows if value]
    if profile.about:
        lines += ["", profile.about]
    if any(work.limits for work in works):
        lines += ["", "Preflight"]
        lines += [str(one.diagnostic()) for one in found] or ["no error, no warning"]
    return "\n".join(lines) + "\n"


def _on_sheets(
    way: Way, works: Sequence[Work], made: Sequence[Made]
) -> Iterable[tuple[str, str]]:
    assert way.sheet is not None
    medium = works[0].scene.pages[0].medium
    yield "Sheet", f"{way.sheet.label}, {_size(medium.width, medium.height)}"
    yield "Sheets", str(_sheets(works))
    leaves = sum(len(leaves_of(one.product.scene)) for one in made)
    if leaves > 1:
        format = made[0].layout.format
        yield "Cards", f"{leaves}, {_mm(way.gutter(format))} apart on the sheet"
    yield "Sides", _SIDES[way.sides]


def _single(way: Way, works: Sequence[Work], made: Sequence[Made]) -> Iterable[tuple[str, str]]:
    pages = sum(len(work.scene.pages) for work in works)
    profile = way.profile
    if profile.format == "png":
        pixels = profile.rule(made[0].target.size).pixels
        size = f", {pixels[0]} x {pixels[1]} pixels" if pixels else ""
        yield "Pictures", f"{pages}{size}, one for each face, in the order of their numbers"
        return
    cards = sum(len(leaves_of(work.scene)) for work in works)
    if pages == 1:
        yield "Pages", "1"
    elif made[0].product.scene.pages[0].id.endswith("-front"):
        yield "Pages", f"{pages}, {cards} cards: {_ORDERS[profile.order]}"
    else:
        yield "Pages", f"{pages}, on both sides of the paper"


def _quantity(way: Way, made: Sequence[Made]) -> str:
    if not way.asked.quantity:
        return "to be agreed"
    cards = sum(len(leaves_of(one.product.scene)) for one in made)
    return f"{way.asked.quantity} decks of {cards} cards" if cards > 1 else str(way.asked.quantity)


def _listed(files: Iterable[str]) -> list[str]:
    """Return files by name, those of a folder as one."""
    found: dict[str, int] = {}
    for path in files:
        folder = PurePosixPath(path).parent.as_posix()
        name = path if folder == "." else f"{folder}/"
        found[name] = found.get(name, 0) + 1
    return [f"{name} ({count} files)" if count > 1 else name for name, count in found.items()]


_SIDES: Final = {
    "long": "both, turned over on the long edge of the sheet (see the proof)",
    "short": "both, turned over on the short edge of the sheet (see the proof)",
    "separate": "both, backs in a file of their own, flipped on the long edge",
    "fold": "one, folded over",
    "none": "one",
}
_ORDERS: Final = {
    "front-back": "front, back, front, back …",
    "back-front": "back, front, back, front …",
    "fronts-then-backs": "all fronts, then all backs",
    "separate": "fronts and backs in files of their own",
}


def _size(width: Length, height: Length) -> str:
    return f"{_number(width)} x {_number(height)} mm"


def _mm(length: Length) -> str:
    return f"{_number(length)} mm"


def _number(length: Length) -> str:
    return f"{to_mm(length):.3f}".rstrip("0").rstrip(".")


def _bleed(page: Page) -> str:
    sides = page.bleed
    lengths = dict.fromkeys((sides.top, sides.right, sides.bottom, sides.left))
    if len(lengths) > 1:
        return ", ".join(map(_mm, (sides.top, sides.right, sides.bottom, sides.left)))
    (length,) = lengths
    return f"{_mm(length)} on each side" if length else "none"


def _sheets(works: Sequence[Work]) -> int:
    """Return how many pieces of paper the works need."""
    return sum(
        not page.id.endswith("-back")
        for work in works
        if work.end != "-backs"
        for page in work.scene.pages
    )


def _colours(way: Way, works: Sequence[Work]) -> str:
    match way.profile.colour:
        case "rgb":
            return "sRGB"
        case "grey":
            return "black"
    inks = [ink for work in works for ink in used_inks(work.scene)]
    plates = [
        name
        for place, name in enumerate(("cyan", "magenta", "yellow", "black"))
        if any(ink.cmyk[place] for ink in inks)
    ]
    spots = dict.fromkeys(
        ink.spot for ink in inks if ink.spot is not None and ink.spot in way.profile.spots
    )
    return ", ".join((*plates, *spots))
