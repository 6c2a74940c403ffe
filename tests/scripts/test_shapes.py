"""Glyphs, clusters and places of every word are those that HarfBuzz's own hb-shape finds.

Debian's hb-shape is years older than the HarfBuzz in uharfbuzz. It rounds the change that
weight brings to an anchor where today's does not, so between the masters of a variable
font a mark may stand one unit of 1000 or 2000 elsewhere; at the font's default, nowhere.
Everything else is equal.
"""

from __future__ import annotations

import json
import subprocess
from collections import defaultdict
from typing import NamedTuple

import pytest

from printkit.fonts.library import FontFile
from printkit.locales.tags import parse_locale
from printkit.scene.model import Direction, FontKey, Glyph
from printkit.text import bidi
from printkit.text.itemize import itemize
from tests.jobs import ROOT, fonts
from tests.readers import Judge
from tests.scripts import samples


class Instance(NamedTuple):
    """What words have to share to be shaped in one call."""

    key: FontKey
    script: str
    direction: Direction


def words(tag: str, weight: int) -> dict[Instance, dict[str, tuple[Glyph, ...]]]:
    """Return every word of the sample (or the part of it in one font) as printkit shapes it."""
    locale = parse_locale(tag)
    found: dict[Instance, dict[str, tuple[Glyph, ...]]] = defaultdict(dict)
    for word in dict.fromkeys(samples.text(tag).split()):
        levels = bidi.resolve(word, int(locale.direction == "rtl")).levels
        for item in itemize(
            word, levels, [(len(word), weight)], fonts=fonts(), role="sans", hand=locale.hand
        ):
            assert item.key is not None
            part = word[item.start : item.end]
            shaped = (
                fonts()
                .face(item.key)
                .shape(part, script=item.script, lang=tag, direction=item.direction)
            )
            found[Instance(item.key, item.script, item.direction)][part] = shaped
    return found


def by_hb_shape(judge: Judge, tag: str, instance: Instance, parts: list[str]) -> list[list[Glyph]]:
    key, script, direction = instance
    command = [
        judge("hb-shape"), ROOT / "fonts" / fonts().font(key).file,
        "--no-glyph-names", "--output-format=json", f"--language={tag}", f"--script={script}",
        f"--direction={direction}", f"--cluster-level={0 if direction == 'ltr' else 1}",
        *(f"--variations={axis}={value:g}" for axis, value in key.axes),
    ]  # fmt: skip
    done = subprocess.run(
        command, input="\n".join(parts) + "\n", capture_output=True, text=True, check=True
    )
    return [
        [Glyph(g["g"], g["cl"], g["ax"], g["dx"], g["dy"]) for g in json.loads(line)]
        for line in done.stdout.splitlines()
    ]


def default(font: FontFile) -> int:
    """Return the weight the family's outlines are drawn at."""
    return 500 if font.variable and font.family.startswith("Anek") else 400


@pytest.mark.judges
@pytest.mark.parametrize("weight", [400, 500, 700])
@pytest.mark.parametrize("tag", samples.LANGUAGES)
def test_every_word_has_the_glyphs_of_hb_shape(tag: str, weight: int, judge: Judge) -> None:
    count = 0
    for instance, shaped in words(tag, weight).items():
        theirs = by_hb_shape(judge, tag, instance, list(shaped))
        font = fonts().font(instance.key)
        exact = not font.variable or weight == default(font)
        for (word, ours), other in zip(shaped.items(), theirs, strict=True):
            count += 1
            assert [(g.gid, g.cluster, g.x_advance) for g in ours] == [
                (g.gid, g.cluster, g.x_advance) for g in other
            ], word
            farthest = max(
                max(abs(a.x_offset - b.x_offset), abs(a.y_offset - b.y_offset))
                for a, b in zip(ours, other, strict=True)
            )
            assert farthest <= (0 if exact else 1), word
    assert count >= 20


@pytest.mark.judges
def test_the_judge_sees_another_weight(judge: Judge) -> None:
    instance, shaped = next((i, w) for i, w in words("gu", 400).items() if i.script == "Gujr")
    heavier = instance._replace(key=fonts().pick("sans", "Gujr", 700))
    assert by_hb_shape(judge, "gu", heavier, list(shaped)) != [list(g) for g in shaped.values()]
