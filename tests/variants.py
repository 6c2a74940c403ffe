"""Frameworks of other shapes, made from the shipped one: for layouts that must hold them."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from printkit.content.model import Area, Entry, Framework, Text

NAMES = (
    "Understanding together",
    "Working across boundaries",
    "Learning by trying",
    "Leading with others",
    "Caring for the team",
    "Making it last",
)


def reshaped(framework: Framework, counts: Sequence[int], attitudes: int = 0) -> Framework:
    """Return the framework with as many areas as ``counts`` has, each of so many skills."""
    pool = [skill for area in framework.areas for skill in area.skills]
    areas: list[Area] = []
    taken = 0
    for number, count in enumerate(counts):
        model = framework.areas[number % len(framework.areas)]
        id = f"area-{number + 1}"
        skills: list[Entry] = []
        for _ in range(count):
            source = pool[taken % len(pool)]
            skills.append(_renamed(source, f"{source.id}-{taken}"))
            taken += 1
        title = replace(model.title, key=f"areas.{id}.title", value=NAMES[number])
        if framework.language != "en-GB" and not framework.language.startswith("en"):
            title = replace(model.title, key=f"areas.{id}.title")
        areas.append(replace(model, id=id, title=title, skills=tuple(skills)))
    heart = framework.heart
    if attitudes:
        pool = list(heart.attitudes)
        chosen = [
            _renamed(pool[n % len(pool)], f"{pool[n % len(pool)].id}-{n}") for n in range(attitudes)
        ]
        heart = replace(heart, attitudes=tuple(chosen))
    return replace(framework, areas=tuple(areas), heart=heart)


def lengthened(framework: Framework, factor: float) -> Framework:
    """Return the framework with every skill's name and line longer (or shorter) by words."""

    def longer(text: Text) -> Text:
        words = text.value.split()
        wanted = max(1, round(len(words) * factor))
        return replace(text, value=" ".join((words * 10)[:wanted]))

    areas = tuple(
        replace(
            area,
            skills=tuple(
                replace(skill, title=longer(skill.title), line=longer(skill.line))
                for skill in area.skills
            ),
        )
        for area in framework.areas
    )
    return replace(framework, areas=areas)


def _renamed(entry: Entry, id: str) -> Entry:
    def text(value: Text) -> Text:
        return replace(value, key=value.key.replace(entry.id, id))

    return replace(
        entry,
        id=id,
        title=text(entry.title),
        line=text(entry.line),
        definition=text(entry.definition),
        practice=tuple(text(item) for item in entry.practice),
        ask=text(entry.ask),
    )
