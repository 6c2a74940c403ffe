"""Draws the blocks of the sheet where the plan has put them."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from printkit import paths
from printkit.content.model import Entry
from printkit.engines.board import Board
from printkit.engines.motifs import WIDTH, Palette, emblem, figure, moved, row
from printkit.engines.sheet.measure import FINEST, Measures, middle
from printkit.engines.sheet.pieces import PEOPLE, Tile
from printkit.engines.sheet.questions import drop_to
from printkit.engines.threads import MARKER_DIGIT_SHIFT, OVERLAY_FROM, Route, Thread, marker
from printkit.geometry import Rect, Sides
from printkit.layout.model import AreaInks
from printkit.locales.tags import digits
from printkit.scene.model import Ink, Node, Path, Stroke, StructNode
from printkit.text.model import Block
from printkit.units import Length

MOTIF_HEIGHT = 68
"""How far motifs may reach, in units of their box, strokes included."""

EMBLEM_HEIGHT = 58
"""And the attitudes' own, which no thread runs through."""


_OUTLINE = 0.7  # mm of an outlined pill's ring


class Dress(Struct, frozen=True):
    """What a block is drawn in. The attitudes have no area, hence no marker."""

    ground: Ink
    on: Ink
    tint: Ink
    area: AreaInks | None


class Painter:
    """One side of the sheet. Every method draws, and returns what was drawn for readers."""

    def __init__(
        self,
        measures: Measures,
        board: Board,
        names: dict[str, Block],
        questions: Sequence[Block] = (),
    ) -> None:
        self.m = measures
        self.board = board
        self.draft = measures.draft
        self.layout = measures.layout
        self.names = names
        self.questions = questions
        self.paper = self.layout.inks["paper"]
        self.ink = self.layout.inks["ink"]
        self.figure = self.layout.inks["figure"]
        self.keyline = measures.keyline
        self.outlined = self.layout.theme.backs == "bar"  # a theme that spares ink

    def tile(self, tile: Tile) -> StructNode:
        content = self.m.content
        match tile.kind:
            case "area":
                area = content.areas[tile.index]
                inks = self.layout.areas[tile.index]
                dress = Dress(inks.thread, inks.on, inks.tint, inks)
                self.board.frame(area.id, tile.box)
                return self.block(tile, dress, area.skills, area.id)
            case "attitudes":
                tint = self.layout.inks["ink-tint"]
                dress = Dress(self.layout.inks["flood"], self.paper, tint, None)
                self.board.frame("attitudes", tile.box)
                return self.block(tile, dress, content.heart.attitudes, "heart")
            case "ask":
                self.board.frame("ask", tile.box)
                return self.ask(tile)
            case "note":
                question = content.sheet.questions[tile.index]
                self.board.frame(question.id, tile.box)
                return self.note(tile)

    # -- areas and attitudes ---------------------------------------------------------------

    def block(self, tile: Tile, dress: Dress, entries: Sequence[Entry], id: str) -> StructNode:
        x, y = tile.box.x, tile.box.y
        heading = self.pill(x, y, tile, dress)
        self.scale(x, y)
        rows = []
        for place, entry in enumerate(entries):
            cy = y + self.m.v("block-head") + self.m.pill_more + place * tile.pitch
            rows.append(self.row(x, cy, tile.pitch, dress, entry, place))
        return StructNode("Sect", kids=(heading, StructNode("L", kids=tuple(rows))), entry=id)

    def pill(self, x: Length, y: Length, tile: Tile, dress: Dress) -> StructNode:
        m, board = self.m, self.board
        width, height = m.v("pill-width"), m.pill_height
        box = Rect(x, y, width, height)
        fill, edge = dress.ground, Stroke(self.ink, self.keyline) if self.keyline else None
        if self.outlined:  # a ring inside the pill's own edge
            ring = self.layout.mm(_OUTLINE)
            box = box.inset(Sides.all(ring // 2))
            fill, edge = self.paper, Stroke(dress.ground, ring)
        board.path(paths.rounded(box, box.height / 2), fill=fill, stroke=edge)
        block = m.pills[tile.index if dress.area else -1]
        start = m.v("pill-name" if dress.area else "pill-plain")
        middle_line = y + height // 2
        content = m.content
        text = content.areas[tile.index].title if dress.area else content.heart.short
        if dress.area:
            self.badge(x + m.v("pill-marker"), middle_line, dress, tile.index)
        return board.text(
            block,
            x + start,
            middle_line + middle(block, m.hanging),
            width - start - m.v("pill-end"),
            role="H2",
            ink=self.ink if self.outlined else dress.on,
            text=text,
        )

    def badge(self, cx: Length, cy: Length, dress: Dress, index: int) -> None:
        """Draw the area's marker with its number; the area's name says the same in words."""
        assert dress.area is not None
        radius, shape = self.m.v("pill-marker-radius"), dress.area.marker
        fill, on = dress.on, dress.ground
        if self.outlined:
            fill, on = on, fill
        self.board.paths(marker(shape, cx, cy, radius, fill))
        number = self.draft.set(digits(index + 1, self.draft.job.locale), self.m.style("number"))
        shift = round(MARKER_DIGIT_SHIFT.get(shape, 0.0) * radius)
        self.board.text(
            number,
            cx - radius,
            cy + shift + middle(number, False),
            2 * radius,
            ink=on,
            align="centre",
            artifact=True,
        )

    def scale(self, x: Length, y: Length) -> None:
        """Set the labels over the marks; each row says them again to those who listen."""
        m = self.m
        centres = [*(x + m.circle(n) for n in range(4)), x + m.square]
        line = y + m.v("scale-line") + m.pill_more
        width = m.v("circle-pitch")
        for number, (block, centre) in enumerate(zip(m.scale.blocks, centres, strict=True)):
            if m.scale.numbered:
                if number == 4:
                    continue
                block = m.number(number)
            self.board.text(
                block,
                centre - width // 2,
                line - block.last_baseline,
                width,
                ink=self.ink,
                align="centre",
                text=None if m.scale.numbered else m.scale.labels[number],
                artifact=True,
            )

    def row(
        self, x: Length, cy: Length, pitch: Length, dress: Dress, entry: Entry, place: int
    ) -> StructNode:
        m, board = self.m, self.board
        track = Stroke(dress.tint, m.v("track"))
        board.line(x + m.v("track-start"), cy, x + m.column - m.v("track-end"), cy, track)
        self.drawing(x, cy, pitch, dress, entry, place)
        block = self.names[entry.title.key]
        name = board.text(
            block,
            x + m.v("name-start"),
            cy + middle(block, m.hanging),
            m.v("name-width"),
            text=entry.title,
        )
        tag = self.draft.tag()
        board.use(self.draft.symbol("marks", self.marks), x, cy, tag=tag)
        figure = board.figure(self.spoken, (tag,), m.scale.labels[0].lang)
        return StructNode(
            "LI", kids=(StructNode("LBody", kids=(name, figure)),), entry=entry.title.key
        )

    @property
    def spoken(self) -> str:
        """Return what the marks of a row are, for those who do not see them."""
        *circles, square = (label.value for label in self.m.scale.labels)
        return f"{', '.join(circles)}; {square}"

    def drawing(
        self, x: Length, cy: Length, pitch: Length, dress: Dress, entry: Entry, place: int
    ) -> None:
        """Draw a row's motif, smaller where the rows are closer than it is high."""
        full = float(self.layout.values["motif"])
        scale = min(full, pitch / (MOTIF_HEIGHT if dress.area else EMBLEM_HEIGHT))
        ops = self.draft.ops(entry, place)
        palette = Palette(dress.ground, dress.tint, self.figure, self.paper)
        width = round(WIDTH * full)
        if dress.area is None:
            weight = round(self.m.v("emblem") * scale / full)
            self.board.paths(moved(emblem(ops, scale, weight, palette), x + width // 2, cy))
            return
        weight = max(self.m.v("thread"), OVERLAY_FROM)
        thread = Thread.of(dress.area, self.paper, weight, self.keyline, self.ink)
        drawn = figure(ops, scale, palette)
        hung = row([(x + (width - drawn.width) // 2, drawn)], cy, Route(x, cy))
        rest = [] if hung.route is None else [hung.route.to(x + width, cy).outline]
        self.board.paths(hung.paint(thread, rest))

    def marks(self) -> tuple[Sequence[Node], Rect]:
        """Draw four circles and a square about a row's middle, from its column's start."""
        m = self.m
        half = m.mark // 2
        stroke = Stroke(self.ink, m.hair("mark-line"))
        nodes: list[Node] = [
            Path(paths.circle(m.circle(n), 0, half), fill=self.paper, stroke=stroke)
            for n in range(4)
        ]
        square = Rect(m.square - half, -half, 2 * half, 2 * half)
        corner = m.v("mark-corner")
        nodes.append(Path(paths.rounded(square, corner), fill=self.paper, stroke=stroke))
        edge = half + stroke.width // 2 + 1
        box = Rect.of(m.circle(0) - edge, -edge, m.square + edge, edge)
        return nodes, box

    # -- "ask others" and the notes --------------------------------------------------------

    def ask(self, tile: Tile) -> StructNode:
        m, board = self.m, self.board
        panel, box, sheet = m.panel, tile.box, m.content.sheet
        pad = m.v("ask-pad")
        x, width = box.x + pad, box.width - 2 * pad
        edge = Stroke(self.ink, max(FINEST, self.keyline)) if self.keyline else None
        board.path(
            paths.rounded(box, m.v("ask-corner")), fill=self.layout.inks["panel"], stroke=edge
        )
        kids = [
            board.text(
                panel.title, x, box.y + panel.title_line, width, role="H2", text=sheet.ask_title
            ),
            board.text(panel.prompt, x, box.y + panel.prompt_line, width, text=sheet.ask_prompt),
        ]
        who, saw = m.v("who-start"), m.v("saw-start")
        for block, start, end, key in (
            (panel.who, who, who + m.v("who-width"), "sheet.who"),
            (panel.saw, saw, m.v("saw-end"), "sheet.saw"),
        ):
            line = box.y + panel.label_line - block.last_baseline
            kids.append(board.text(block, box.x + start, line, end - start, text=m.kit.say(key)))
        top = box.y + panel.boxes
        height = tile.count * tile.pitch + m.v("person-extra")
        symbol = self.draft.symbol(
            f"person-{tile.count}-{tile.pitch}", lambda: self.person(tile, height)
        )
        for number in range(PEOPLE):
            board.use(symbol, box.x, top + number * (height + m.v("person-gap")))
        return StructNode("Sect", kids=tuple(kids), entry="ask")

    def person(self, tile: Tile, height: Length) -> tuple[Sequence[Node], Rect]:
        """Draw one white box: a person, a line for the name, lines for what they say."""
        m = self.m
        inset = m.v("person-inset")
        box = Rect(inset, 0, tile.box.width - 2 * inset, height)
        stroke = Stroke(self.layout.inks["rule"], m.hair("writing-line"))
        lines = [height - m.v("person-below") - n * tile.pitch for n in reversed(range(tile.count))]
        name_line = lines[min(1, len(lines) - 1)]
        dot = min(height // 2, name_line - m.v("person-dot") // 2)
        nodes: list[Node] = [
            Path(paths.rounded(box, m.v("person-corner")), fill=self.paper),
            Path(paths.circle(m.v("person-dot-at"), dot, m.v("person-dot")), fill=self.figure),
            Path(
                paths.line(
                    m.v("who-start"), name_line, m.v("who-start") + m.v("who-width"), name_line
                ),
                stroke=stroke,
            ),
        ]
        nodes += [
            Path(paths.line(m.v("saw-start"), y, m.v("saw-end"), y), stroke=stroke) for y in lines
        ]
        return nodes, box

    def note(self, tile: Tile) -> StructNode:
        """Draw a question over its writing lines, which are counted from the last one up."""
        m, box = self.m, tile.box
        question = m.content.sheet.questions[tile.index]
        block = self.questions[tile.index]
        heading = self.board.text(
            block,
            box.x,
            box.y + drop_to(block),
            box.width,
            role="H2",
            text=question.text,
        )
        stroke = Stroke(self.layout.inks["rule"], m.hair("writing-line"))
        for number in range(tile.count):
            y = box.bottom - number * tile.pitch
            self.board.line(box.x, y, box.right, y, stroke)
        return StructNode("Sect", kids=(heading,), entry=question.id)
