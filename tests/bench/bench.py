"""How long printkit takes, and how much memory, beside its own imports and beside Typst.

Run by hand on a quiet machine: ``make bench``. Every figure is the best of several cold
processes. Targets: the poster at most 3 times the floor, the kit under 1.5 s on two cores,
120 MB at most in any process; 54 cards imposed and written in 0.3 s once all is loaded, in a
file at most 1.3 times as large as that of the single cards.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from printkit.fonts.library import FontLibrary
    from printkit.layout.output import Outputs
    from printkit.scene.model import Scene

ROUNDS = 7
FLOOR = "import reportlab.pdfgen.canvas, uharfbuzz"


def best(*command: str, rounds: int = ROUNDS) -> tuple[float, float]:
    """Return the least wall time and the least processor time of a command, in seconds."""
    walls, works = [], []
    for _ in range(rounds):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        walls.append(time.perf_counter() - start)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        works.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(walls), min(works)


def peak(*command: str) -> float:
    """Return the most memory any process of a command held, in MB."""
    code = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command], capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def typst_page(folder: Path) -> tuple[str, ...] | None:
    """Return the command that sets a page of the poster's words with Typst, if it is there."""
    try:
        import typst  # noqa: F401
    except ImportError:
        return None
    from printkit.build.plan import read_sources
    from printkit.build.project import open_project

    framework = read_sources(open_project()).framework
    entries = [skill for area in framework.areas for skill in area.skills]
    text = "\n".join(f"== {e.title.value}\n{e.line.value}\n" for e in entries)
    source = folder / "poster.typ"
    source.write_text(
        '#set page(width: 594mm, height: 841mm, margin: 24mm, columns: 4)\n'
        f'#set text(size: 26pt)\n= {framework.title.value}\n{framework.intro.value}\n{text}',
        "utf-8",
    )
    code = f"import typst; typst.compile({str(source)!r}, output={str(folder / 'poster.pdf')!r})"
    return (sys.executable, "-c", code)


def deck_of_54() -> tuple[Scene, FontLibrary, Outputs]:
    """Return a deck of 4 x 10 skills, 8 attitudes, 4 areas and 2 more cards, warm."""
    from msgspec.structs import replace

    from printkit.build.plan import Request
    from printkit.build.project import open_project
    from printkit.build.run import compose, prepare
    from printkit.layout.output import load_outputs

    project = open_project()
    prepared = prepare(project, Request(("cards",), ("poker",)))
    sources, framework = prepared.sources, prepared.sources.framework

    def many(items: Sequence[Any], count: int) -> tuple[Any, ...]:
        return tuple(
            replace(items[n % len(items)], id=f"{items[n % len(items)].id}-{n}")
            for n in range(count)
        )

    larger = replace(
        framework,
        areas=tuple(replace(area, skills=many(area.skills, 10)) for area in framework.areas),
        heart=replace(framework.heart, attitudes=many(framework.heart.attitudes, 8)),
    )
    product, _ = compose(replace(sources, framework=larger), prepared.targets[0])
    layouts = sources.layouts
    outputs = load_outputs(project.files, layouts.formats, layouts.themes)
    assert len(product.scene.pages) == 108
    return product.scene, sources.fonts, outputs


def imposing() -> tuple[float, float]:
    """Return seconds to impose 54 cards on A4 and write the file, and its size over the deck's."""
    from printkit.press.impose import Imposition, cards_of, impose
    from printkit.render.pdf import render_pdf

    scene, fonts, outputs = deck_of_54()
    single = render_pdf(scene, fonts, {})
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        imposed = impose(cards_of(scene), Imposition(outputs.sheets["A4"], gutter=0))
        data = render_pdf(imposed.scenes[0], fonts, {})
        times.append(time.perf_counter() - start)
    return min(times), len(data) / len(single)


def main() -> None:
    # As an installed package has it: byte code on disk, so that a cold start is not a compile.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "pyc")
        printkit = (sys.executable, "-m", "printkit")
        out = ("-o", str(folder / "out"))
        poster = (*printkit, "build", "poster", "--format", "pdf", *out)
        kit = (*printkit, "build", *out)
        subprocess.run(kit, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        subprocess.run((sys.executable, "-c", FLOOR), check=True)
        rows = {
            "imports of ReportLab and uharfbuzz": best(sys.executable, "-c", FLOOR),
            "printkit --help": best(*printkit, "--help"),
            "printkit build poster --format pdf": best(*poster),
            "printkit build (the whole kit)": best(*kit, rounds=3),
        }
        page = typst_page(folder)
        if page is not None:
            rows["Typst, a page of the same words"] = best(*page)
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {sys.version[:6]}")
        for what, (wall, work) in rows.items():
            print(f"{what:40} {wall:6.2f} s  ({work:.2f} s of processor)")
        floor = rows["imports of ReportLab and uharfbuzz"]
        cold = rows["printkit build poster --format pdf"]
        print(f"poster / floor: {cold[0] / floor[0]:.1f} (processor {cold[1] / floor[1]:.1f})")
        seconds, ratio = imposing()
        print(f"54 cards imposed and written: {seconds:.2f} s, {ratio:.2f} x the single cards")
        print(f"peak memory: poster {peak(*poster):.0f} MB, kit {peak(*kit):.0f} MB a process")


if __name__ == "__main__":
    main()
