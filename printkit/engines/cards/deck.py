"""What all cards of a deck share: measures, inks, and the symbols that repeat."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from msgspec.structs import replace

from printkit import paths
from printkit.colour import contrast
from printkit.content.model import Area, Text
from printkit.diagnostics import Diagnostic, UsageError
from printkit.engines.board import Board, Draft, rectangle
from printkit.engines.cards.measure import LEGIBLE
from printkit.engines.model import Job
from printkit.engines.motifs import Palette
from printkit.engines.threads import MARKER_DIGIT_SHIFT, Thread, marker
from printkit.geometry import Rect, enclosing
from printkit.layout.model import AreaInks, EngineSchema, Tier
from printkit.locales.tags import digits
from printkit.scene.model import Ink, Node, Path, Stroke, StructNode, Style
from printkit.text.model import Block
from printkit.units import Length, format_mm

_LEVEL_SCRIPTS: Final = frozenset({"Latn", "Grek", "Cyrl", "Armn", "Geor"})
"""Scripts whose letters are as tall as a capital; others need the style's whole line box."""

SCHEMA: Final = EngineSchema(
    settings={
        "name-lines": "integer",
        "line-lines": "integer",
        "room-name": "integer",
        "room-line": "integer",
        "room-definition": "integer",
        "list-drawn": "integer",
        "casing": "length",
        "outline": "length",
        "bar": "length",
        "bar-least": "length",
    },
    frames=("head", "text", "strip", "back", "credit"),
    optional_frames=("logo-source", "logo-partner", "logo-adapter"),
    styles=(
        "name",
        "line",
        "label",
        "number",
        "back-name",
        "definition",
        "practice",
        "ask",
        "question",
        "credit",
        "category-number",
        "category-line",
        "count",
        "list-name",
        "step",
        "step-number",
        "full-credit",
        "note",
    ),
    tier={
        "from-width": "length",
        "from-height": "length",
        "thread-height": "number",
        "thread": "length",
        "motif": "number",
        "disc": "number",
        "marker": "length",
        "text-gap": "length",
        "line-gap": "length",
        "clear": "length",
        "strip": "flag",
        "strip-ring": "length",
        "strip-dot": "length",
        "strip-pitch": "length",
        "panel": "number",
        "panel-gap": "length",
        "practice": "integer",
        "category-marker": "number",
        "category-head": "length",
        "list-pitch": "length",
        "list-motif": "number",
        "list-thread": "length",
        "qr": "length",
    },
)


class Deck:
    """The measures of a deck on one size of card, and the parts its cards share."""

    def __init__(self, job: Job) -> None:
        layout = job.layout
        self.job = job
        self.layout = layout
        self.content = job.framework
        self.draft = Draft(job, f"the {layout.format.label} card")
        self.width = layout.page.width
        self.height = layout.page.height
        self.tier = size_class(layout.tiers, self.width, self.height)
        self.paper = layout.inks["paper"]
        self.ink = layout.inks["ink"]
        self.flood = layout.inks["flood"]
        self.plain = layout.theme.backs == "bar"  # white backs and category cards
        self.outlined = layout.theme.heart == "outline"  # white attitude cards
        self.level = job.locale.script in _LEVEL_SCRIPTS
        self.thread_y = round(self.value("thread-height") * self.height)
        self.weight = self.length("thread")
        self.keyline = self.weight // 14 if layout.theme.keyline else 0
        self.more_lines = 0  # the short credit may take so many more than it needs
        self._credit: tuple[Text, Block] | None = None

    # -- measures --------------------------------------------------------------------------

    def value(self, key: str) -> float:
        found = self.tier.values.get(key)
        return self.layout.values[key] if found is None else found

    def length(self, key: str) -> Length:
        return round(self.value(key))

    def style(self, role: str, ink: Ink | None = None) -> Style:
        style = self.tier.styles.get(role) or self.layout.styles[role]
        return style if ink is None else replace(style, ink=ink)

    def unit(self, parts: float) -> Length:
        """Return ``parts`` seventieths of the card's width, in which fronts are drawn."""
        return round(parts * self.width / 70)

    @property
    def trim(self) -> tuple[Length, Length]:
        """The x of the edges where threads join those of other cards."""
        return 0, self.width

    @property
    def title(self) -> str:
        return self.content.title.value.replace("\n", " ")

    def rise(self, block: Block) -> Length:
        """Return how far a block's letters stand above its first baseline, one for a style."""
        return block.cap if self.level else block.ascent

    def category_id(self, area: Area) -> str:
        taken = {entry.id for a in self.content.areas for entry in a.skills}
        taken |= {entry.id for entry in self.content.heart.attitudes}
        return f"category-{area.id}" if area.id in taken else area.id

    # -- inks ------------------------------------------------------------------------------

    def area(self, number: int) -> AreaInks:
        return self.layout.areas[number]

    def legible(self, ground: Ink, *wanted: Ink) -> Ink:
        """Return the first of ``wanted``, ink and paper that can be read on ``ground``."""
        choices = (*wanted, self.ink, self.paper)
        for ink in choices:
            if contrast(ink.rgb, ground.rgb) >= LEGIBLE:
                return ink
        return max(choices, key=lambda ink: contrast(ink.rgb, ground.rgb))

    def palette(self, number: int) -> Palette:
        area = self.area(number)
        return Palette(area.thread, area.tint, self.layout.inks["figure"], self.paper)

    def thread(self, number: int, weight: Length | None = None) -> Thread:
        return Thread.of(
            self.area(number),
            self.paper,
            weight or self.weight,
            self.keyline,
            self.ink if self.keyline else None,
        )

    # -- text ------------------------------------------------------------------------------

    def say(self, key: str, **values: object) -> Text:
        return self.job.kit.say(key, **values)

    def tell(self, what: str) -> None:
        """Note what this size leaves out."""
        self.draft.drop(f"cards, {self.layout.format.label}: {what}")

    def count(self, number: int) -> str:
        return digits(number, self.job.locale)

    # -- symbols ---------------------------------------------------------------------------

    def marker(self, number: int) -> str:
        """Return the symbol of an area's marker with its number, about its centre."""
        area = self.area(number)
        r = self.length("marker")

        def make() -> tuple[Sequence[Node], Rect]:
            on = self.legible(area.thread, area.on)
            return self.numbered(number, r, area.thread, on, "number")

        return self.draft.symbol(f"marker-{number + 1}", make)

    def numbered(
        self, number: int, r: Length, ground: Ink, ink: Ink, role: str
    ) -> tuple[Sequence[Node], Rect]:
        """Return an area's marker about the origin, its number optically in the middle."""
        shape = self.area(number).marker
        back = marker(shape, 0, 0, r, ground)
        block = self.draft.number(number + 1, self.style(role))
        box = self.ink_box(block)
        shift = round(MARKER_DIGIT_SHIFT.get(shape, 0.0) * r)
        runs = block.place(-box.centre.x, shift - box.centre.y, block.width, ink=ink, align="start")
        reach = round(1.3 * r)
        return (*back, *runs), Rect(-reach, -reach, 2 * reach, 2 * reach)

    def ink_box(self, block: Block) -> Rect:
        """Return the box around the drawn glyphs of a block whose baseline begins at 0, 0."""
        boxes: list[Rect] = []
        for run in block.place(0, 0, block.width, align="start"):
            face = self.job.fonts.face(run.font)
            x = 0
            for glyph in run.glyphs:
                extents = face.extents(glyph.gid)
                if extents is not None:
                    left, bottom, right, top = extents
                    boxes.append(
                        Rect.of(
                            run.x + (x + glyph.x_offset + left) * run.size // face.upem,
                            run.baseline - (glyph.y_offset + top) * run.size // face.upem,
                            run.x + (x + glyph.x_offset + right) * run.size // face.upem,
                            run.baseline - (glyph.y_offset + bottom) * run.size // face.upem,
                        )
                    )
                x += glyph.x_advance
        return enclosing(boxes) or Rect(0, 0, 0, 0)

    def inset(self, block: Block, x: Length) -> Length:
        """Return ``x``, moved in where the ink of a text begun there would leave the safe area.

        Some letters of Nastaliq reach far before the edge their line begins at.
        """
        box = self.ink_box(block)
        rtl = block.direction == "rtl"
        before = box.right - block.width if rtl else -box.x
        safe = self.layout.safe
        return max(x, before + (safe.right if rtl else safe.left))

    def strip(self, number: int) -> tuple[str, Length]:
        """Return the symbol of an area's row of stations, from its first, and its pitch."""
        area = self.content.areas[number]
        inks = self.area(number)
        count = len(area.skills)
        frame = self.layout.box("strip")
        dot = self.length("strip-dot")
        pitch = self.length("strip-pitch")
        if count > 1:
            pitch = min(pitch, (frame.width - 2 * dot) // (count - 1))
        r = min(self.length("strip-ring"), round(0.3 * pitch))

        def make() -> tuple[Sequence[Node], Rect]:
            # pale threads would fade in so thin a line: high contrast draws it in ink
            ink = self.ink if self.keyline else inks.thread
            stroke = Stroke(ink, round(0.6 * r))
            nodes: list[Node] = []
            if count > 1:
                nodes.append(Path(paths.line(0, 0, pitch * (count - 1), 0), stroke=stroke))
            for n in range(count):
                ring = paths.circle(n * pitch, 0, r)
                nodes.append(Path(ring, fill=self.paper, stroke=stroke))
            edge = r + stroke.width
            return nodes, Rect(-edge, -edge, pitch * (count - 1) + 2 * edge, 2 * edge)

        return self.draft.symbol(f"stations-{number + 1}", make), pitch

    def station(self) -> str:
        """Return the symbol of the station a card stands at."""
        r = self.length("strip-dot")
        dot = Path(paths.circle(0, 0, r), fill=self.layout.inks["figure"])
        return self.draft.symbol("station", lambda: ((dot,), Rect(-r, -r, 2 * r, 2 * r)))

    def ground(self, name: str, make: Callable[[], Iterable[Path]]) -> str:
        """Return a symbol that covers the card and its bleed."""
        bleed = self.job.bleed
        box = Rect.of(
            -bleed.left, -bleed.top, self.width + bleed.right, self.height + bleed.bottom
        )
        return self.draft.symbol(name, lambda: (tuple(make()), box))

    def filled(self, box: Rect, ink: Ink) -> Path:
        """Return ``box`` filled, and carried into the bleed where it touches the trim."""
        bleed = self.job.bleed
        out = Rect.of(
            box.x - (bleed.left if box.x <= 0 else 0),
            box.y - (bleed.top if box.y <= 0 else 0),
            box.right + (bleed.right if box.right >= self.width else 0),
            box.bottom + (bleed.bottom if box.bottom >= self.height else 0),
        )
        return Path(rectangle(out), fill=ink)

    # -- drawing ---------------------------------------------------------------------------

    def head(
        self, board: Board, text: Text, ink: Ink, number: int | None = None
    ) -> StructNode:
        """Draw the top of a front: the area's marker where there is one, and a label."""
        box = self.layout.box("head")
        r = self.length("marker")
        board.frame("head", box)
        x = self.layout.box("text").x
        if number is not None:
            board.use(self.marker(number), box.x + r, box.centre.y, mirror=False)
            x = box.x + 2 * r + round(0.62 * r)
        style = self.style("label", ink)
        fitted = self.draft.fit([self.draft.slot(text, box.right - x, max_lines=2)], style)
        block = fitted.blocks[0]
        # the letters' middle on the marker's, in every script
        middle = (self.rise(block) - (0 if self.level else block.descent)) // 2
        baseline = box.centre.y + middle - block.last_baseline // 2
        return board.text(block, x, baseline, box.right - x, text=text)

    def foot(self, board: Board, ground: Ink, wanted: Ink) -> StructNode:
        """Draw the short credit and the version at the foot of a back."""
        _, block = self.credit()
        box = self.credit_box()
        baseline = self.credit_top() + self.rise(block)
        board.frame("credit", Rect.of(box.x, self.credit_top(), box.right, box.bottom))
        return board.credit(
            block,
            box.x,
            baseline,
            box.width,
            self.credit()[0],
            ink=self.legible(ground, wanted),
        )

    def credit_box(self) -> Rect:
        """Return the frame of the credit; its line may end at the edge of the safe area."""
        box = self.layout.box("credit")
        return Rect.of(box.x, box.y, self.width - self.layout.safe.right, box.bottom)

    def credit(self) -> tuple[Text, Block]:
        """Return the short credit, with what takes no more lines.

        That is the note that a translation is not yet checked, and the version. Where it
        takes two lines, they part at its own points, or else are balanced.
        """
        if self._credit is None:
            short = self.content.credit.short
            note = self.content.credit.unreviewed
            version = f" · v{self.content.version}"
            notes = [f" · {note.value}"] if note and note.lang == short.lang else []
            ends = [*(version + end for end in notes), *notes, version, ""]
            lines = len(self._credit_block(short).lines) + self.more_lines
            texts = [
                replace(
                    short,
                    key=f"{short.key} {note.key}" if note and note.value in end else short.key,
                    value=short.value + end,
                )
                for end in ends
            ]
            found = ((text, self._credit_block(text)) for text in texts)
            self._credit = next(one for one in found if len(one[1].lines) <= lines)
        return self._credit

    def give_credit(self, more: int) -> bool:
        """Let the short credit take ``more`` lines; return whether it says more with them."""
        before = self.credit()[0]
        self.more_lines, self._credit = more, None
        return self.credit()[0] != before

    def _credit_block(self, text: Text) -> Block:
        width = self.credit_box().width
        style = self.style("credit")
        block = self.draft.set(text, style, width, balance=True)
        count = len(block.lines)
        if count == 1:
            return block
        # no line begins with a point
        bound = replace(text, value=text.value.replace(" · ", "\u00a0· "))
        first, point, rest = text.value.partition(" · ")
        parted = replace(text, value=f"{first}\u00a0·\n{rest}") if point else bound
        for other in (parted, bound):
            found = self.draft.set(other, style, width, balance=True)
            if len(found.lines) <= count and found.width <= width:
                return found
        return block

    def credit_top(self) -> Length:
        """Return where the credit begins: it grows upward from the foot of its frame."""
        _, block = self.credit()
        return self.layout.box("credit").bottom - block.descent - block.last_baseline - self.rise(
            block
        )


def size_class(tiers: Sequence[Tier], width: Length, height: Length) -> Tier:
    """Return the first class of sizes that the card is large enough for.

    Raises UsageError for a card smaller than all of them.
    """
    for tier in tiers:
        if width >= tier.values["from-width"] and height >= tier.values["from-height"]:
            return tier
    last = tiers[-1].values
    least = f"{format_mm(round(last['from-width']))} x {format_mm(round(last['from-height']))}"
    raise UsageError(
        Diagnostic(
            "card-size",
            f"a card of {format_mm(width)} x {format_mm(height)} is too small for this deck",
            hint=f"take a card of at least {least}",
        )
    )
