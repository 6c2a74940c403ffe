"""How long printkit takes, and how much memory, beside its own imports and beside Typst.

Run by hand on a quiet machine: ``make bench``. Every figure is the best of several cold
processes. Targets: the poster at most 3 times the floor, the kit under 1.5 s on two cores,
120 MB at most in any process.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

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
        print(f"peak memory: poster {peak(*poster):.0f} MB, kit {peak(*kit):.0f} MB a process")


if __name__ == "__main__":
    main()
