"""What stands on the sheet, composed and measured before anything has a place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from printkit.content.model import Entry, Text
from printkit.engines import qr
from printkit.engines.board import Draft
from printkit.engines.sheet.pieces import PEOPLE, Needs, Part
from printkit.engines.sheet.questions import Questions, drop_to
from printkit.geometry import Rect
from printkit.locales.tags import digits
from printkit.scene.model import Style
from printkit.text.fit import LADDER, Fitted
from printkit.text.model import Block
from printkit.units import Length, mm

SCALE: Final = ("scale.not-yet", "scale.starting", "scale.often", "scale.help-others")
FINEST: Final = mm(0.25)
"""No line is thinner as printed."""

_INDIC: Final = frozenset(
    ("Deva", "Beng", "Gujr", "Guru", "Knda", "Mlym", "Orya", "Taml", "Telu", "Sinh", "Mtei", "Olck")
)


def stacked(upper: Block, gap: Length, lower: Block) -> Length:
    """Return from the last baseline of one block to the first of the next.

    ``gap`` is wished between the baseline and the capitals below it; inks stay apart by a
    third of it where letters hang low or stand high.
    """
    ink = upper.ink_bottom - upper.last_baseline - lower.ink_top
    return max(gap + lower.cap, ink + gap // 3)


def middle(block: Block, rtl_script: bool) -> Length:
    """Return from the height a block is centred on to its first baseline.

    The middle of the capitals looks centred; hanging scripts have none, so there it is
    the middle of the ink.
    """
    if rtl_script:
        return -(block.ink_top + block.ink_bottom) // 2
    return (block.cap - block.last_baseline) // 2


class Scale(Struct, frozen=True):
    """The labels over the marks. ``numbered``: numbers stand there, and the labels in a key."""

    labels: tuple[Text, ...]  # four circles, then the square
    blocks: tuple[Block, ...]
    numbered: bool


class Panel(Struct, frozen=True):
    """"Ask others", measured from its top."""

    title: Block
    prompt: Block
    who: Block
    saw: Block
    title_line: Length
    prompt_line: Length
    label_line: Length  # the last baseline of the labels
    boxes: Length


class Measures:
    """Composed texts and the lengths that follow from them, each made when first asked for."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.layout = draft.job.layout
        self.content = draft.job.framework
        self.kit = draft.job.kit
        self.hanging = draft.job.locale.script in ("Arab", "Aran")

    # -- lengths ---------------------------------------------------------------------------

    def v(self, name: str) -> Length:
        """Return a length of the layout on this page."""
        return round(self.layout.values[name])

    def printed(self, name: str) -> Length:
        """Return a length of the layout that is the same on every paper."""
        return round(self.layout.values[name] / self.layout.scale)

    @cached_property
    def keyline(self) -> Length:
        """Return the width of the ink line outside threads, 0 for none."""
        line = min(self.layout.theme.keyline, self.v("keyline-most"))
        return max(line, FINEST) if line else 0

    def hair(self, name: str) -> Length:
        """Return the width of a line."""
        return max(self.v(name), FINEST)

    def style(self, name: str) -> Style:
        style = self.layout.styles[name]
        return replace(style, size=max(style.size, style.minimum))

    @cached_property
    def column(self) -> Length:
        body = self.layout.box("body")
        return (body.width - 2 * self.v("gutter")) // 3

    @cached_property
    def writing(self) -> Length:
        """Return the least distance of writing lines, for the hand of this script."""
        locale = self.draft.job.locale
        if self.hanging:
            return self.printed("writing-nastaliq")
        return self.printed("writing-indic" if locale.script in _INDIC else "writing")

    @cached_property
    def mark(self) -> Length:
        """Return the width of a circle or square to be marked."""
        return max(self.v("mark"), self.printed("mark-least"))

    def circle(self, number: int) -> Length:
        """Return the centre of a circle from the start of its column."""
        return self.v("circle-first") + number * self.v("circle-pitch")

    @cached_property
    def square(self) -> Length:
        """Return the centre of the square from the start of its column."""
        return self.column - self.mark // 2

    # -- texts -----------------------------------------------------------------------------

    def one(self, text: Text, style: str, width: Length, lines: int = 1) -> Block:
        """Fit a text alone in its role."""
        return self.fit([text], style, width, lines)[0]

    def fit(
        self, texts: Sequence[Text], style: str, width: Length, lines: int, balance: bool = True
    ) -> tuple[Block, ...]:
        slots = [
            self.draft.slot(text, width, max_lines=lines, balance=balance) for text in texts
        ]
        return self.draft.fit(slots, self.style(style)).blocks

    @cached_property
    def pills(self) -> tuple[Block, ...]:
        """Return the names of the areas, then the attitudes' own."""
        plain = self.v("pill-plain") - self.v("pill-name")
        width = self.v("pill-width") - self.v("pill-name") - self.v("pill-end")
        slots = [
            *(
                self.draft.slot(area.title, width, max_lines=2, balance=True)
                for area in self.content.areas
            ),
            self.draft.slot(self.content.heart.short, width - plain, max_lines=2, balance=True),
        ]
        style = self.style("area")
        high = self.v("pill-height") - 2 * self.v("pill-clear")
        held: list[tuple[Block, ...]] = []
        for rung in LADDER:
            fitted = self.draft.fit_quietly(slots, style, (rung,))
            if not fitted.overset and all(_ink(block) <= high for block in fitted.blocks):
                held.append(fitted.blocks)
        if held:
            # A little smaller on one line is better than larger on two.
            return min(held[:3], key=lambda blocks: sum(len(block.lines) for block in blocks))
        return self.draft.fit(slots, style, LADDER[-1:]).blocks

    @cached_property
    def pill_height(self) -> Length:
        """Return the height of a pill: higher than the layout has it only for high letters."""
        tallest = max(_ink(block) for block in self.pills)
        return max(self.v("pill-height"), tallest + 2 * self.v("pill-clear"))

    @property
    def pill_more(self) -> Length:
        return self.pill_height - self.v("pill-height")

    @cached_property
    def scale(self) -> Scale:
        """Return the labels side by side, or numbers where one is too long for that."""
        labels = tuple(self.kit.say(key) for key in (*SCALE, "sheet.others"))
        style = self.style("scale")
        gap = self.v("scale-gap")
        width = self.v("circle-pitch") - gap
        centres = [*(self.circle(n) for n in range(4)), self.square]
        end = self.column + self.v("scale-overhang")
        # First on as few lines as they go, then on more: both before they become numbers.
        for narrow in (False, True):
            for rung in LADDER:
                sized = replace(style, size=max(style.minimum, round(style.size * rung)))
                blocks = tuple(self._label(text, sized, width, narrow) for text in labels)
                if (
                    max(map(_ink, blocks)) <= self.v("scale-height") + self.pill_more
                    and all(
                        _side_by_side(a, b, right - left, gap)
                        for (a, left), (b, right) in pairwise(zip(blocks, centres, strict=True))
                    )
                    and centres[-1] + blocks[-1].width // 2 <= end
                ):
                    return Scale(labels, blocks, numbered=False)
        blocks = tuple(self.draft.set(text, style) for text in labels)
        return Scale(labels, blocks, numbered=True)

    def _label(self, text: Text, style: Style, width: Length, narrow: bool) -> Block:
        if narrow:
            words = self.draft.typesetter.set(text.value, style, 1, lang=text.lang)
            width = words.width
        least = self.draft.at(self.style("scale"), LADDER[-1])
        return self.draft.set(text, style, width, balance=True, least=least)

    def number(self, place: int) -> Block:
        """Return the number that stands for a label of the scale."""
        text = digits(place + 1, self.draft.job.locale)
        return self.draft.set(text, self.style("scale-number"))

    def names(self, rung: float) -> Fitted:
        """Return the names of all skills, then of all attitudes, at one size."""
        width = self.v("name-width")
        slots = [self.draft.slot(entry.title, width, max_lines=2) for entry in self.entries]
        return self.draft.fit_quietly(slots, self.style("name"), (rung,))

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        skills = (skill for area in self.content.areas for skill in area.skills)
        return (*skills, *self.content.heart.attitudes)

    @cached_property
    def panel(self) -> Panel:
        sheet, pad = self.content.sheet, self.v("ask-pad")
        width = self.column - 2 * pad
        title = self.one(sheet.ask_title, "ask", width, 2)
        prompt = self.one(sheet.ask_prompt, "prompt", width, 4)
        who = self.one(self.kit.say("sheet.who"), "ask-label", self.v("who-width"), 2)
        saw = self.one(
            self.kit.say("sheet.saw"), "ask-label", self.v("saw-end") - self.v("saw-start"), 2
        )
        gap = self.v("ask-gap")
        title_line = self.v("ask-top") + drop_to(title)
        prompt_line = title_line + title.last_baseline + stacked(title, gap, prompt)
        under = prompt_line + prompt.last_baseline
        label_line = under + max(
            stacked(prompt, gap, block) + block.last_baseline for block in (who, saw)
        )
        hangs = max(block.ink_bottom - block.last_baseline for block in (who, saw))
        boxes = label_line + max(self.v("ask-label-gap"), hangs + self.v("ask-label-gap") // 2)
        return Panel(title, prompt, who, saw, title_line, prompt_line, label_line, boxes)

    @cached_property
    def panel_height(self) -> Length:
        """Return the height of "ask others" without its writing lines."""
        gaps = (PEOPLE - 1) * self.v("person-gap")
        return self.panel.boxes + PEOPLE * self.v("person-extra") + gaps + self.v("ask-bottom")

    @cached_property
    def questions(self) -> Questions:
        items = self.content.sheet.questions
        return Questions(self.draft, tuple(item.text for item in items), self.style("question"))

    def needs(self, names: Sequence[Block]) -> Needs:
        """Return what the plan has to find room for, with the names at their size."""
        tallest = max(map(_ink, names), default=0)
        least = max(
            self.v("pitch-least"), self.mark + self.v("name-gap"), tallest + self.v("name-gap")
        )
        areas = self.content.areas
        question = self.style("question").size
        return Needs(
            parts=(
                *(Part("area", n, len(area.skills)) for n, area in enumerate(areas)),
                Part("attitudes", 0, len(self.content.heart.attitudes)),
                Part("ask", 0),
            ),
            questions=len(self.content.sheet.questions),
            columns=3,
            gutter=self.v("gutter"),
            head=self.v("block-head") + self.pill_more,
            foot=self.v("block-foot"),
            pitch_least=least,
            pitch_wish=max(least, self.v("pitch")),
            pitch_most=max(least, self.v("pitch-most")),
            ease=self.v("attitude-pitch") / self.v("pitch"),
            apart=self.layout.values["pitch-apart"],
            gap=self.v("block-gap"),
            gap_most=self.v("block-gap-most"),
            writing=self.writing,
            lines_least=round(self.layout.values["note-lines-least"]),
            lines_most=round(self.layout.values["note-lines-most"]),
            lines_page=round(self.layout.values["note-lines-page"]),
            lines_dense=round(self.layout.values["note-lines-dense"]),
            first_line=round(self.writing * 0.95) + question // 4,
            note_gap=self.v("note-gap"),
            ask=self.panel_height,
            ask_lines=round(self.layout.values["ask-lines"]),
            headings=self.questions.headings,
        )

    # -- the foot of a side ----------------------------------------------------------------

    @cached_property
    def qr(self) -> tuple[Length, Length]:
        """Return the width of the code with its quiet zone, and that zone's own."""
        count = qr.modules(self.content.credit.source_url)
        module = max(self.printed("qr-module"), -(-self.v("qr") // count))
        return module * count, module * qr.QUIET

    @cached_property
    def qr_box(self) -> Rect:
        """Return the code's box: its dark modules align with the margin and the last line."""
        side, quiet = self.qr
        foot = self.layout.box("credit")
        return Rect(foot.right + quiet - side, self.foot_line + quiet - side, side, side)

    @cached_property
    def foot_line(self) -> Length:
        """Return the last baseline of a side: what hangs below it is still in the safe area."""
        last = [(self.draft.credits()[-1], "credit"), (self.imprint(1, 2)[-1], "imprint")]
        hangs = [self.draft.set(text, self.style(style)).ink_bottom for text, style in last]
        paper = self.layout.page.height - self.layout.safe.bottom
        return min(self.layout.box("credit").bottom, paper - max(hangs))

    def imprint(self, page: int, pages: int) -> tuple[Text, ...]:
        """Return version, permission and the note for a placeholder address."""
        credit = self.content.credit
        text = self.draft.version()
        if pages > 1:
            locale = self.draft.job.locale
            side = self.kit.say(
                "sheet.page", page=digits(page, locale), pages=digits(pages, locale)
            )
            text = replace(text, value=f"{text.value} · {side.value}")
        return (text, credit.permission.statement, self.draft.address())

    def foot_blocks(
        self, page: int, pages: int
    ) -> tuple[list[tuple[Text, Block]], list[tuple[Text, Block]]]:
        """Return the credit's lines at the start side, and the imprint's at the end."""
        start, end = self.foot_widths
        return (
            [
                (text, self.draft.set(text, self.style("credit"), start, balance=True))
                for text in self.draft.credits()
            ],
            [
                (text, self.draft.set(text, self.style("imprint"), end))
                for text in self.imprint(page, pages)
            ],
        )

    @cached_property
    def foot_widths(self) -> tuple[Length, Length]:
        """Return the widths of credit and imprint; a logo between them takes from the credit."""
        foot, gap = self.layout.box("credit"), self.v("foot-gap")
        start, end = self._halves
        return min([start, *(box.x - gap - foot.x for _, box in self.logos)]), end

    @cached_property
    def logos(self) -> tuple[tuple[str, Rect], ...]:
        """Return the slots that have a logo, and their boxes between credit and imprint."""
        _, end = self._halves
        imprint = self.qr_box.x - self.v("foot-gap") - end
        safe = self.layout.page.height - self.layout.safe.bottom
        foot = min(self.layout.box("credit").bottom, safe)
        return self.draft.logos(imprint - self.v("foot-gap"), foot)

    @cached_property
    def _halves(self) -> tuple[Length, Length]:
        """Return the widths of credit and imprint: each as its longest text asks, at most."""
        foot, gap = self.layout.box("credit"), self.v("foot-gap")
        room = self.qr_box.x - foot.x - 2 * gap
        longest = max(
            self.draft.set(text, self.style("imprint")).width
            for page in range(1, 5)
            for text in self.imprint(page, 4)
        )
        end = min(longest + FINEST, round(room * 0.4))
        return room - end, end

    def foot_lines(self, blocks: Sequence[Block]) -> list[Length]:
        """Return the first baselines of blocks that end on the last line of a side."""
        lines: list[Length] = []
        y = self.foot_line
        for upper, block in zip((*reversed(blocks[:-1]), None), reversed(blocks), strict=True):
            lines.append(y - block.last_baseline)
            if upper is not None:
                inks = upper.ink_bottom - upper.last_baseline - block.ink_top + FINEST
                y = lines[-1] - max(upper.leading, inks)
        return lines[::-1]

    def foot_top(self) -> Length:
        """Return where the foot of a side begins, above which all else ends."""
        # The code begins with its dark modules; what stands above leaves it more than its zone.
        tops = [self.qr_box.y + self.qr[1], *(box.y for _, box in self.logos)]
        for stack in self.foot_blocks(1, 2):
            blocks = [block for _, block in stack]
            tops.append(self.foot_lines(blocks)[0] + min(blocks[0].ink_top, -blocks[0].ascent))
        return min(tops)


def _ink(block: Block) -> Length:
    return block.ink_bottom - block.ink_top


def _side_by_side(a: Block, b: Block, distance: Length, gap: Length) -> bool:
    """Return whether two centred blocks that end on one baseline keep ``gap`` in each line."""
    return all(
        (one.width + other.width) // 2 + gap <= distance
        for one, other in zip(reversed(a.lines), reversed(b.lines), strict=False)
    )
