"""Checks across the keys of a framework. They see the tree as it stands, valid or not."""

from __future__ import annotations

from typing import Final

from printkit.diagnostics import Severity
from printkit.shapes import At, Node
from printkit.shapes.kinds import unique_ids, where

SKILLS: Final = (12, 60)  # in all areas together


def counts_and_ids(at: At) -> None:
    """Count the skills of all areas, and see that every entry has an id of its own."""
    areas = listed(at, "areas")
    skills = tuple(skill for area in areas for skill in listed(area, "skills"))
    least, most = SKILLS
    whole = all(_is_list(area.node.get("skills")) for area in areas)
    if areas and whole and not least <= len(skills) <= most:
        where = at.key("areas", at.node.get("areas") or at.node)
        hint = "the poster is drawn for that many"
        message = f"needs {least} to {most} skills in all, found {len(skills) or 'none'}"
        where.error("count", message, hint=hint)
    heart = at.node.get("heart")
    inner = () if heart is None else listed(at.key("heart", heart), "attitudes")
    unique_ids((*skills, *inner), "skill or attitude")
    _one_logo_to_a_slot(listed(at, "assets"))
    for area in areas:
        _each_motif_once(listed(area, "skills"))


def _each_motif_once(skills: tuple[At, ...]) -> None:
    seen: dict[str, Node] = {}
    for skill in skills:
        node = skill.node.get("motif")
        if node is None or not isinstance(node.value, str):
            continue
        first = seen.setdefault(node.value, node)
        if first is not node:
            skill.key("motif", node).error(
                "motif",
                f"the motif {node.value!r} is in this area twice; the first is"
                f" {where(first, node)}",
                hint="choose another, so that the two are told apart",
                severity=Severity.WARNING,
            )


def _one_logo_to_a_slot(assets: tuple[At, ...]) -> None:
    taken: set[str] = set()
    for one in assets:
        node = one.node.get("slot")
        if node is None or not isinstance(node.value, str):
            continue
        if node.value in taken:
            hint = "draw both logos as one picture, or take another slot"
            message = f"the slot {node.value!r} has a logo already"
            one.key("slot", node).error("asset", message, hint=hint)
        taken.add(node.value)


def _is_list(node: Node | None) -> bool:
    return node is not None and isinstance(node.value, list)


def listed(at: At, key: str) -> tuple[At, ...]:
    node = at.node.get(key)
    items = node.value if node is not None and isinstance(node.value, list) else []
    inner = at if node is None else at.key(key, node)
    return tuple(inner.entry(number, item) for number, item in enumerate(items, 1))


def protected_names(at: At) -> None:
    """See that every protected name stands in the credit line, letter for letter."""
    line = at.node.get("line")
    if line is not None and isinstance(line.value, dict):
        line = line.get("text")
    if line is None or not isinstance(line.value, str):
        return  # reported already
    words = " ".join(line.value.split())
    for name in listed(at, "protected"):
        value = name.node.value
        if not isinstance(value, str) or not value or value in words:
            continue
        where = words.casefold().find(value.casefold())
        hint = f"put {value!r} back into credit.line, letter for letter"
        if where >= 0:
            hint = f"it is written {words[where : where + len(value)]!r} there"
        at.key("line", line).error("credit", f"the protected name {value!r} is missing", hint=hint)
