"""A small framework as YAML, whose parts a test can change."""

from __future__ import annotations

from printkit.content.load import load_framework
from printkit.content.model import Framework
from printkit.diagnostics import Diagnostic, PrintkitError, Severity
from printkit.files import MemoryFiles

PATH = "content/map.yaml"

HEAD = """\
schema: 1
id: map
version: 0.1
date: 2026-11
language: en
title: |
  Skills for
  the day
intro: Nobody has every skill.
prompts:
  - id: follow
    text: Follow a thread.
"""

TAIL = """\
sheet:
  title: My thread
  subtitle: What I bring
  steps:
    - id: mark
      title: Mark yourself.
      text: Fill one circle.
  ask:
    title: Ask others
    prompt: Choose three people.
  questions:
    - id: confident
      text: Where I am confident
instruction:
  label: How to play
  title: Lay the cards
  line: The threads always join.
  steps:
    - id: deal
      text: Deal.
guide:
  title: How to use it
  intro: Begin small.
  advice:
    - id: start
      text: Use it at the start.
credit:
  line: Based on a map by Q community with Nesta.
  short: Q community with Nesta
  protected: [Q community, Nesta]
  source_url: https://map.example.org/skills
  permission:
    statement: Free to use with this credit
    where: comment on the page
    seen: 2026-11-22
"""


def entry(ident: str, title: str = "Listening deeply", indent: int = 6) -> str:
    """Return a skill or an attitude as an item of a list."""
    lines = f"""\
- id: {ident}
  title: {title}
  line: Hear what is said.
  definition: You give your whole attention.
  practice:
    - id: one
      text: You retell it.
    - id: two
      text: You leave silence.
  ask: When did it help?
  motif: listen
"""
    return "".join(f"{' ' * indent}{line}\n" for line in lines.splitlines())


def area(number: int, skills: int = 4) -> str:
    head = f"  - id: area-{number}\n    title: Area {number}\n    line: One line.\n    skills:\n"
    return head + "".join(entry(f"skill-{number}-{n}") for n in range(1, skills + 1))


def areas(count: int = 3, skills: int = 4) -> str:
    return "areas:\n" + "".join(area(n, skills) for n in range(1, count + 1))


def heart(count: int = 3) -> str:
    head = "heart:\n  title: At the centre\n  label: Centre\n  short: Attitudes\n  line: Through.\n"
    entries = (entry(f"attitude-{n}", indent=4) for n in range(1, count + 1))
    return head + "  attitudes:\n" + "".join(entries)


def framework(
    head: str = HEAD, areas: str = areas(), heart: str = heart(), tail: str = TAIL
) -> str:
    return head + areas + heart + tail


def load(text: str | bytes, *, motifs: tuple[str, ...] = ("listen", "bridge")) -> Framework:
    return load_framework(MemoryFiles({PATH: text}), PATH, motifs=motifs)


def problems(text: str | bytes) -> tuple[Diagnostic, ...]:
    """Return the errors that loading this text reports."""
    try:
        load(text)
    except PrintkitError as error:
        return tuple(item for item in error.diagnostics if item.severity is Severity.ERROR)
    return ()


def said(text: str | bytes) -> list[str]:
    """Return what loading this text reports, as a person sees it, hints apart."""
    return [str(item).partition("\n")[0] for item in problems(text)]


def place(text: str, words: str, nth: int = 1) -> str:
    """Return ``line:column`` of the nth ``words`` in the text."""
    at = -1
    for _ in range(nth):
        at = text.index(words, at + 1)
    line = text.count("\n", 0, at) + 1
    return f"{line}:{at - (text.rfind(chr(10), 0, at) + 1) + 1}"
