"""The drawing board of the engines: pages, symbols, structure and credits of one product.

Engines think from the start edge of the page, as for left-to-right; the board mirrors
geometry for right-to-left locales. Text, digits and QR codes are moved, never mirrored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from printkit.content.markup import plain
from printkit.content.model import Asset, Entry, Op, Text
from printkit.content.texts import as_one
from printkit.diagnostics import PrintkitError
from printkit.engines.model import Job, Product
from printkit.engines.motifs import beads, turned
from printkit.engines.setting import Setting
from printkit.geometry import Outline, Rect, Sides, Size, Transform
from printkit.locales.dates import written_date
from printkit.locales.tags import digits
from printkit.paths import bounds
from printkit.scene.model import (
    Align,
    Frame,
    Group,
    Ink,
    Link,
    Metadata,
    Node,
    Page,
    Path,
    PlacedCredit,
    Scene,
    Stroke,
    StructNode,
    Style,
    Symbol,
    TagId,
    Use,
)
from printkit.text.model import Block
from printkit.units import Length


class Draft(Setting):
    """One product in the making. ``where`` names it in messages: "the poster at A4"."""

    def __init__(self, job: Job, where: str) -> None:
        super().__init__(job, where)
        self.rtl = job.locale.direction == "rtl"
        self.structure: list[StructNode] = []
        self._boards: list[Board] = []
        self._symbols: dict[str, Symbol] = {}
        self._marks: dict[object, str] = {}  # symbols of a draft's mark
        self._credits: list[PlacedCredit] = []
        self._frames: list[Frame] = []
        self._tags = 0
        self.printed: dict[str, None] = {}  # keys of the texts that stand on a page

    def tag(self) -> TagId:
        """Return a tag no node has yet."""
        self._tags += 1
        return self._tags

    def page(self, id: str, size: Size | None = None, label: str = "") -> Board:
        """Begin a page, the layout's own size unless told otherwise."""
        board = Board(self, id, size or self.job.layout.page, label, len(self._boards))
        self._boards.append(board)
        return board

    def symbol(self, id: str, make: Callable[[], tuple[Sequence[Node], Rect]]) -> str:
        """Define a symbol once, by its nodes and the box that bounds them; return its id."""
        if id not in self._symbols:
            nodes, box = make()
            self._symbols[id] = Symbol(id, tuple(nodes), box)
        return id

    def ops(self, entry: Entry, place: int, *, simple: bool = False) -> tuple[Op, ...]:
        """Return an entry's motif: its own ops, the alphabet's, or beads by its position."""
        if entry.ops:
            return entry.ops
        motif = self.job.layout.motifs.get(entry.motif)
        if motif is None:
            return beads(place)
        ops = motif.simple if simple else motif.ops
        return turned(ops) if self.rtl and not motif.mirror else ops

    def logo(self, slot: str) -> Asset | None:
        return next((one for one in self.job.framework.assets if one.slot == slot), None)

    def logos(self, end: Length, foot: Length) -> tuple[tuple[str, Rect], ...]:
        """Return the slots that have a logo, and their frames in a row.

        The row is moved towards the start and up as far as it takes to end at ``end`` and
        to stand no lower than ``foot``.
        """
        if not self.job.framework.assets:
            return ()
        from printkit.engines import logos  # most content has none

        return logos.row(self, end, foot)

    def version(self) -> Text:
        """Return version, language and date as they are printed."""
        content = self.job.framework
        return self.job.kit.say(
            "credit.version",
            version=content.version,
            language=self.job.locale.name,
            date=written_date(content.date, self.job.locale),
        )

    def credits(self) -> tuple[Text, ...]:
        """Return the paragraphs of the credit: the source, then whose words these are and who
        came after, together.
        """
        credit = self.job.framework.credit
        wording = (credit.wording,) if credit.wording else ()
        return (credit.line, *as_one((*wording, *credit.chain)))

    def chain(self) -> tuple[Text, ...]:
        """Return the credit's chain as one paragraph, which takes the fewest lines of type."""
        return as_one(self.job.framework.credit.chain)

    def number(self, number: int, style: Style) -> Block:
        """Compose a number in the locale's digits; Latin ones are those of Latin text."""
        locale = self.job.locale
        lang = "en" if locale.digits == "latn" else None
        return self.typesetter.set(digits(number, locale), style, lang=lang)

    def address(self) -> Text:
        """Return the source's address as printed, or the note that it is to follow."""
        credit = self.job.framework.credit
        if credit.placeholder:
            return self.job.kit.say("credit.url-placeholder")
        shown = credit.source_url.split("://")[-1].rstrip("/")
        return Text("credit.source_url", shown, "en", credit.line.span)

    def prints(self, *texts: Text) -> None:
        """Note that texts stand on a page; ``Board.text`` does so by itself."""
        for text in texts:
            self.printed |= dict.fromkeys(text.key.split())

    def rights(self) -> tuple[Text, ...]:
        """Return what the files' own records say of rights: the credit and the permission."""
        credit = self.job.framework.credit
        return (*credit.whole, credit.permission.statement)

    def drop(self, sentence: str) -> None:
        """Note what this size had to leave out; the run tells it."""
        if sentence not in self.dropped:
            self.dropped.append(sentence)

    def credit_tags(self, page: int) -> frozenset[TagId]:
        """Return the tags of the credits on a page."""
        return frozenset(credit.tag for credit in self._credits if credit.page == page)

    def shared_mark(self, of: object, make: Callable[[], Group | None]) -> tuple[Use, ...]:
        """Return the use of the mark of a draft that is made for ``of``, once for all pages."""
        if of not in self._marks:
            mark = make()
            name = f"draft-{len(self._marks) + 1}" if mark else ""
            if mark and mark.clip:
                self.symbol(name, lambda: ([mark], bounds(mark.clip or ())))
            self._marks[of] = name
        return (Use(self._marks[of]),) if self._marks[of] else ()

    def symbol_table(self) -> Mapping[str, Symbol]:
        return self._symbols

    def add_credit(self, credit: PlacedCredit) -> None:
        self._credits.append(credit)

    def add_frame(self, frame: Frame) -> None:
        self._frames.append(frame)

    def finish(self, title: str, subject: str = "", keywords: tuple[str, ...] = ()) -> Product:
        """Return the product, or raise all its problems together."""
        if self.problems:
            raise PrintkitError(self.problems)
        content = self.job.framework
        if content.draft:
            title = f"{self.job.kit.texts['draft.mark'].value}: {title}"
            keywords = (*keywords, "DRAFT")
        metadata = Metadata(
            title=title,
            lang=self.job.locale.tag,
            direction=self.job.locale.direction,
            subject=subject or content.credit.line.value,
            author=", ".join(content.credit.protected),
            keywords=keywords,
            version=content.version,
            credit=content.credit.line.value,
            source_url="" if content.credit.placeholder else content.credit.source_url,
            contributors=content.credit.contributors,
            rights=" ".join(plain(text.value) for text in self.rights()),
            original=content.credit.original.value if content.credit.original else "",
            original_lang=content.credit.original.lang if content.credit.original else "",
            date=content.date,
        )
        pages = tuple(board.finish() for board in self._boards)
        scene = Scene(
            pages=pages,
            metadata=metadata,
            symbols=tuple(self._symbols.values()),
            structure=tuple(self.structure),
            credits=tuple(self._credits),
            frames=tuple(self._frames),
        )
        seats = tuple(self.rooms.seats) if self.rooms is not None else ()
        printed = frozenset(self.printed)
        return Product(scene, tuple(self.dropped), printed, self.where, seats)


class Board:
    """One page, drawn from its start edge and from its top, in paint order."""

    def __init__(self, draft: Draft, id: str, size: Size, label: str, number: int) -> None:
        self.draft = draft
        self.size = size
        self.number = number
        self._id = id
        self._label = label
        self._nodes: list[Node] = []
        self.foreign: list[TagId] = []  # texts in another language than the page's
        self._mirror = Transform.mirror(size.width)

    @property
    def rtl(self) -> bool:
        return self.draft.rtl

    @property
    def bleed(self) -> Sides:
        return self.draft.job.bleed

    def flip(self, outline: Outline) -> Outline:
        """Return ``outline`` as it stands on the page: mirrored when right-to-left."""
        return self._mirror.outline(outline) if self.rtl else outline

    def flip_box(self, box: Rect) -> Rect:
        return box.mirrored(self.size.width) if self.rtl else box

    def add(self, nodes: Iterable[Node]) -> None:
        """Add nodes that already stand where they belong on the page."""
        self._nodes += nodes

    def path(
        self, outline: Outline, *, fill: Ink | None = None, stroke: Stroke | None = None
    ) -> None:
        self._nodes.append(Path(self.flip(outline), fill, stroke))

    def paths(self, paths: Iterable[Path]) -> None:
        """Add outlines given from the start edge."""
        for path in paths:
            self._nodes.append(Path(self.flip(path.outline), path.fill, path.stroke, path.tag))

    def rect(self, box: Rect, *, fill: Ink | None = None, stroke: Stroke | None = None) -> None:
        self.path(rectangle(box), fill=fill, stroke=stroke)

    def line(self, x1: Length, y1: Length, x2: Length, y2: Length, stroke: Stroke) -> None:
        self.path((("M", x1, y1), ("L", x2, y2)), stroke=stroke)

    def flood(self, box: Rect, ink: Ink) -> None:
        """Fill ``box``, carried out into the bleed along every trim edge it touches."""
        self.rect(self.bled(box), fill=ink)

    def bled(self, box: Rect) -> Rect:
        """Return ``box`` extended into the bleed where it touches the trim."""
        bleed = self.bleed
        start, end = (bleed.right, bleed.left) if self.rtl else (bleed.left, bleed.right)
        return Rect.of(
            -start if box.x <= 0 else box.x,
            -bleed.top if box.y <= 0 else box.y,
            self.size.width + end if box.right >= self.size.width else box.right,
            self.size.height + bleed.bottom if box.bottom >= self.size.height else box.bottom,
        )

    def clipped(self, nodes: Iterable[Node], clip: Outline) -> None:
        """Add nodes given from the start edge, shown only inside ``clip``."""
        inner = tuple(
            Path(self.flip(node.outline), node.fill, node.stroke, node.tag)
            if isinstance(node, Path)
            else node
            for node in nodes
        )
        self._nodes.append(Group(inner, clip=self.flip(clip)))

    def use(
        self,
        symbol: str,
        x: Length,
        y: Length,
        *,
        scale: float = 1.0,
        mirror: bool = True,
        tag: TagId | None = None,
    ) -> None:
        """Place a symbol with its origin at (x, y) from the start edge.

        With ``mirror`` the symbol is mirrored on right-to-left pages; without it, it is
        only moved, and its origin still lies at the mirrored point.
        """
        place = Transform(a=scale, d=scale, e=x, f=y)
        if self.rtl:
            if mirror:
                place = place.then(self._mirror)
            else:
                place = Transform(a=scale, d=scale, e=self.size.width - x, f=y)
        self._nodes.append(Use(symbol, place, tag))

    def use_box(self, symbol: str, box: Rect, tag: TagId | None = None) -> None:
        """Place a symbol drawn from its own top left corner at ``box``, never mirrored."""
        box = self.flip_box(box)
        self._nodes.append(Use(symbol, Transform.move(box.x, box.y), tag))

    def text(
        self,
        block: Block,
        x: Length,
        baseline: Length,
        width: Length,
        *,
        role: str = "P",
        ink: Ink | None = None,
        align: Align | None = None,
        text: Text | None = None,
        artifact: bool = False,
    ) -> StructNode:
        """Place a block in the box that begins ``x`` from the start edge; return its element.

        ``text`` names the content text it came from. An artifact has no tag: it says
        again what is said elsewhere.
        """
        if text is not None:
            self.draft.prints(text)
            if self.draft.rooms is not None:
                self.draft.rooms.seat(text, block, width, self._id)
        tag = None if artifact else self.draft.tag()
        left = self.size.width - x - width if self.rtl else x
        where = align or block.style.align
        if where != "centre" and (block.direction == "rtl") != self.rtl:
            # start and end are the page's, whatever the language of the text
            where = "end" if where == "start" else "start"
        runs = block.place(left, baseline, width, tag=tag, ink=ink, align=where)
        self._nodes += runs
        if tag is not None and any(
            run.lang != self.draft.job.locale.tag and any(map(str.isalpha, run.text))
            for run in runs
        ):
            self.foreign.append(tag)
        lang = text.lang if text is not None else self.draft.job.locale.tag
        return StructNode(
            role,
            lang=lang,
            tags=() if tag is None else (tag,),
            entry=text.key if text is not None else "",
        )

    def credit(
        self,
        block: Block,
        x: Length,
        baseline: Length,
        width: Length,
        text: Text,
        *,
        ink: Ink | None = None,
        align: Align | None = None,
    ) -> StructNode:
        """Place a line of the credit; the guard finds it by its tag and checks it.

        Whose words these are is no part of what the guard asks for, and is only placed.
        """
        node = self.text(block, x, baseline, width, ink=ink, align=align, text=text)
        if text is self.draft.job.framework.credit.wording:
            return node
        names = self.draft.job.framework.credit.protected
        self.draft.add_credit(
            PlacedCredit(
                page=self.number,
                tag=node.tags[0],
                text=text.value,
                protected=tuple(name for name in names if name in text.value),
                minimum=block.style.minimum,
            )
        )
        return node

    def figure(self, alt: str, tags: tuple[TagId, ...], lang: str = "") -> StructNode:
        return StructNode("Figure", lang or self.draft.job.locale.tag, alt, tags)

    def logo(self, slot: str, box: Rect) -> list[StructNode]:
        """Place the logo of a slot in ``box``; return its figure, or nothing without one.

        It keeps its ratio, stands at the start of the box and on its foot, and is never
        mirrored. Pixels too few for the size become a problem of the draft.
        """
        asset = self.draft.logo(slot)
        if asset is None:
            return []
        from printkit.engines import logos  # most content has none

        return logos.place(self, asset, box)

    def link(self, box: Rect, target: str) -> None:
        self._nodes.append(Link(self.flip_box(box), target))

    def frame(self, name: str, box: Rect) -> None:
        """Name an area for the proof overlay."""
        self.draft.add_frame(Frame(self.number, name, self.flip_box(box)))

    def finish(self) -> Page:
        nodes = tuple(self._nodes)
        if self.draft.job.framework.draft:
            from printkit.engines import watermark  # most content is no draft

            nodes, said = watermark.marked(self, nodes)
            self.draft.structure[:0] = [said] if said else []
        return Page(
            id=self._id,
            trim=self.size,
            nodes=nodes,
            bleed=self.draft.job.bleed,
            safe=self.draft.job.layout.safe,
            label=self._label,
        )


def rectangle(box: Rect) -> Outline:
    return (
        ("M", box.x, box.y),
        ("L", box.right, box.y),
        ("L", box.right, box.bottom),
        ("L", box.x, box.bottom),
        ("Z",),
    )
