"""What three readers find in a PDF, and how near that comes to what was set."""

from __future__ import annotations

import subprocess
import unicodedata
from collections import Counter
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

from printkit.pdfio.read import read_pdf

Judge = Callable[[str], str]

_CONTROLS = dict.fromkeys([*range(0x200E, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def plain(text: str) -> str:
    """Return text as it is compared: NFC, no direction marks, white space collapsed."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_CONTROLS).split())


def score(source: str, found: str) -> tuple[float, float]:
    """Return the per cent of characters alike, and of words recovered."""
    source, found = plain(source), plain(found)
    alike = SequenceMatcher(None, source, found, autojunk=False).ratio()
    words = Counter(source.split())
    kept = sum((words & Counter(found.split())).values())
    return 100 * alike, 100 * kept / words.total()


def poppler(judge: Judge, data: bytes, folder: Path) -> str:
    path = folder / "text.pdf"
    path.write_bytes(data)
    done = subprocess.run([judge("pdftotext"), path, "-"], capture_output=True, check=True)
    return done.stdout.decode()


def mupdf(data: bytes) -> str:
    import pymupdf

    with pymupdf.open(stream=data) as document:
        return str(document[0].get_text())


def pdfium(data: bytes) -> str:
    return read_pdf(data).pages[0].text
