"""What translators are told of each text: where it appears, and what room it has there."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from printkit.build.plan import Sources
from printkit.build.project import Project
from printkit.build.room import Room, comment, exact, rooms
from printkit.build.translation import units
from printkit.content.texts import texts, translation_key
from printkit.locales.catalogue import Unit
from printkit.locales.model import Locale


def units_for(project: Project, sources: Sources, tag: str) -> dict[str, Unit]:
    """Return the texts to translate for a locale, by key, in reading order.

    Files are named as the project has them, whatever folder a command is given in.
    """
    paths = {project.files.label(path): path for path, _ in sources.content_digests}
    return {
        unit.key: replace(unit, file=paths.get(unit.file, unit.file))
        for unit in units(sources.framework, sources.kit, tag)
    }


def briefed(wanted: Mapping[str, Unit], sources: Sources, locale: Locale) -> dict[str, Unit]:
    """Return the texts with a remark on where each appears and about how much fits there.

    It is measured in every product at the product's own size, and told in coarse steps.
    """
    layouts = sources.layouts
    own = [(name, layouts.default_size(name)) for name in layouts.names]
    found = rooms(sources, locale, own)
    language = sources.locale.english
    said = {
        key: comment(found.get(key, ()), text, language)
        for source in (sources.framework, sources.kit)
        for text in texts(source)
        if (key := translation_key(text.key)) in wanted
    }
    for key in wanted:
        text = f"{key.removesuffix('.title')}.text"
        if not said.get(key) and key.endswith(".title") and said.get(text):
            said[key] = "Stands in bold before the next text, and shares its room."
    return {
        key: replace(unit, about=(said[key], *unit.about)) if said.get(key) else unit
        for key, unit in wanted.items()
    }


def measured(sources: Sources, locale: Locale) -> tuple[dict[str, str], dict[str, int]]:
    """Return what room texts have at every size, in words, and the least of each in letters.

    A text that nothing limits has no least.
    """
    found = rooms(sources, locale)
    least = {key: _least(places) for key, places in found.items()}
    words = {key: exact(places) for key, places in found.items()}
    return words, {key: count for key, count in least.items() if count}


def _least(places: tuple[Room, ...]) -> int:
    usual = [room.letters for room in places if room.usual and room.letters]
    return min(usual, default=0)
