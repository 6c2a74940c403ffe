"""Finding and reading adaptations, and laying one, with those under it, on a framework."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final

from printkit.content.adapt import adapted
from printkit.content.adaptation import Adaptation, adaptation_shape
from printkit.content.model import By, Change
from printkit.content.reader import read_yaml
from printkit.diagnostics import Diagnostic, PrintkitError, Severity, Span, did_you_mean
from printkit.files import Files, text_digest
from printkit.shapes import Node, check, settled

_GROWS: Final = "the credit grows by 'by', and nothing in it can be changed; delete these lines"


def adaptation_folder(path: str) -> str:
    """Return where the adaptations of the framework in ``path`` lie."""
    return str(PurePosixPath(path).parent / "adaptations")


def adaptation_names(files: Files, path: str) -> tuple[str, ...]:
    """Return the ids of the adaptations of the framework in ``path``."""
    found = map(PurePosixPath, files.list(adaptation_folder(path)))
    return tuple(file.stem for file in found if file.suffix == ".yaml")


def unknown(files: Files, path: str, slug: str, span: Span | None = None) -> Diagnostic:
    """Return what to tell somebody who named an adaptation that is not there."""
    known = adaptation_names(files, path)
    hint = f"known: {', '.join(known)}" if known else (
        f"there is none yet in {files.label(adaptation_folder(path))}/; "
        "content/README.md says how to begin one"
    )  # fmt: skip
    message = f"there is no adaptation {slug!r}{did_you_mean(slug, known)}"
    return Diagnostic("unknown-adaptation", message, span, hint=hint)


def read_adaptation(files: Files, path: str, slug: str) -> Adaptation:
    """Return the adaptation ``slug`` of the framework in ``path``.

    Raises PrintkitError with all problems that the file has by itself.
    """
    if slug not in adaptation_names(files, path):
        raise PrintkitError(unknown(files, path, slug))
    node, refused = read_yaml(files, f"{adaptation_folder(path)}/{slug}.yaml")
    found = [*refused, *_credit(node)]
    value, problems = check(adaptation_shape(), node)
    over = settled(value, (*found, *problems))
    if over.id != slug:
        place = node.get("id") or node
        raise PrintkitError(
            Diagnostic(
                "adaptation",
                f"the id of this adaptation is {over.id!r}, and its file is named {slug!r}",
                place.span,
                "id",
                "make them the same",
            )
        )
    return over


def lay(
    files: Files, path: str, base: Node, slug: str
) -> tuple[Node, tuple[By, ...], tuple[Change, ...], tuple[Diagnostic, ...]]:
    """Return ``base`` with an adaptation laid on it: the tree, by whom, what, and findings.

    One that is made on another is laid on that one. Raises PrintkitError where a file
    cannot be used at all.
    """
    tree = base
    by: list[By] = []
    changes: list[Change] = []
    found: list[Diagnostic] = []
    for over in _stack(files, path, slug):
        found += _pinned(files, path, base, over)
        result = adapted(tree, over)
        tree = result.tree
        by.append(over.by)
        changes += result.changes
        found += result.problems
    return tree, tuple(by), tuple(changes), tuple(found)


def _stack(files: Files, path: str, slug: str) -> tuple[Adaptation, ...]:
    """Return an adaptation after those that it is laid on."""
    stack: list[Adaptation] = []
    while slug:
        over = read_adaptation(files, path, slug)
        stack.append(over)
        slug = over.adapts.adaptation
        if not slug:
            break
        adapts = over.node.get("adapts")
        node = (adapts.get("adaptation") if adapts else None) or over.node
        if any(one.id == slug for one in stack):
            ring = " -> ".join([*(one.id for one in stack), slug])
            raise PrintkitError(
                Diagnostic("adaptation", f"these adaptations are laid on one another: {ring}",
                           node.span, hint="take 'adaptation' out of one of them")
            )  # fmt: skip
        if slug not in adaptation_names(files, path):
            raise PrintkitError(unknown(files, path, slug, node.span))
    return tuple(reversed(stack))


def _pinned(files: Files, path: str, base: Node, over: Adaptation) -> tuple[Diagnostic, ...]:
    """Compare what an adaptation was made from with what is there now."""
    adapts = over.node.get("adapts")
    assert adapts is not None
    ident, version = base.text("id"), base.text("version")
    if over.adapts.id != ident:
        message = f"this adaptation is made from {over.adapts.id!r}, and the content is {ident!r}"
        place = (adapts.get("id") or adapts).span
        hint = "take the content it belongs to, or another adaptation"
        return (Diagnostic("adaptation", message, place, "adapts.id", hint),)
    digest = f"sha256:{text_digest(files.read(path))}"
    if (over.adapts.version, over.adapts.digest) == (version, digest):
        return ()
    if over.adapts.version != version:
        message = f"made from {over.adapts.version}, content is now {version}"
    elif over.adapts.digest:
        message = f"made from {version}, and the content has been edited since"
    else:
        message = f"made from {version}, and no digest says from which text of it"
    hint = f"look through the changes, then write: version: {version}, digest: {digest}"
    return (
        Diagnostic("adapted-from", message, adapts.key_span, "adapts", hint, Severity.NOTE),
    )


def _credit(node: Node) -> tuple[Diagnostic, ...]:
    """Refuse a credit in an adaptation, and take it out: it would be an unknown key besides."""
    if not isinstance(node.value, dict) or "credit" not in node.value:
        return ()
    credit = node.value.pop("credit")
    message = "an adaptation cannot touch the credit"
    return (Diagnostic("credit", message, credit.key_span, "credit", _GROWS),)
