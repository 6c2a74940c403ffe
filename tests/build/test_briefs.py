"""What translators are told: where a text appears, and what room it has in their script."""

from __future__ import annotations

import re

import pytest

from printkit.build.briefs import briefed, measured, units_for
from printkit.build.plan import Sources
from printkit.build.project import Project
from printkit.locales.tags import parse_locale


def test_every_text_of_a_page_is_told_with_its_place_and_room(
    sample: Sources, sample_project: Project
) -> None:
    locale = parse_locale("hi-IN")
    wanted = units_for(sample_project, sample, locale.tag)
    found = briefed(wanted, sample, locale)
    assert list(found) == list(wanted)
    title = found["skills.listening-deeply.title"].about[0]
    where = r"On cards \(front, back\), the poster and the sheet\."
    assert re.match(rf"{where} English has 16 letters; about \d+ fit", title)
    untold = {key for key, unit in found.items() if not unit.about}
    assert untold == set()


@pytest.mark.slow
def test_a_sheet_says_the_room_at_every_size(sample: Sources) -> None:
    words, least = measured(sample, parse_locale("ta-IN"))
    said = words["skills.listening-deeply.title"]
    for place in ("poster: A1 ", "cards front: 70x120 ", "sheet: A3 "):
        assert place in said
    assert 5 < least["skills.listening-deeply.title"] < 60
