"""The poster's header and footer: title and intro above, prompts and credit below."""

from __future__ import annotations

from msgspec.structs import replace

from printkit.content.model import Text
from printkit.diagnostics import Diagnostic
from printkit.engines import qr
from printkit.engines.poster.measure import Measure
from printkit.engines.poster.plan import FooterPlan, HeaderPlan, Placed
from printkit.geometry import Rect
from printkit.layout.model import Tier
from printkit.scene.model import Style
from printkit.text.fit import LADDER
from printkit.text.model import Block
from printkit.units import Length

_BEFORE_LICENCE = 12  # mm of paper, at least, between it and other texts
_TITLE_RUNGS = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7)


def header(measure: Measure, tier: Tier) -> HeaderPlan:
    """Return the title and, where the tier shows it, the intro beside or under it."""
    layout, mm = measure.layout, measure.layout.mm
    frame = layout.box("title")
    title = _title(measure, tier, frame.width)
    baseline = max(frame.y + title.cap, mm(15) - title.ink_top)
    placed = Placed(title, frame.x, baseline, frame.width, measure.content.title)
    if not tier.values["intro"] or not measure.content.intro:
        return HeaderPlan(placed, None, placed.bottom + mm(6))
    intro = _intro(measure, tier, placed)
    bottom = max(placed.bottom, intro.bottom) + mm(6)
    return HeaderPlan(placed, intro, bottom)


def _title(measure: Measure, tier: Tier, width: Length) -> Block:
    """Compose the title: in the lines its writer wished for, else in as few as hold it."""
    text = measure.content.title
    style = measure.style(tier, "title")
    lines = int(tier.values["title-lines"])
    wished = text.value if lines > 1 else text.value.replace("\n", " ")
    most = wished.count("\n") + 1
    for rung in _TITLE_RUNGS[:4]:
        block = _at(measure, text, wished, style, rung, width)
        if block.width <= width and len(block.lines) <= most:
            return block
    plain = text.value.replace("\n", " ")
    for most in (lines, lines + 1):
        for rung in _TITLE_RUNGS:
            block = _at(measure, text, plain, style, rung, width)
            if block.width <= width and len(block.lines) <= most:
                return block
    measure.draft.problems.append(
        Diagnostic(
            "overset",
            f"the title is too long for {measure.draft.where}",
            text.span,
            text.key,
            f"shorten it to {lines + 1} lines of about {width // (style.minimum // 2)} letters",
        )
    )
    return block


def _at(
    measure: Measure, text: Text, value: str, style: Style, rung: float, width: Length
) -> Block:
    sized, least = (
        replace(style, size=max(round(style.size * at), style.minimum))
        for at in (rung, _TITLE_RUNGS[-1])
    )
    said = replace(text, value=value)
    return measure.draft.set(said, sized, width, balance="\n" not in value, least=least)


def _intro(measure: Measure, tier: Tier, title: Placed) -> Placed:
    """Set the intro at the end of the title's first line, or under the title."""
    layout, mm = measure.layout, measure.layout.mm
    text = measure.content.intro
    style = measure.style(tier, "intro")
    frame = layout.box("intro")
    first = title.block.lines[0]
    left = max(frame.x, title.x + first.width + mm(20))
    width = frame.right - left
    if width >= mm(200) and first.width < title.width:
        block = measure.draft.set(text, style, width, balance=True)
        baseline = frame.y + block.cap
        rest = title.block.lines[1:]
        room = min(
            (
                title.baseline + (number + 1) * title.block.leading + line.top
                for number, line in enumerate(rest)
                if title.x + line.width > left - mm(8)
            ),
            default=title.bottom + mm(6),
        )
        placed = Placed(block, left, baseline, width, text)
        if placed.bottom + mm(3) <= room:
            return placed
    width = min(title.width, mm(440))
    block = measure.draft.set(text, style, width, balance=True)
    return Placed(block, layout.box("credit").x, title.bottom + mm(7) - block.ink_top, width, text)


def footer(measure: Measure, tier: Tier) -> FooterPlan:
    """Return the footer, grown upward from its lower edge as far as its texts need."""
    layout, mm = measure.layout, measure.layout.mm
    content = measure.content
    frame = layout.box("credit")
    bottom = frame.bottom
    # A code is never printed with modules too small to read: on small pages it grows.
    code = layout.box("qr")
    side = max(code.width, qr.smallest(content.credit.source_url))
    # Its quiet zone lies in the empty margin, so that the dark modules align with the text.
    quiet = side * qr.QUIET // qr.modules(content.credit.source_url)
    square = Rect(code.right - side + quiet, bottom - side + quiet, side, side)
    right = square.x - (code.x - layout.box("licence").right)
    licence = _licence(measure, tier, right, bottom)
    room = min(item.x + item.width - item.block.width for item in licence)
    room -= mm(_BEFORE_LICENCE)
    logos = measure.draft.logos(room, bottom)
    # Only a logo that is there takes room from the credit.
    free = min([room, *(box.x - mm(6) for _, box in logos)])
    width = min(frame.width, free - frame.x)
    credits = _credits(measure, tier, frame.x, width, bottom)
    credit_top = credits[0].baseline - max(credits[0].block.cap, -credits[0].block.ink_top)
    left = layout.box("prompts").x
    standing = min([credit_top, *(box.y for _, box in logos)])
    # Nearer to their rule than to the credit, by their baseline and by their ink.
    prompts = _prompts(measure, tier, left, room - left, standing - mm(3))
    low = max((item.block.ink_bottom - item.block.last_baseline for item in prompts), default=0)
    lift = max(0, mm(9.2) - mm(3) - low)
    prompts = tuple(replace(item, baseline=item.baseline - lift) for item in prompts)
    tops = [item.top for item in prompts] + [item.top for item in licence] + [standing]
    top = min([*tops, square.y + quiet]) - mm(6.5)
    # The prompts hang from the rule, the credit stands on the foot of the page.
    if prompts:
        rise = max(-item.block.ink_top for item in prompts)
        head = top + mm(7.5) + rise
        prompts = tuple(replace(item, baseline=head) for item in prompts)
        licence = _level(licence, head)
    return FooterPlan(top, prompts, credits, licence, square, logos)


def _credits(
    measure: Measure, tier: Tier, left: Length, width: Length, bottom: Length
) -> tuple[Placed, ...]:
    """Return the lines of the credit, from the top down, standing on ``bottom``."""
    result: list[Placed] = []
    for text in reversed(measure.draft.credits()):
        block = measure.draft.set(text, measure.style(tier, "credit"), width, balance=True)
        baseline = bottom - block.last_baseline - block.style.size // 4
        if result:
            lower = result[-1]
            # By ink: the leading of high letters would raise the footer for nothing.
            size = block.style.size
            inks = block.ink_bottom - block.last_baseline + size // 6 - lower.block.ink_top
            apart = min(block.leading, max(round(1.25 * size), inks))
            baseline = lower.baseline - max(apart, inks) - block.last_baseline
        result.append(Placed(block, left, baseline, width, text))
    return tuple(reversed(result))


def _licence(measure: Measure, tier: Tier, right: Length, bottom: Length) -> tuple[Placed, ...]:
    """Return permission, version and address, end-aligned, from the top down."""
    layout = measure.layout
    content = measure.content
    frame = layout.box("licence")
    style = measure.style(tier, "licence")
    texts = (
        content.credit.permission.statement,
        measure.draft.version(),
        measure.draft.address(),
    )
    width = min(frame.width + frame.x - right + frame.width, right - frame.x)
    result: list[Placed] = []
    baseline = bottom - style.size // 4
    tight = round(1.25 * style.size)
    above: Placed | None = None
    for text in reversed(texts):
        block = measure.draft.set(text, style, width)
        if above is not None:
            # By ink where letters are high, so that three lines do not raise the footer.
            inks = block.ink_bottom - block.last_baseline + style.size // 6 - above.block.ink_top
            baseline = above.baseline - min(block.leading, max(tight, inks))
        above = Placed(block, right - width, baseline - block.last_baseline, width, text)
        result.append(above)
    return tuple(reversed(result))


def _level(licence: tuple[Placed, ...], head: Length) -> tuple[Placed, ...]:
    """Hang the imprint from the prompts' baseline, its lines as far apart as they are."""
    rise = max(0, licence[0].baseline - head)
    return tuple(replace(item, baseline=item.baseline - rise) for item in licence)


def _prompts(
    measure: Measure, tier: Tier, left: Length, width: Length, bottom: Length
) -> tuple[Placed, ...]:
    """Return the prompts in one row, spaced evenly; in columns when they are too long."""
    draft, mm = measure.draft, measure.layout.mm
    texts = [item.text for item in measure.content.prompts]
    if not texts:
        return ()
    for rung in LADDER:
        style = measure.style(tier, "prompt", rung)
        least = measure.style(tier, "prompt", LADDER[-1])
        blocks = [draft.set(text, style, least=least) for text in texts]
        spare = width - sum(block.width for block in blocks)
        if spare >= mm(14) * (len(blocks) - 1):
            draft.share(blocks, width - mm(14) * (len(blocks) - 1))
            # As far from the licence, on the same line, as from one another.
            step = min(mm(34), (spare + mm(_BEFORE_LICENCE)) // len(blocks))
            x = left
            row: list[Placed] = []
            for text, block in zip(texts, blocks, strict=True):
                row.append(Placed(block, x, bottom - block.ink_bottom, block.width, text))
                x += block.width + step
            return tuple(row)
    column = (width - mm(10) * (len(texts) - 1)) // len(texts)
    slots = [draft.slot(text, column, max_lines=3, balance=True) for text in texts]
    fitted = draft.fit(slots, measure.style(tier, "prompt"))
    lowest = max(block.ink_bottom for block in fitted.blocks)
    return tuple(
        Placed(block, left + n * (column + mm(10)), bottom - lowest, column, text)
        for n, (text, block) in enumerate(zip(texts, fitted.blocks, strict=True))
    )
