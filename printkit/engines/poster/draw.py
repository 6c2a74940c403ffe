"""The poster's ink, from a plan: band, threads, discs, motifs, badges, text."""

from __future__ import annotations

from printkit import paths
from printkit.engines import qr
from printkit.engines.board import Board, Draft, rectangle
from printkit.engines.motifs import Palette, Row, emblem, moved
from printkit.engines.poster.plan import AreaPlan, Disc, Placed, PosterPlan
from printkit.engines.poster.routes import RING, RING_STROKE, Router
from printkit.engines.threads import MARKER_DIGIT_SHIFT, Thread, casing, draw, marker
from printkit.geometry import Outline, Rect
from printkit.scene.model import Ink, Path, Stroke, StructNode


class Painter:
    def __init__(self, draft: Draft, plan: PosterPlan) -> None:
        self.draft = draft
        self.plan = plan
        self.layout = draft.job.layout
        self.mm = self.layout.mm
        self.inks = self.layout.inks
        self.board: Board = draft.page("poster")
        self.weight = round(plan.tier.values["thread"])
        self.flood = self.layout.theme.heart == "flood"
        self.router = Router(plan, self.layout)
        self.strands = tuple(self.router.area(area) for area in plan.areas)
        self.threads = tuple(
            Thread.of(
                self.layout.areas[n],
                self.inks["paper"],
                self.weight,
                self.layout.theme.keyline,
                self.inks["ink"],
            )
            for n in range(len(plan.areas))
        )

    # -- the page --------------------------------------------------------------------------

    def paint(self) -> None:
        self._band()
        self._threads()
        self._discs()
        self._ends()
        for area in self.plan.areas:
            self._badge(area)
        self.draft.structure.append(self._texts())
        self._frames()

    def _band(self) -> None:
        heart, width = self.plan.heart, self.board.size.width
        box = Rect.of(0, heart.top, width, heart.bottom)
        if self.flood:
            self.board.flood(box, self.inks["flood"])
            return
        # The rules lie inside the band, where the threads' casings part them.
        width, half = self.mm(1.2), self.mm(0.6)
        rule = Stroke(self.inks["ink"], width)
        whole = self.board.bled(box)
        for y in (heart.top + half, heart.bottom - half):
            self.board.line(whole.x, y, whole.right, y, rule)

    # -- threads ---------------------------------------------------------------------------

    def _threads(self) -> None:
        board, heart = self.board, self.plan.heart
        band = rectangle(board.bled(Rect.of(0, heart.top, board.size.width, heart.bottom)))
        # All casings first: neighbours share theirs and do not cut each other's threads.
        edges = [self._casing(strands.passing) for strands in self.strands]
        board.clipped(edges, band)
        for strands, thread in zip(self.strands, self.threads, strict=True):
            merged = Row(
                tints=tuple(tint for hung in strands.rows for tint in hung.tints),
                strands=tuple(strand for hung in strands.rows for strand in hung.strands),
                spurs=tuple(spur for hung in strands.rows for spur in hung.spurs),
                crossings=tuple(over for hung in strands.rows for over in hung.crossings),
                marks=tuple(mark for hung in strands.rows for mark in hung.marks),
                route=None,
            )
            more = [line for line in strands.whole if line not in merged.strands]
            board.paths(merged.paint(thread, more, styled=strands.styled))
        self._weave()

    def _casing(self, outline: Outline) -> Path:
        return casing(outline, self.inks["paper"], self.weight, self.router.casing())

    def _weave(self) -> None:
        """Paint again, in each gap of the plait, the threads that pass over there.

        A thread is one path; what shows it above another is the same path again, clipped
        to the gap from disc to disc, so that its dashes fall where they already are.
        """
        router, discs = self.router, self.plan.heart.discs[::-1]
        again = [
            (self._casing(strands.passing), *draw([strands.passing], thread))
            for strands, thread in zip(self.strands, self.threads, strict=True)
        ]
        half = self.weight // 2 + router.casing()
        for gap, pairs in enumerate(router.plait.over):
            right, left = discs[gap], discs[gap + 1]
            for over, _ in pairs:
                slots = router.plait.slots[over][gap : gap + 2]
                ys = [right.y + router.slot(slots[0]), left.y + router.slot(slots[1])]
                box = Rect.of(left.x, min(ys) - half, right.x, max(ys) + half)
                self.board.clipped(again[over], rectangle(box))

    # -- what sits on the threads ----------------------------------------------------------

    def _discs(self) -> None:
        heart, paper, ink = self.plan.heart, self.inks["paper"], self.inks["ink"]
        ring = None if self.flood else Stroke(ink, self.mm(1.2))
        scale = heart.radius / self.mm(28.5)
        unit = self.mm(0.68) * scale
        figure = self.inks["figure"]
        palette = Palette(figure, paper, figure, paper)
        for place, disc in enumerate(heart.discs):
            self.board.path(paths.circle(disc.x, disc.y, heart.radius), fill=paper, stroke=ring)
            ops = self.draft.ops(disc.entry, place)
            drawn = emblem(ops, unit, round(self.mm(6.2) * scale), palette)
            self.board.paths(moved(drawn, disc.x, disc.y))

    def _ends(self) -> None:
        """End every thread that goes nowhere else in a ring."""
        for strands, thread in zip(self.strands, self.threads, strict=True):
            ring = Stroke(thread.ink, round(RING_STROKE * self.weight))
            for x, y in strands.rings:
                if thread.keyline:
                    outer = round((RING + RING_STROKE / 2) * self.weight) + thread.keyline
                    self.board.path(paths.circle(x, y, outer), fill=self.inks["ink"])
                circle = paths.circle(x, y, round(RING * self.weight))
                self.board.path(circle, fill=self.inks["paper"], stroke=ring)

    def _badge(self, area: AreaPlan) -> None:
        inks = self.layout.areas[area.index]
        x, y, r = self.plan.columns.badge, area.y, round(self.plan.tier.values["badge"])
        if self.threads[area.index].keyline:
            edge = marker(inks.marker, x, y, r + self.threads[0].keyline, self.inks["ink"])
            self.board.paths(edge)
        self.board.paths(marker(inks.marker, x, y, r, inks.thread))
        style = self.plan.tier.styles.get("number") or self.layout.styles["number"]
        digit = self.draft.number(area.index + 1, style)
        shift = round(MARKER_DIGIT_SHIFT.get(inks.marker, 0.0) * r)
        middle = y + shift - (digit.ink_top + digit.ink_bottom) // 2
        width = 2 * r
        self.board.text(digit, x - r, middle, width, ink=inks.on, align="centre", artifact=True)

    # -- words -----------------------------------------------------------------------------

    def _say(self, placed: Placed, role: str, ink: Ink | None = None) -> StructNode:
        return self.board.text(
            placed.block,
            placed.x,
            placed.baseline,
            placed.width,
            role=role,
            ink=ink,
            text=placed.text,
        )

    def _texts(self) -> StructNode:
        plan = self.plan
        kids = [self._say(plan.header.title, "H1")]
        if plan.header.intro is not None:
            kids.append(self._say(plan.header.intro, "P"))
        kids += [self._area(area) for area in plan.areas[: plan.above]]
        kids.append(self._heart())
        kids += [self._area(area) for area in plan.areas[plan.above :]]
        return StructNode("Document", self.draft.job.locale.tag, kids=(*kids, self._footer()))

    def _area(self, area: AreaPlan) -> StructNode:
        kids = [
            self._say(area.heading, "H2"),
            self.board.text(
                area.line.block,
                area.line.x,
                area.line.baseline,
                area.line.width,
                align="end" if area.line.baseline == area.heading.baseline else "start",
                text=area.line.text,
            ),
        ]
        for planned in area.rows:
            for tile in planned.tiles:
                parts = [self._say(tile.name, "H3")]
                if tile.line is not None:
                    parts.append(self._say(tile.line, "P"))
                kids.append(StructNode("Sect", kids=tuple(parts), entry=tile.entry.id))
        return StructNode("Sect", kids=tuple(kids), entry=area.area.id)

    def _heart(self) -> StructNode:
        heart = self.plan.heart
        ink = self.inks["paper"] if self.flood else self.inks["ink"]
        beside = heart.line.baseline == heart.heading.baseline
        kids = [
            self._say(heart.heading, "H2", ink),
            self.board.text(
                heart.line.block,
                heart.line.x,
                heart.line.baseline,
                heart.line.width,
                align="end" if beside else "start",
                ink=ink,
                text=heart.line.text,
            ),
        ]
        kids += [self._attitude(disc, ink) for disc in heart.discs]
        return StructNode("Sect", kids=tuple(kids), entry="heart")

    def _attitude(self, disc: Disc, ink: Ink) -> StructNode:
        parts = [self._say(disc.name, "H3", ink)]
        if disc.line is not None:
            parts.append(self._say(disc.line, "P", ink))
        return StructNode("Sect", kids=tuple(parts), entry=disc.entry.id)

    def _footer(self) -> StructNode:
        plan, board = self.plan.footer, self.board
        left = round(self.layout.values["margin"])
        rule = Rect(
            left,
            plan.top,
            board.size.width - 2 * left,
            round(self.layout.values["footer-rule"]),
        )
        board.rect(rule, fill=self.inks["ink"])
        kids = [self._say(item, "P") for item in plan.prompts]
        kids += [
            board.credit(one.block, one.x, one.baseline, one.width, one.text)
            for one in plan.credits
        ]
        kids += [self._say(item, "P") for item in plan.licence]
        for slot, box in plan.logos:
            board.frame(f"logo-{slot}", box)
            kids += board.logo(slot, box)
        kids.append(self._code(plan.qr))
        return StructNode("Sect", kids=tuple(kids), entry="credit")

    def _code(self, box: Rect) -> StructNode:
        url = self.draft.job.framework.credit.source_url
        tag = self.draft.tag()
        self.board.add([Path(qr.outline(url, self.board.flip_box(box)), self.inks["ink"], tag=tag)])
        if not self.draft.job.framework.credit.placeholder:
            self.board.link(box, url)
        alt = self.draft.job.kit.say("alt.qr", url=url)
        return self.board.figure(alt.value, (tag,), alt.lang)

    def _frames(self) -> None:
        plan, board = self.plan, self.board
        for name in ("title", "intro", "prompts", "credit", "licence"):
            board.frame(name, self.layout.box(name))
        board.frame("qr", plan.footer.qr)
        for area in plan.areas:
            box = Rect.of(plan.columns.start, area.top, plan.columns.end, area.bottom)
            board.frame(area.area.id, box)
        board.frame("heart", Rect.of(0, plan.heart.top, board.size.width, plan.heart.bottom))
