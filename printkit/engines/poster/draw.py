"""The poster's ink, from a plan: band, threads, discs, motifs, badges, text."""

from __future__ import annotations

from printkit import paths
from printkit.engines import qr
from printkit.engines.board import Board, Draft, rectangle
from printkit.engines.motifs import Palette, Row, emblem, moved, row
from printkit.engines.poster.plait import plait
from printkit.engines.poster.plan import AreaPlan, Disc, Placed, PosterPlan
from printkit.engines.threads import MARKER_DIGIT_SHIFT, Route, Thread, casing, draw, marker
from printkit.geometry import Outline, Rect
from printkit.scene.model import Ink, Path, Stroke, StructNode
from printkit.units import Length


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
        total = len(plan.areas)
        # The pitch of the slots: open where there is room, closer where a disc must hide all.
        room = (2 * plan.heart.radius - self.weight - self.mm(3)) / max(1, total - 1)
        self.pitch = min(plan.lane, round(room))
        self.plait = plait(plan.above, total - plan.above, len(plan.heart.discs))
        self.threads = tuple(
            Thread.of(
                self.layout.areas[n],
                self.inks["paper"],
                self.weight,
                self.layout.theme.keyline,
                self.inks["ink"],
            )
            for n in range(total)
        )

    # -- the page --------------------------------------------------------------------------

    def paint(self) -> None:
        self._band()
        rows = [self._rows(area) for area in self.plan.areas]
        self._threads(rows)
        self._discs()
        for area in self.plan.areas:
            self._ends(area)
            self._badge(area)
        self.draft.structure.append(self._texts())
        self._frames()

    def _band(self) -> None:
        heart, width = self.plan.heart, self.board.size.width
        box = Rect.of(0, heart.top, width, heart.bottom)
        if self.flood:
            self.board.flood(box, self.inks["ink"])
            return
        rule = Stroke(self.inks["ink"], self.mm(1.2))
        whole = self.board.bled(box)
        for y in (heart.top, heart.bottom):
            self.board.line(whole.x, y, whole.right, y, rule)

    # -- threads ---------------------------------------------------------------------------

    def _slot(self, slot: float) -> Length:
        """Return how far a slot lies below the middle of the plait."""
        return round((slot - (len(self.plan.areas) - 1) / 2) * self.pitch)

    def _entering(self, index: int, route: Route) -> Route:
        """Lead an area above the heart round the end-side lane to the last disc."""
        plan, bend = self.plan, self.layout.values["bend"]
        nest = plan.above - 1 - index
        lane = self.board.size.width - self.layout.values["lane-edge"] - plan.lane * index
        rx, ry = bend + plan.lane * nest, bend + self.pitch * nest
        top = plan.areas[index].y
        last = plan.heart.discs[-1]
        bottom = last.y + self._slot(nest)
        route.to(lane - rx, top).turn(lane, top + rx, horizontal=True)
        route.to(lane, bottom - ry).turn(lane - rx, bottom, horizontal=False)
        return route.to(last.x, bottom)

    def _woven(self, index: int, route: Route) -> Route:
        """Follow an area's thread from the last disc to the first, slot by slot."""
        discs = self.plan.heart.discs[::-1]
        slots = self.plait.slots[index]
        for number in range(1, len(discs)):
            x, y = discs[number].x, discs[number].y + self._slot(slots[number])
            middle = (discs[number - 1].x + x) / 2
            route.curve(middle, route.y, middle, y, x, y)
        return route

    def _leaving(self, index: int, route: Route) -> Route:
        """Lead an area below the heart round the start-side lane to its badge."""
        plan, bend = self.plan, self.layout.values["bend"]
        order = index - plan.above
        below = len(plan.areas) - plan.above
        lane = self.layout.values["lane-edge"] + plan.lane * (below - 1 - order)
        rx, ry = bend + plan.lane * order, bend + self.pitch * order
        first = plan.heart.discs[0]
        exit_y = first.y + self._slot(len(plan.areas) - 1 - order)
        clear = max(lane + rx + self.mm(1), first.x - plan.heart.radius * 1.5)
        if round(exit_y) != round(route.y):
            middle = (first.x + clear) / 2
            route.curve(middle, route.y, middle, exit_y, clear, exit_y)
        bottom = plan.areas[index].y
        route.to(lane + rx, exit_y).turn(lane, exit_y + ry, horizontal=True)
        route.to(lane, bottom - rx).turn(lane + rx, bottom, horizontal=False)
        return route

    def _journey(self, area: AreaPlan) -> tuple[Row, Outline | None]:
        """Return an area's first row and the path that passes the heart."""
        plan = self.plan
        figures = [(tile.x, tile.figure) for tile in area.rows[0].tiles]
        if area.index < plan.above:
            hung = row(figures, area.y, Route(plan.columns.badge, area.y))
            tail = area.rows[0].tiles[-1]
            onward = hung.route or Route(tail.x + tail.figure.width, area.y)
            return hung, self._woven(area.index, self._entering(area.index, onward)).outline
        last = plan.heart.discs[-1]
        start = Route(last.x, last.y + self._slot(self.plait.slots[area.index][0]))
        before = self._leaving(area.index, self._woven(area.index, start))
        hung = row(figures, area.y, before)
        if hung.route is not None:
            hung.route.to(plan.columns.end, area.y)
            return hung, hung.route.outline
        return hung, None

    def _rows(self, area: AreaPlan) -> tuple[list[Row], list[Outline]]:
        """Return all rows of an area, and the long paths that join them."""
        first, journey = self._journey(area)
        rows, joining = [first], [journey] if journey is not None else []
        trunk = self.plan.columns.badge
        above = area.y
        for extra in area.rows[1:]:
            radius = min(self.mm(12), round(0.4 * (extra.y - above)))
            branch = Route(trunk, above)
            branch.to(trunk, extra.y - radius)
            branch.turn(trunk + radius, extra.y, horizontal=False)
            figures = [(tile.x, tile.figure) for tile in extra.tiles]
            hung = row(figures, extra.y, branch)
            if hung.route is not None:
                tail = extra.tiles[-1]
                hung.route.to(tail.x + tail.figure.width + self.mm(2), extra.y)
                joining.append(hung.route.outline)
            rows.append(hung)
            above = extra.y - radius
        return rows, joining

    def _threads(self, rows: list[tuple[list[Row], list[Outline]]]) -> None:
        board, heart = self.board, self.plan.heart
        band = board.bled(Rect.of(0, heart.top, board.size.width, heart.bottom))
        crossing: list[Outline] = []
        for number, (hung, joining) in enumerate(rows):
            passing = next(
                outline for outline in self._passing(hung, joining) if outline is not None
            )
            crossing.append(passing)
            side = round(self.layout.values["band-casing"])
            edge = casing(passing, self.inks["paper"], self.weight, side)
            board.clipped([edge], rectangle(band))
            merged = Row(
                tints=tuple(t for r in hung for t in r.tints),
                strands=tuple(s for r in hung for s in r.strands),
                spurs=tuple(s for r in hung for s in r.spurs),
                crossings=tuple(s for r in hung for s in r.crossings),
                marks=tuple(m for r in hung for m in r.marks),
                route=None,
            )
            board.paths(merged.paint(self.threads[number], joining))
        self._weave(crossing)

    def _passing(self, hung: list[Row], joining: list[Outline]) -> list[Outline]:
        """Return the paths of an area that may pass through the heart, longest reach first."""
        heart = self.plan.heart
        middle = heart.discs[0].y
        candidates = [*joining, *(s for r in hung for s in r.strands)]
        return [
            outline
            for outline in candidates
            if any(
                abs(segment[-1] - middle) < heart.radius for segment in outline if segment[0] != "Z"
            )
        ]

    def _weave(self, strands: list[Outline]) -> None:
        """Paint again, in each gap of the plait, the threads that pass over there.

        A thread is one path; what shows it above another is the same path again, clipped
        to the gap from disc to disc, so that its dashes fall where they already are.
        """
        discs = self.plan.heart.discs[::-1]
        side = round(self.layout.values["band-casing"])
        again = [
            (casing(strand, self.inks["paper"], self.weight, side), *draw([strand], thread))
            for strand, thread in zip(strands, self.threads, strict=True)
        ]
        for gap, pairs in enumerate(self.plait.over):
            right, left = discs[gap], discs[gap + 1]
            for over, under in pairs:
                if over > under:
                    continue  # painted later already
                slots = [self.plait.slots[over][gap], self.plait.slots[over][gap + 1]]
                ys = [right.y + self._slot(slots[0]), left.y + self._slot(slots[1])]
                half = self.weight // 2 + side
                box = Rect.of(left.x, min(ys) - half, right.x, max(ys) + half)
                self.board.clipped(again[over], rectangle(box))

    # -- what sits on the threads ----------------------------------------------------------

    def _discs(self) -> None:
        heart, paper, ink = self.plan.heart, self.inks["paper"], self.inks["ink"]
        ring = None if self.flood else Stroke(ink, self.mm(1.2))
        scale = heart.radius / self.mm(28.5)
        unit = self.mm(0.68) * scale
        palette = Palette(ink, self.inks["paper"], ink, paper)
        for place, disc in enumerate(heart.discs):
            self.board.path(paths.circle(disc.x, disc.y, heart.radius), fill=paper, stroke=ring)
            ops = self.draft.ops(disc.entry, place)
            drawn = emblem(ops, unit, round(self.mm(6.2) * scale), palette)
            self.board.paths(moved(drawn, disc.x, disc.y))

    def _ends(self, area: AreaPlan) -> None:
        """End a thread that goes nowhere else in a ring."""
        ends = []
        if area.index >= self.plan.above:
            ends.append((self.plan.columns.end + round(0.35 * self.weight), area.y))
        for extra in area.rows[1:]:
            tail = extra.tiles[-1]
            end = tail.x + tail.figure.width + self.mm(2) + round(0.5 * self.weight)
            ends.append((end, extra.y))
        thread = self.threads[area.index]
        for x, y in ends:
            ring = Stroke(thread.ink, round(0.58 * self.weight))
            if thread.keyline:
                edge = paths.circle(x, y, round(1.07 * self.weight) + thread.keyline)
                self.board.path(edge, fill=self.inks["ink"])
            circle = paths.circle(x, y, round(0.78 * self.weight))
            self.board.path(circle, fill=self.inks["paper"], stroke=ring)

    def _badge(self, area: AreaPlan) -> None:
        inks = self.layout.areas[area.index]
        x, y, r = self.plan.columns.badge, area.y, round(self.plan.tier.values["badge"])
        if self.threads[area.index].keyline:
            edge = marker(inks.marker, x, y, r + self.threads[0].keyline, self.inks["ink"])
            self.board.paths(edge)
        self.board.paths(marker(inks.marker, x, y, r, inks.thread))
        style = self.plan.tier.styles.get("number") or self.layout.styles["number"]
        digit = self.draft.typesetter.set(str(area.index + 1), style, lang="en")
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
        plan, board, content = self.plan.footer, self.board, self.draft.job.framework
        left = round(self.layout.values["margin"])
        rule = Rect(
            left,
            plan.top,
            board.size.width - 2 * left,
            round(self.layout.values["footer-rule"]),
        )
        board.rect(rule, fill=self.inks["ink"])
        kids = [self._say(item, "P") for item in plan.prompts]
        credit = plan.credit
        kids.append(
            board.credit(credit.block, credit.x, credit.baseline, credit.width, content.credit.line)
        )
        below = (plan.wording, *plan.licence) if plan.wording else plan.licence
        kids += [self._say(item, "P") for item in below]
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
