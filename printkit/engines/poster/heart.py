"""The heart of the poster: the attitudes on their discs, and the plait of all threads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from printkit.content.model import Text
from printkit.engines.poster.plan import Columns, Disc, HeartPlan, Placed
from printkit.scene.model import Style
from printkit.text.model import Block
from printkit.units import Length

if TYPE_CHECKING:
    from printkit.engines.poster.solve import Candidate, Solver

_ONE_ROW = 8
"""More attitudes than this stand in a zigzag, their texts turned outward."""


class HeartPlanner:
    def __init__(self, solver: Solver, candidate: Candidate, columns: Columns) -> None:
        self.solver = solver
        self.candidate = candidate
        self.columns = columns
        self.heart = solver.content.heart
        self.zigzag = len(self.heart.attitudes) > _ONE_ROW

    def plan(self) -> HeartPlan | None:
        """Return the band measured from its own top; None when its texts do not fit."""
        mm, values = self.solver.layout.mm, self.candidate.tier.values
        factor = min(self.candidate.factor, 1.1)
        entries = self.heart.attitudes
        left = self.columns.badge - mm(10)
        pitch = (self.columns.end - left) / len(entries)
        room = pitch * (2 if self.zigzag else 1)
        radius = min(round(values["disc"] * factor), round((room - mm(14)) / 2))
        width = round(room) - mm(3)
        names = self._role("attitude", [entry.title for entry in entries], width, 2)
        if names is None:
            return None
        lines: list[Block] | None = None
        if self.candidate.lines > 1:
            lines = self._role("attitude-line", [e.line for e in entries], width - mm(3), 2)
        heading, line, head_bottom = self._heading()
        rise = max(-name.ink_top for name in names)
        drop = 0
        if lines:
            style = lines[0].style
            drop = max(
                round(style.size * max(1.3, style.leading * 1.08)),
                style.size // 10
                + max(
                    name.ink_bottom - name.last_baseline - text.ink_top
                    for name, text in zip(names, lines, strict=True)
                ),
            )
        text_height = rise + max(
            name.last_baseline + drop + lines[number].ink_bottom if lines else name.ink_bottom
            for number, name in enumerate(names)
        )
        pad, near = mm(8), mm(4.5) * radius // mm(28.5) + mm(1)
        upper = head_bottom + mm(7) + radius
        if self.zigzag:
            upper = head_bottom + mm(5) + text_height + near + radius
        lower = upper + (round(radius * 1.5) if self.zigzag else 0)
        bottom = lower + radius + near + text_height + pad
        discs: list[Disc] = []
        for number, entry in enumerate(entries):
            x = round(left + pitch * (number + 0.5))
            high = self.zigzag and number % 2 == 0
            y = upper if high or not self.zigzag else lower
            start = x - width // 2
            base = (y - radius - near - text_height if high else y + radius + near) + rise
            name = Placed(names[number], start, base, width, entry.title)
            below = None
            if lines:
                under = base + names[number].last_baseline + drop
                below = Placed(lines[number], start + mm(1.5), under, width - mm(3), entry.line)
            discs.append(Disc(entry, x, y, name, below))
        return HeartPlan(0, bottom, radius, heading, line, tuple(discs))

    def _role(self, role: str, texts: list[Text], width: Length, most: int) -> list[Block] | None:
        solver = self.solver
        factor = min(self.candidate.factor, 1.1)
        style = solver.style(self.candidate.tier, role, factor)
        slots = [solver.draft.slot(text, width, max_lines=most, balance=True) for text in texts]
        fitted = solver.draft.fit_quietly(slots, style)
        if fitted.overset:
            if role == "attitude":
                solver.note(solver.draft.oversets(fitted))
            return None
        return list(fitted.blocks)

    def _heading(self) -> tuple[Placed, Placed, Length]:
        """Return the heading and its line, beside it where both are short, and their foot."""
        solver, mm = self.solver, self.solver.layout.mm
        tier = self.candidate.tier
        x, full = self.columns.start, self.columns.end - self.columns.start
        head = self._fitted(self.heart.title, solver.style(tier, "heart-heading"), full)
        line = self._fitted(self.heart.line, solver.style(tier, "heart-line"), full)
        base = mm(8.5) - head.ink_top
        foot = base + head.ink_bottom
        if head.width + mm(12) + line.width <= full:
            left = x + head.width + mm(12)
            second = Placed(line, left, base, self.columns.end - left, self.heart.line)
        else:
            under = base + head.ink_bottom + mm(2) - line.ink_top
            second = Placed(line, x, under, full, self.heart.line)
            foot = under + line.ink_bottom
        return Placed(head, x, base, full, self.heart.title), second, foot

    def _fitted(self, text: Text, style: Style, width: Length) -> Block:
        fitted = self.solver.draft.fit_quietly(
            [self.solver.draft.slot(text, width, max_lines=1)], style
        )
        if fitted.overset:
            self.solver.note(self.solver.draft.oversets(fitted))
        block: Block = fitted.blocks[0]
        return block


class Plait(Struct, frozen=True):
    """Which slot each thread takes at each disc, counted from the entry.

    ``slots[thread][i]`` is the thread's slot (0 on top) at the i-th disc from the entry;
    ``over[i]`` holds, for the gap after that disc, the pairs (thread above the other in
    paint, thread below it) that change places there.
    """

    slots: tuple[tuple[int, ...], ...]
    over: tuple[tuple[tuple[int, int], ...], ...]


def plait(above: int, below: int, discs: int) -> Plait:
    """Return the plait of ``above + below`` threads through ``discs`` discs.

    Neighbours change places between discs, even pairs and odd pairs by turns; in even
    gaps the thread that comes from above lies over, in odd gaps under, so that each
    thread goes over and under by turns. Threads from above the heart enter with the
    outermost lane lowest. Threads that leave below begin in such places that they come
    out in the order of their lanes, so that no two cross in the bend.
    """
    total = above + below
    where = list(range(total))  # where[slot at entry] -> slot now
    gaps: list[list[tuple[int, int]]] = []
    for gap in range(discs - 1):
        order = sorted(range(total), key=lambda s: where[s])
        swaps: list[tuple[int, int]] = []
        for top in range(gap % 2, total - 1, 2):
            upper, lower = order[top], order[top + 1]
            where[upper], where[lower] = top + 1, top
            swaps.append((upper, lower) if gap % 2 == 0 else (lower, upper))
        gaps.append(swaps)
    thread_at = {above - 1 - area: area for area in range(above)}
    # The innermost lane (the nearest area) takes the lowest place at the exit.
    leaving = sorted(range(above, total), key=lambda s: -where[s])
    thread_at |= {slot: above + number for number, slot in enumerate(leaving)}
    slots: list[list[int]] = [[] for _ in range(total)]
    here = list(range(total))
    for gap in range(discs):
        for start in range(total):
            slots[thread_at[start]].append(here[start])
        if gap < discs - 1:
            order = sorted(range(total), key=lambda s: here[s])
            for top in range(gap % 2, total - 1, 2):
                upper, lower = order[top], order[top + 1]
                here[upper], here[lower] = top + 1, top
    return Plait(
        tuple(tuple(row) for row in slots),
        tuple(tuple((thread_at[a], thread_at[b]) for a, b in swaps) for swaps in gaps),
    )
