"""Templates of generic frames: ``{guide.title}`` names a text of the content.

A name is a path through the framework (``guide.intro``, ``credit.permission.statement``,
``version``) or, after ``kit.``, a key of the kit's own words. What stands around the
braces is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from printkit.content.model import Item, Text
from printkit.diagnostics import Diagnostic, PrintkitError, Span, did_you_mean
from printkit.engines.model import Job
from printkit.layout.model import FrameBox
from printkit.locales.dates import written_date

_NAME: Final = re.compile(r"\{([^{}]*)\}")


def text_of(job: Job, frame: FrameBox) -> Text | None:
    """Return the text of a frame's template, None where content left every part empty.

    Raises PrintkitError, naming the frame, for a name the content does not have.
    """
    names = _NAME.findall(frame.text)
    values = [_value(job, frame, name) for name in names]
    if not any(values):
        return None
    if len(values) == 1 and frame.text.strip() == f"{{{names[0]}}}":
        return values[0]
    filled = iter(values)
    whole = _NAME.sub(lambda match: next(filled).value, frame.text)
    return Text(" ".join(names), whole, job.locale.tag, values[0].span)


def items_of(job: Job, frame: FrameBox, path: str) -> tuple[Item, ...]:
    """Return the list of titled texts that ``path`` names; raises as ``text_of``."""
    found = _walk(job, path.strip().strip("{}").split("."))
    if isinstance(found, tuple) and all(isinstance(item, Item) for item in found):
        return found
    raise PrintkitError(_unknown(job, frame, path, "list", _paths(job.framework, lists=True)))


def _value(job: Job, frame: FrameBox, name: str) -> Text:
    path = name.strip()
    if path.startswith("kit."):
        key = path.removeprefix("kit.")
        if key in job.kit.texts:
            return _said(job, key)
        known = [f"kit.{one}" for one in job.kit.texts]
        raise PrintkitError(_unknown(job, frame, path, "text", known))
    found = _walk(job, path.split("."))
    if isinstance(found, Text):
        return found
    if isinstance(found, str):
        return Text(path, found, job.locale.tag, job.framework.span)
    raise PrintkitError(_unknown(job, frame, path, "text", _paths(job.framework)))


def _walk(job: Job, steps: list[str]) -> Any:
    found: Any = job.framework
    for step in steps:
        if step.startswith("_"):
            return None
        found = getattr(found, step, None)
    return found


def _said(job: Job, key: str) -> Text:
    """Return a text of the kit with the placeholders that every product can fill."""
    content = job.framework
    return job.kit.say(
        key,
        title=" ".join(content.title.value.split()),
        version=content.version,
        language=job.locale.name,
        date=written_date(content.date, job.locale),
        url=content.credit.source_url,
    )


def _unknown(
    job: Job, frame: FrameBox, name: str, kind: str, known: Iterator[str] | list[str]
) -> Diagnostic:
    names = list(known)
    return Diagnostic(
        "template",
        f"there is no {kind} {name!r} in the content{did_you_mean(name, names)}",
        Span(job.layout.file),
        f"frame.{frame.name}",
        f"names are {', '.join(names[:12])} ..." if len(names) > 12 else "",
    )


def _paths(value: Any, prefix: str = "", lists: bool = False) -> Iterator[str]:
    for name in getattr(type(value), "__struct_fields__", ()):
        found = getattr(value, name)
        if isinstance(found, Text):
            if not lists:
                yield f"{prefix}{name}"
        elif isinstance(found, tuple):
            if lists and found and all(isinstance(item, Item) for item in found):
                yield f"{prefix}{name}"
        elif not isinstance(found, str) and name not in ("span",):
            yield from _paths(found, f"{prefix}{name}.", lists)
