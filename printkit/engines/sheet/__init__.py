"""The reflection sheet "My thread": people mark each skill and join their marks to a line.

One side of paper where it holds everything; else the notes, then "ask others", then the
attitudes, then areas stand on the other side. Marks and writing lines keep their size.
"""

from __future__ import annotations

from printkit.content.model import Text
from printkit.diagnostics import Diagnostic, PrintkitError
from printkit.engines import qr
from printkit.engines.board import Board, Draft
from printkit.engines.model import Job, Product
from printkit.engines.sheet.blocks import Painter
from printkit.engines.sheet.head import Head
from printkit.engines.sheet.measure import Measures
from printkit.engines.sheet.pieces import Side
from printkit.engines.sheet.plan import plan
from printkit.geometry import Rect
from printkit.layout.model import EngineSchema
from printkit.scene.model import Path, StructNode
from printkit.text.fit import LADDER, Fitted
from printkit.text.model import Block
from printkit.units import Length

_LENGTHS = (
    "gutter", "title-gap", "writing", "writing-indic", "writing-nastaliq", "mark-least",
    "qr-module", "step-gap", "step-rows", "step-dot", "step-text", "key-text", "key-gap",
    "field-name", "field-team", "field-date", "field-line", "thread-rule", "thread-rule-pitch",
    "pill-width", "pill-height", "pill-marker", "pill-marker-radius", "pill-name", "pill-plain",
    "pill-end", "block-head", "block-foot", "block-gap", "block-gap-most", "pitch", "pitch-least",
    "pitch-most", "attitude-pitch", "motif", "thread", "emblem", "name-start", "name-width",
    "name-gap", "track", "track-start", "track-end", "circle-first", "circle-pitch", "mark",
    "mark-corner", "mark-line", "scale-line", "scale-gap", "scale-height", "scale-overhang",
    "ask-pad", "ask-top", "ask-gap", "ask-label-gap", "ask-bottom", "ask-corner", "person-inset",
    "person-gap", "person-extra", "person-below", "person-corner", "person-dot", "person-dot-at",
    "who-start", "who-width", "saw-start", "saw-end", "writing-line", "note-gap", "qr",
    "foot-gap", "foot-clear", "pill-clear", "head-gap", "head-most", "keyline-most",
)

SCHEMA = EngineSchema(
    settings={
        **dict.fromkeys(_LENGTHS, "length"),
        **dict.fromkeys(
            (
                "ask-lines", "note-lines-least", "note-lines-most", "note-lines-dense",
                "note-lines-page",
            ),
            "integer",
        ),
        "pitch-apart": "number",
    },
    frames=(
        "title", "subtitle", "steps", "key", "fields", "threads", "body", "credit",
        "back-title", "back-name", "back-threads", "back-body",
    ),
    optional_frames=("logo-source", "logo-partner", "logo-adapter"),
    styles=(
        "title", "subtitle", "back-title", "step", "step-number", "field", "area", "number",
        "name", "scale", "scale-number", "ask", "prompt", "ask-label", "question",
        "credit", "imprint",
    ),
)


def make(job: Job) -> Product:
    """Return the sheet; raises PrintkitError naming every text that does not fit."""
    draft = Draft(job, f"the sheet at {job.layout.format.label}")
    return draft.planned(lambda: Sheet(draft), mark=Sheet.mark).make()


class Sheet:
    """The sheet in the making: measured and planned, then drawn side by side."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.layout = draft.job.layout
        self.content = draft.job.framework
        self.kit = draft.job.kit
        self.m = Measures(draft)
        self.head = Head(self.m)
        self.names, self.sides = self.settled()
        self.asked = self.questions()
        self.head.title  # noqa: B018 (measured with all the rest)

    def mark(self) -> tuple[object, ...]:
        """Return what does not change for the sake of a longer text."""
        return len(self.sides), self.m.scale.numbered, self.note_widths()

    def note_widths(self) -> tuple[Length, ...]:
        return tuple(
            tile.box.width for side in self.sides for tile in side.tiles if tile.kind == "note"
        )

    def make(self) -> Product:
        sides = self.sides
        by_key = dict(
            zip((entry.title.key for entry in self.m.entries), self.names.blocks, strict=True)
        )
        kids: list[StructNode] = []
        for number, side in enumerate(sides):
            board = self.draft.page(f"side-{number + 1}", label=str(number + 1))
            kids += self.head.front(board) if number == 0 else self.head.back(board)
            painter = Painter(self.m, board, by_key, self.asked)
            kids += [painter.tile(tile) for tile in side.tiles]
            foot = self.foot(board, number + 1, len(sides))
            kids.append(StructNode("Sect", kids=tuple(foot), entry="credit"))
        self.draft.structure.append(StructNode("Document", kids=tuple(kids)))
        title = self.kit.say("titles.sheet", title=_plain(self.content.title))
        return self.draft.finish(title.value)

    def settled(self) -> tuple[Fitted, tuple[Side, ...]]:
        """Return the names at one size, and the sides that hold them.

        The largest size at which names and sides hold is taken; a sheet of more than two
        sides is the last resort of very long lists.
        """
        last: tuple[Fitted, tuple[Side, ...]] | None = None
        fitted: Fitted | None = None
        for rung in LADDER:
            fitted = self.m.names(rung)
            if fitted.overset:
                continue
            sides = plan(self.m.needs(fitted.blocks), self.body("body"), self.body("back-body"))
            if sides is not None and len(sides) <= 2:
                return fitted, sides
            if sides is not None and last is None:
                last = fitted, sides
        if last is not None:
            return last
        assert fitted is not None
        problems = self.draft.problems + self.draft.oversets(fitted)
        raise PrintkitError(problems or [self.too_much()])

    def too_much(self) -> Diagnostic:
        return Diagnostic(
            "overset",
            f"{self.draft.where} has no room for all areas, attitudes and notes",
            self.content.span,
            hint="take a larger paper, or lower pitch-least in layouts/sheet.toml",
        )

    def body(self, frame: str) -> Rect:
        box = self.layout.box(frame)
        top = box.y + (self.head.more if frame == "body" else 0)
        bottom = min(box.bottom, self.m.foot_top() - self.m.v("foot-clear"))
        return Rect.of(box.x, top, box.right, bottom)

    def questions(self) -> tuple[Block, ...]:
        """Return the questions as set; report those that are wider than their fields."""
        widths = self.note_widths()
        blocks = self.m.questions.over(widths)
        slots = [
            self.draft.slot(question.text, width)
            for question, width in zip(self.content.sheet.questions, widths, strict=True)
        ]
        if blocks:
            self.draft.fit(slots, blocks[0].style, (1.0,))
        return blocks

    # -- the foot --------------------------------------------------------------------------

    def foot(self, board: Board, page: int, pages: int) -> list[StructNode]:
        """Set the credit at the start side, version and permission at the end, and the code."""
        m, frame, source = self.m, self.layout.box("credit"), self.content.credit.source_url
        board.frame("credit", Rect.of(frame.x, m.foot_top(), frame.right, frame.bottom))
        start, end = m.foot_widths
        credits, imprint = m.foot_blocks(page, pages)
        nodes: list[StructNode] = []
        for lines, x, width, place in (
            (credits, frame.x, start, board.credit),
            (imprint, m.qr_box.x - m.v("foot-gap") - end, end, board.text),
        ):
            baselines = m.foot_lines([block for _, block in lines])
            for (text, block), y in zip(lines, baselines, strict=True):
                nodes.append(place(block, x, y, width, text=text))
        for slot, box in m.logos:
            board.frame(f"logo-{slot}", box)
            nodes += board.logo(slot, box)
        side, _ = m.qr
        code = Rect(0, 0, side, side)
        symbol = self.draft.symbol(
            "qr", lambda: ([Path(qr.outline(source, code), fill=self.layout.inks["ink"])], code)
        )
        tag = self.draft.tag()
        board.use_box(symbol, m.qr_box, tag)
        board.link(m.qr_box, source)
        alt = self.kit.say("alt.qr", url=source)
        nodes.append(board.figure(alt.value, (tag,), alt.lang))
        return nodes


def _plain(text: Text) -> str:
    return " ".join(text.value.split())
