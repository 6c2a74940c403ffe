"""The head of a side: title, steps, fields, and the threads that run through.

It grows where its texts need more height than the layout gives it; what stands below it
moves down by as much.
"""

from __future__ import annotations

from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from printkit import paths
from printkit.content.model import Item, Text
from printkit.engines.board import Board
from printkit.engines.sheet.measure import Measures, middle
from printkit.engines.sheet.questions import SLACK, drop_to
from printkit.engines.threads import OVERLAY_FROM, Thread, draw
from printkit.geometry import Rect
from printkit.locales.tags import digits
from printkit.scene.model import Stroke, StructNode
from printkit.text.fit import LADDER, Fitted
from printkit.text.model import Block
from printkit.units import Length

_TITLES = (*LADDER, 0.8, 0.75, 0.7, 0.65, 0.6)


class _Row(Struct, frozen=True):
    """Two steps beside each other; heights from the top of their capitals."""

    drop: Length
    height: Length


class _Steps(Struct, frozen=True):
    texts: tuple[Text, ...]
    blocks: tuple[Block, ...]
    rows: tuple[_Row, ...]

    @property
    def height(self) -> Length:
        return sum(row.height for row in self.rows)


class Head:
    def __init__(self, measures: Measures) -> None:
        self.m = measures
        self.draft = measures.draft
        self.layout = measures.layout
        self.sheet = measures.content.sheet

    # -- measures --------------------------------------------------------------------------

    @cached_property
    def title(self) -> Block:
        """Return the title as large as leaves the subtitle clear."""
        room = self.subtitle_line + self.subtitle.ink_top
        room -= self.layout.box("title").y + self.m.v("title-gap")
        text, style = self.sheet.title, self.m.style("title")
        slot = self.draft.slot(text, self.layout.box("title").width, max_lines=1)
        fitted: Fitted | None = None
        for rung in _TITLES:
            fitted = self.draft.fit_quietly([slot], style, (rung,), _TITLES[-1])
            block = fitted.blocks[0]
            if not fitted.overset and drop_to(block) + block.ink_bottom <= room:
                return block
        assert fitted is not None
        self.draft.problems += self.draft.oversets(fitted)
        return fitted.blocks[0]

    @cached_property
    def subtitle(self) -> Block:
        """Return the subtitle in one line, or in two where the smallest type needs them."""
        text, style = self.sheet.subtitle, self.m.style("subtitle")
        width = self.layout.box("subtitle").width
        fitted = self.draft.fit_quietly([self.draft.slot(text, width, max_lines=1)], style)
        if fitted.overset:
            slot = self.draft.slot(text, width, max_lines=2, balance=True)
            fitted = self.draft.fit([slot], style)
        return fitted.blocks[0]

    @property
    def subtitle_line(self) -> Length:
        return self.layout.box("subtitle").y + drop_to(self.subtitle)

    @cached_property
    def steps_box(self) -> Rect:
        """Return where the steps stand: level with the title, unless a key is below them."""
        box = self.layout.box("steps")
        if self.m.scale.numbered:
            size = self.m.style("step").size
            highest = self.layout.safe.top + round(SLACK * size)
            return Rect.of(box.x, max(box.y, highest), box.right, box.bottom)
        top, bottom = self.layout.box("title").y, self.layout.box("key").bottom
        return Rect.of(box.x, top, box.right, bottom)

    @cached_property
    def steps(self) -> _Steps:
        """Return the steps at one size: the largest that its box holds, else the smallest."""
        texts = tuple(_step(item) for item in self.sheet.steps)
        style = self.m.style("step")
        width = self.step_width - self.m.v("step-text")
        slots = [self.draft.slot(text, width, balance=True) for text in texts]
        fitted: Fitted | None = None
        steps = _Steps(texts, (), ())
        for rung in LADDER:
            fitted = self.draft.fit_quietly(slots, style, (rung,))
            steps = _Steps(texts, fitted.blocks, _rows(fitted.blocks))
            if not fitted.overset and steps.height + self.row_gaps <= self.steps_box.height:
                return steps
        assert fitted is not None
        self.draft.problems += self.draft.oversets(fitted)
        return steps

    @property
    def step_width(self) -> Length:
        return (self.layout.box("steps").width - self.m.v("step-gap")) // 2

    @property
    def row_gaps(self) -> Length:
        return self.m.v("step-rows") * (-(-len(self.sheet.steps) // 2) - 1)

    @cached_property
    def more(self) -> Length:
        """Return how much higher the head is than its layout has it."""
        gap = self.m.v("head-gap")
        lowest = self.subtitle_line + self.subtitle.ink_bottom
        if self.m.scale.numbered:
            key = self.layout.box("key").centre.y + self.key_more + self.key_ink[1]
            lowest = max(lowest, key)
        else:
            steps = self.steps_box.y + self.steps.height + self.row_gaps
            lowest = max(lowest, min(steps, steps - self.steps_box.bottom + self.rule_top - gap))
        more = max(0, lowest + gap - self.rule_top)
        if more > self.m.v("head-most"):
            rows = len(self.steps.rows)
            room = self.steps.height + self.m.v("head-most") - more
            width = self.step_width - self.m.v("step-text")
            slots = [
                self.draft.slot(text, width, max_height=room // rows)
                for text in self.steps.texts
            ]
            self.draft.fit(slots, self.m.style("step"))
        return more

    @property
    def key_more(self) -> Length:
        """Return how far the key moves down to stay clear of the steps."""
        steps = self.steps_box.y + self.steps.height + self.row_gaps
        clear = self.key_ink[0] + self.m.v("step-rows") // 2
        return max(0, steps + clear - self.layout.box("key").centre.y)

    @property
    def key_ink(self) -> tuple[Length, Length]:
        """Return how far the key's ink reaches above and below the middle of its line."""
        radius = self.layout.box("key").height // 2
        lines = [(block, middle(block, self.m.hanging)) for block in self.m.scale.blocks]
        return (
            max(radius, *(-line - block.ink_top for block, line in lines)),
            max(radius, *(line + block.ink_bottom for block, line in lines)),
        )

    @cached_property
    def rule(self) -> tuple[Length, Length]:
        """Return the weight and the pitch of the threads that run through."""
        m, count = self.m, len(self.m.content.areas)
        weight = max(m.v("thread-rule"), OVERLAY_FROM)
        pitch = max(m.v("thread-rule-pitch"), weight + 2 * m.keyline)
        if count > 1:
            room = self.layout.box("threads").height - weight - 2 * m.keyline
            pitch = min(pitch, room // (count - 1))
        return min(weight, pitch - 2 * m.keyline - self.layout.mm(0.3)), pitch

    @property
    def rule_top(self) -> Length:
        """Return where the threads begin, as the layout has them."""
        weight, pitch = self.rule
        high = (len(self.m.content.areas) - 1) * pitch + weight + 2 * self.m.keyline
        return self.layout.box("threads").centre.y - high // 2

    # -- drawing ---------------------------------------------------------------------------

    def front(self, board: Board) -> list[StructNode]:
        for name in ("title", "subtitle", "fields"):
            board.frame(name, self.layout.box(name))
        board.frame("steps", self.steps_box)
        box = self.layout.box("title")
        line = box.y + drop_to(self.title)
        x = box.x - self.bearing(self.title)
        title = board.text(self.title, x, line, box.width, role="H1", text=self.sheet.title)
        box = self.layout.box("subtitle")
        subtitle = board.text(
            self.subtitle, box.x, self.subtitle_line, box.width, text=self.sheet.subtitle
        )
        steps = self.draw_steps(board)
        key = self.draw_key(board) if self.m.scale.numbered else []
        fields = self.draw_fields(board)
        self.draw_threads(board, "threads", self.more)
        return [title, subtitle, steps, *key, *fields]

    def back(self, board: Board) -> list[StructNode]:
        """Draw a later side's head: the title says whose other side this is, as does a name."""
        box = self.layout.box("back-title")
        board.frame("back-title", box)
        block = self.m.one(self.sheet.title, "back-title", box.width)
        line = box.y + drop_to(block)
        x = box.x - self.bearing(block)
        title = board.text(block, x, line, box.width, text=self.sheet.title)
        box = self.layout.box("back-name")
        board.frame("back-name", box)
        label = self.m.kit.say("sheet.name")
        block = self.m.one(label, "field", box.width // 3)
        named = board.text(block, box.x, line, box.width, text=label)
        start = box.x + block.width + self.m.v("key-text")
        board.line(start, box.bottom, box.right, box.bottom, self.field_stroke)
        self.draw_threads(board, "back-threads", 0)
        return [title, named]

    @property
    def field_stroke(self) -> Stroke:
        return Stroke(self.layout.inks["ink"], self.m.hair("field-line"))

    def bearing(self, block: Block) -> Length:
        """Return from the start of a line to its ink: large letters align by what is seen."""
        line = block.lines[0]
        run = line.runs[-1 if block.direction == "rtl" else 0]
        face = self.draft.job.fonts.face(run.font)
        lefts: list[float] = []
        rights: list[float] = []
        pen = 0
        for glyph in run.glyphs:
            box = face.extents(glyph.gid)
            if box is not None and box[2] > box[0]:
                lefts.append(pen + glyph.x_offset + box[0])
                rights.append(pen + glyph.x_offset + box[2])
            pen += glyph.x_advance
        if not lefts:
            return 0
        if block.direction == "rtl":
            return line.width - run.x - round(max(rights) * run.size / face.upem)
        return run.x + round(min(lefts) * run.size / face.upem)

    def draw_steps(self, board: Board) -> StructNode:
        m, box, steps = self.m, self.steps_box, self.steps
        gap, start, radius = m.v("step-gap"), m.v("step-text"), m.v("step-dot")
        spare = box.height - steps.height - self.row_gaps
        # With a key below them the steps keep away from it; else they fill their box.
        spare = spare // 3 if m.scale.numbered else spare + self.more
        rows = len(steps.rows)
        between = m.v("step-rows") + max(0, min(spare // max(1, rows - 1), 3 * m.v("step-rows")))
        y = box.y
        items: list[StructNode] = []
        for number, (text, block) in enumerate(zip(steps.texts, steps.blocks, strict=True)):
            x = box.x + (number % 2) * (self.step_width + gap)
            row = steps.rows[number // 2]
            line = y + row.drop
            cy = line - block.cap // 2
            board.path(paths.circle(x + radius, cy, radius), fill=self.layout.inks["flood"])
            label = self.draft.set(
                digits(number + 1, self.draft.job.locale), m.style("step-number")
            )
            dot = board.text(
                label, x, cy + middle(label, False), 2 * radius, role="Lbl", align="centre"
            )
            words = board.text(
                block, x + start, line, self.step_width - start, role="LBody", text=text
            )
            if (title := self.sheet.steps[number].title) is not None:
                self.draft.prints(title)
            items.append(StructNode("LI", kids=(dot, words)))
            if number % 2:
                y += row.height + between
        return StructNode("L", kids=tuple(items))

    def draw_key(self, board: Board) -> list[StructNode]:
        """Set the scale's labels behind the numbers that stand for them over the marks."""
        m, frame = self.m, self.layout.box("key")
        box = Rect(frame.x, frame.y + self.key_more, frame.width, frame.height)
        board.frame("key", box)
        stroke = Stroke(self.layout.inks["ink"], m.hair("writing-line"))
        cy, radius = box.centre.y, box.height // 2
        start, gap = 2 * radius + m.v("key-text"), m.v("key-gap")
        slots = [self.draft.slot(text, box.width) for text in m.scale.labels]
        fitted = self.draft.fit_quietly(slots, m.scale.blocks[0].style, (1.0,))
        total = sum(block.width + start for block in fitted.blocks) + 4 * gap
        if total > box.width:
            room = (box.width - 4 * gap - 5 * start) // 5
            slots = [replace(slot, width=room, max_lines=1) for slot in slots]
            self.draft.fit(slots, fitted.style, (1.0,))
        self.draft.share(fitted.blocks, box.width - 4 * gap - 5 * start)
        x = box.x
        result: list[StructNode] = []
        for number, (text, block) in enumerate(
            zip(m.scale.labels, fitted.blocks, strict=True)
        ):
            if number < 4:
                board.path(paths.circle(x + radius, cy, radius), stroke=stroke)
                digit = m.number(number)
                board.text(
                    digit,
                    x,
                    cy + middle(digit, False),
                    2 * radius,
                    align="centre",
                    artifact=True,
                )
            else:
                side = Rect(x, cy - radius, 2 * radius, 2 * radius)
                board.path(paths.rounded(side, m.v("mark-corner")), stroke=stroke)
            line = cy + middle(block, m.hanging)
            result.append(
                board.text(block, x + start, line, block.width, align="start", text=text)
            )
            x += start + block.width + gap
        return result

    def draw_fields(self, board: Board) -> list[StructNode]:
        box = self.layout.box("fields")
        widths = [self.m.v(f"field-{name}") for name in ("name", "team", "date")]
        gap = (box.width - sum(widths)) // (len(widths) - 1)
        labels = [self.m.kit.say(f"sheet.{name}") for name in ("name", "team", "date")]
        slots = [
            self.draft.slot(label, width, max_lines=1)
            for label, width in zip(labels, widths, strict=True)
        ]
        blocks = self.draft.fit(slots, self.m.style("field")).blocks
        line = box.y + max(drop_to(block) for block in blocks)
        nodes: list[StructNode] = []
        x = box.x
        for label, block, width in zip(labels, blocks, widths, strict=True):
            nodes.append(board.text(block, x, line, width, text=label))
            board.line(x, box.bottom, x + width, box.bottom, self.field_stroke)
            x += width + gap
        return nodes

    def draw_threads(self, board: Board, name: str, down: Length) -> None:
        """Draw a thread for each area from edge to edge, into the bleed."""
        frame = self.layout.box(name)
        box = Rect(frame.x, frame.y + down, frame.width, frame.height)
        board.frame(name, box)
        weight, pitch = self.rule
        areas = self.layout.areas[: len(self.m.content.areas)]
        bled = board.flip_box(board.bled(board.flip_box(box)))
        y = box.centre.y - (len(areas) - 1) * pitch // 2
        for inks in areas:
            thread = Thread.of(
                inks, self.layout.inks["paper"], weight, self.m.keyline, self.layout.inks["ink"]
            )
            board.paths(draw([paths.line(bled.x, y, bled.right, y)], thread))
            y += pitch


def _rows(blocks: tuple[Block, ...]) -> tuple[_Row, ...]:
    rows: list[_Row] = []
    for number in range(0, len(blocks), 2):
        pair = blocks[number : number + 2]
        drop = max(drop_to(block) for block in pair)
        rows.append(_Row(drop, drop + max(block.ink_bottom for block in pair)))
    return tuple(rows)


def _step(item: Item) -> Text:
    """Return a step as one text, its title strong."""
    if item.title is None:
        return item.text
    return replace(item.text, value=f"**{item.title.value}** {item.text.value}")
