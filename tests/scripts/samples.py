"""The Declaration of Human Rights in sixteen languages, set by printkit's own text engine."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from printkit.geometry import Size
from printkit.locales.tags import parse_locale
from printkit.render.pdf import render_pdf
from printkit.scene.model import Ink, Metadata, Page, Scene, StructNode, Style
from printkit.text.compose import Typesetter
from printkit.text.model import Block
from printkit.units import Length, mm, pt
from tests.jobs import fonts

FOLDER = Path(__file__).parent / "udhr"
LANGUAGES = tuple(sorted(path.stem for path in FOLDER.glob("*.txt")))
BLACK = Ink("black", (0, 0, 0), (0, 0, 0, 100))
MARGIN = mm(10)


@cache
def text(tag: str) -> str:
    return (FOLDER / f"{tag}.txt").read_text("utf-8").rstrip("\n")


@cache
def typesetter(tag: str) -> Typesetter:
    return Typesetter(fonts(), parse_locale(tag))


def style(size: float = 12, weight: int = 400, leading: float = 1.0) -> Style:
    """Return a style whose leading only the inks of its lines make larger."""
    return Style("body", "sans", weight, pt(size), pt(6), leading, BLACK)


def scene(tag: str, block: Block, width: Length) -> Scene:
    """Return a page that holds the block and nothing else."""
    locale = parse_locale(tag)
    runs = block.place(MARGIN, MARGIN + block.ascent, width, tag=1)
    page = Page("text", Size(width + 2 * MARGIN, block.height + 3 * MARGIN), runs)
    return Scene(
        (page,),
        Metadata(f"text {tag}", tag, locale.direction),
        structure=(StructNode("P", tag, tags=(1,)),),
    )


@cache
def pdf(tag: str) -> bytes:
    """Return the language's text in a column, at 12 pt.

    Its lines end where there is a space, in all but Thai: readers take any line's end for
    one, or a hyphen there for a word cut in two.
    """
    for width in range(mm(120), mm(140), mm(1)):
        block = typesetter(tag).set(text(tag), style(leading=1.4), width)
        if tag == "th" or " ".join(line.text for line in block.lines).split() == text(tag).split():
            return render_pdf(scene(tag, block, width), fonts(), {})
    raise ValueError(tag)
