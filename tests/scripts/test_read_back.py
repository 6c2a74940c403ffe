"""Text in sixteen languages read back from a PDF by poppler, MuPDF and PDFium."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.readers import Judge, mupdf, pdfium, plain, poppler, score
from tests.scripts import samples

# What poppler makes of right to left: it moves a stop behind the space that follows it.
BY_POPPLER = {"ar": (99.8, 98.6), "ur": (99.8, 98.6)}
# Nothing in Thai tells a reader that a line's end is no space.
UNSPACED = {"th"}


def told(tag: str, text: str) -> str:
    text = plain(text)
    return text.replace(" ", "") if tag in UNSPACED else text


def test_the_samples_are_the_languages_that_were_promised() -> None:
    assert set(samples.LANGUAGES) == {
        "hi", "ta", "bn", "te", "kn", "gu", "pa", "or", "as", "vi", "el", "mr", "ml", "ur", "ar",
        "th",
    }  # fmt: skip
    assert all(len(samples.text(tag)) > 600 for tag in samples.LANGUAGES)


@pytest.mark.judges
@pytest.mark.parametrize("tag", samples.LANGUAGES)
def test_poppler_reads_every_character_and_word(tag: str, judge: Judge, tmp_path: Path) -> None:
    source, found = samples.text(tag), poppler(judge, samples.pdf(tag), tmp_path)
    if tag in BY_POPPLER:
        alike, words = score(source, found)
        assert alike >= BY_POPPLER[tag][0] and words >= BY_POPPLER[tag][1], (alike, words)
        found = re.sub(r" ([.،])(?=\w)", r"\1 ", plain(found))
    assert told(tag, found) == told(tag, source)


@pytest.mark.parametrize("tag", samples.LANGUAGES)
def test_mupdf_reads_every_character_and_word(tag: str) -> None:
    assert told(tag, mupdf(samples.pdf(tag))) == told(tag, samples.text(tag))


@pytest.mark.parametrize("tag", samples.LANGUAGES)
def test_pdfium_reads_every_character_and_word(tag: str) -> None:
    assert told(tag, pdfium(samples.pdf(tag))) == told(tag, samples.text(tag))
