"""A small layouts folder for tests, to be spoiled in one place at a time."""

from __future__ import annotations

from pathlib import Path

from printkit.diagnostics import Diagnostic, PrintkitError
from printkit.files import MemoryFiles
from printkit.layout.load import LayoutLibrary
from printkit.layout.model import EngineSchema

ROOT = Path(__file__).parent.parent.parent
DATA = ("inks", "papers", "card-sizes", "themes", "motifs", "base")

SCHEMA = EngineSchema(
    settings={"margin": "length", "columns": "integer", "marks": "flag", "steps": "lengths"},
    frames=("body",),
    styles=("body",),
    tier={"thread": "length", "grow": "number", "lines": "flag"},
    frame={"fill": "ink", "second": "style", "gap": "length"},
)

PAGE = """\
extends = "base"
engine = "plain"
[page]
design-width = "594mm"
sizes = ["A1", "A4", "letter"]
[settings]
margin = "24mm"
columns = 3
steps = ["1mm", "2mm"]
[frame.title]
left = "24mm"
right = "page.right - 24mm"
top = "24mm"
height = "100mm"
[frame.body]
left = "title.left"
right = "title.right"
top = "title.bottom + 6mm"
bottom = "credit.top - 6mm"
[frame.credit]
left = "24mm"
width = "300mm"
bottom = "page.bottom - 24mm"
height = "20mm"
[tier.S]
thread = "8.5mm"
grow = 1.2
lines = true
[tier.L]
thread = "5mm"
grow = 1
[tier.L.style.body]
size = "7.4mm"
minimum = "7mm"
[style.body]
size = "8.25mm"
minimum = "7mm"
leading = 1.2
tracking = -0.01
[style.credit]
size = "7.3mm"
minimum = "6.5mm"
"""


def library(page: str = PAGE, data: dict[str, str] | None = None, **more: str) -> LayoutLibrary:
    """Load ``page`` as layouts/page.toml beside the shipped data files, some replaced."""
    files = {
        f"layouts/{name}.toml": (ROOT / f"layouts/{name}.toml").read_text("utf-8") for name in DATA
    }
    files |= {f"layouts/{name}.toml": text for name, text in (data or {}).items()}
    files |= {f"layouts/{name}.toml": text for name, text in more.items()}
    if page:
        files["layouts/page.toml"] = page
    return LayoutLibrary.load(MemoryFiles(files), {"plain": SCHEMA})


def faults(
    page: str = PAGE, data: dict[str, str] | None = None, **more: str
) -> tuple[Diagnostic, ...]:
    """Return what is told when loading fails; () when it does not."""
    try:
        library(page, data, **more)
    except PrintkitError as error:
        return error.diagnostics
    return ()


def only(*args: str, **more: str) -> str:
    """Return the one problem there is, as a person reads it."""
    found = faults(*args, **more)
    assert len(found) == 1, "\n".join(map(str, found))
    return str(found[0])
