"""The credit card: the source, who came after it, what they changed, and the code.

It is as many cards as that takes. Nothing is left out of it but the note that asks to keep
it with the deck.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from printkit.content.model import Change, Text
from printkit.diagnostics import Diagnostic
from printkit.engines import qr
from printkit.engines.board import Board
from printkit.engines.cards.deck import Deck
from printkit.engines.cards.drawings import bundle
from printkit.engines.cards.fronts import above_text, write
from printkit.engines.cards.heads import (
    foot_line,
    head_bar,
    head_baseline,
    head_ground,
    ink_height,
)
from printkit.engines.cards.measure import below
from printkit.engines.cards.plan import COVER, FrontPlan
from printkit.geometry import Rect
from printkit.locales.lists import listed
from printkit.scene.model import Path, StructNode, TagId
from printkit.text.model import Block
from printkit.units import Length, format_mm, mm

CHANGES = {"drop": "dropped", "add": "added", "set": "reworded", "move": "moved"}


class Piece(Struct, frozen=True):
    """A text of the credit, composed. ``guarded``: no file is made without it."""

    text: Text
    block: Block
    guarded: bool = False
    leads: bool = False  # never the last on its card
    licence: bool = False  # may stand beside the code


class CreditPlan(Struct, frozen=True):
    """What stands on each credit card, with first baselines; the first has the code.

    ``beside`` is what stands beside the code, with first baselines. ``border`` is where the
    heads end, in a bar of a weight or filled.
    """

    cards: tuple[tuple[tuple[Piece, Length], ...], ...]
    beside: tuple[tuple[Piece, Length], ...]
    logos: tuple[tuple[str, Rect], ...]
    border: Length
    bar: Length = 0


# -- planning ------------------------------------------------------------------------------


def plan_credit(deck: Deck, border: Length, bar: Length) -> CreditPlan:
    """Return the credit cards; what does not fit becomes a problem of the draft.

    ``border`` is where their heads end, as on the backs of categories, in a bar of the
    weight ``bar``; 0 where heads are filled.
    """
    plan = deck.draft.planned(lambda: _cards(deck, border), mark=lambda plan: len(plan.cards))
    weight = head_bar(deck, plan.border, ink_height(deck, _title(deck)), bar)
    return replace(plan, bar=weight)


def _title(deck: Deck) -> Block:
    """Return what stands in the heads."""
    return deck.draft.set(
        deck.say("credit.card-title"), deck.style("back-name"), deck.layout.box("back").width
    )


def _cards(deck: Deck, border: Length) -> CreditPlan:
    _, code = _code_box(deck)
    rest = deck.credit_top() - 2 * deck.length("panel-gap") // 3
    rooms = (code.y, rest)
    pieces = _pieces(deck, deck.content.credit.chain)
    plan = _plan(deck, pieces, border, rooms)
    if deck.draft.problems:
        return plan
    if len(plan.cards) > 1:
        # One text takes fewer lines than many.
        dense = _pieces(deck, deck.draft.chain())
        fewer = _roomy(deck, dense, border, rooms, len(plan.cards) - 1)
        if fewer is not None:
            pieces, plan = dense, fewer
    logos = deck.draft.logos(deck.layout.box("back").right, rooms[0])
    if logos:
        free = (min(place.y for _, place in logos) - deck.length("panel-gap") // 2, rest)
        beside = _roomy(deck, pieces, border, free, len(plan.cards))
        if beside is not None:
            plan, rooms = beside, free
        else:
            logos = ()
            deck.tell("the credit card without its logos")
    about = Piece(deck.say("credit.about"), _note(deck, deck.say("credit.about")))
    more = _roomy(deck, [*pieces, about], border, rooms, len(plan.cards))
    if more is None:
        deck.tell("the credit card without the note to keep it with the deck")
    return replace(more or plan, logos=logos)


def _plan(
    deck: Deck, pieces: Sequence[Piece], border: Length, rooms: tuple[Length, Length]
) -> CreditPlan:
    cards = _flow(deck, pieces, border, rooms)
    return CreditPlan(tuple(map(tuple, cards)), tuple(_beside(deck, []) or ()), (), border)


def _roomy(
    deck: Deck, pieces: Sequence[Piece], border: Length, rooms: tuple[Length, Length], most: int
) -> CreditPlan | None:
    """Return the first way of making room in which ``pieces`` take at most so many cards."""
    flowing = [piece for piece in pieces if not piece.licence]
    beside = _beside(deck, [piece for piece in pieces if piece.licence])
    for moved, head in _rooms(deck, border):
        if not moved:
            plan = _plan(deck, pieces, head, rooms)
        elif beside is not None:
            plan = replace(_plan(deck, flowing, head, rooms), beside=tuple(beside))
        else:
            continue
        if len(plan.cards) <= most:
            return plan
    return None


def _rooms(deck: Deck, border: Length) -> Iterator[tuple[bool, Length]]:
    """Yield ways to make room: whether the licence stands beside the code, where heads end.

    On posters and sheets, too, the licence stands with the address and the version.
    """
    height = ink_height(deck, _title(deck))
    least = deck.layout.box("back").y + height + deck.length("panel-gap") // 2
    yield False, border
    yield True, border
    for moved in (True, False):
        for head in range(border - mm(1), least - 1, -mm(1)):
            yield moved, head


def _pieces(deck: Deck, chain: Sequence[Text]) -> list[Piece]:
    credit, draft = deck.content.credit, deck.draft
    width = deck.layout.box("back").width
    line = draft.set(credit.line, deck.style("full-credit"), width, balance=True)
    licence, wording = credit.permission.statement, credit.wording
    return [
        Piece(credit.line, line, guarded=True),
        *(Piece(text, _note(deck, text), guarded=True) for text in chain),
        *_part(deck),
        Piece(licence, _note(deck, licence), licence=True),
        *([Piece(wording, _note(deck, wording))] if wording else []),
        *_changes(deck),
    ]


def _part(deck: Deck) -> Iterator[Piece]:
    """Yield how many cards there are, where some are not translated yet."""
    if deck.content.part is not None:
        count, total = map(deck.count, deck.content.part)
        text = deck.say("credit.part", count=count, total=total)
        yield Piece(text, _note(deck, text))


def _note(deck: Deck, text: Text) -> Block:
    width = deck.layout.box("back").width
    return deck.draft.set(text, deck.style("note"), width, balance=True)


def _changes(deck: Deck) -> Iterator[Piece]:
    """Yield what adaptations left out, added, reworded and moved, by title."""
    changes = deck.content.changes
    if not changes:
        return
    head = deck.say("credit.changes")
    yield Piece(
        head, deck.draft.set(head, deck.style("ask"), deck.layout.box("back").width), leads=True
    )

    def kind(change: Change) -> int:
        return list(CHANGES).index(change.kind)

    for number, some in groupby(sorted(changes, key=kind), kind):
        titles = dict.fromkeys(" ".join(change.title.value.split()) for change in some)
        text = deck.say(
            f"credit.change-{list(CHANGES.values())[number]}",
            titles=listed(tuple(titles), deck.job.locale),
        )
        yield Piece(text, _note(deck, text))


def _flow(
    deck: Deck, pieces: Sequence[Piece], border: Length, rooms: tuple[Length, Length]
) -> list[list[tuple[Piece, Length]]]:
    """Return the pieces card by card with first baselines.

    ``rooms`` are where texts have to end on the first card and on the others. Where that
    saves a card, the first text gives some of the paper above it. A text too long for any
    card is parted between its lines; the credit itself never is.
    """
    endless = deck.height * 100
    ((*_, last),) = _fill(deck, pieces, border, (endless, endless), 0)
    lift = _end(*last) - rooms[0]
    if lift > round(0.4 * deck.length("panel-gap")):
        lift = 0
    return _fill(deck, pieces, border, rooms, max(0, lift))


def _fill(
    deck: Deck,
    pieces: Sequence[Piece],
    border: Length,
    rooms: tuple[Length, Length],
    lift: Length,
) -> list[list[tuple[Piece, Length]]]:
    cards: list[list[tuple[Piece, Length]]] = [[]]
    rest = list(pieces)
    while rest:
        piece, card = rest.pop(0), cards[-1]
        room = rooms[0] if len(cards) == 1 else rooms[1]
        y = _next(deck, border, card, piece) - (0 if card else lift)
        wanted = _end(piece, y)
        if piece.leads and rest:
            wanted = _end(rest[0], _next(deck, border, [*card, (piece, y)], rest[0]))
        if wanted <= room:
            card.append((piece, y))
        elif card:
            rest.insert(0, piece)
            cards.append([])
        elif not piece.guarded and len(piece.block.lines) > 1 and not piece.leads:
            spare = room - y - piece.block.descent
            count = max(1, min(1 + spare // piece.block.leading, len(piece.block.lines) - 1))
            upper, lower = _parted(piece, count)
            card.append((upper, y))
            rest.insert(0, lower)
            cards.append([])
        else:
            card.append((piece, y))
            deck.draft.problems.append(_overset(deck, piece, wanted - room))
    return cards


def _next(
    deck: Deck, border: Length, card: Sequence[tuple[Piece, Length]], piece: Piece
) -> Length:
    gap = deck.length("panel-gap")
    if not card:
        return border + round(0.85 * gap) + deck.rise(piece.block)
    before, y = card[-1]
    return y + below(before.block, piece.block, round((0.6 if piece.leads else 0.3) * gap))


def _end(piece: Piece, y: Length) -> Length:
    return y + piece.block.last_baseline + piece.block.descent


def _parted(piece: Piece, count: int) -> tuple[Piece, Piece]:
    lines = piece.block.lines
    return tuple(
        replace(
            piece,
            text=replace(piece.text, value=" ".join(line.text for line in some)),
            block=replace(piece.block, lines=some),
        )
        for some in (lines[:count], lines[count:])
    )  # type: ignore[return-value]


def _beside(deck: Deck, licence: Sequence[Piece]) -> list[tuple[Piece, Length]] | None:
    """Return what stands beside the code: the licence, where it leads, and the version.

    Nothing if a licence makes them higher than the code.
    """
    draft = deck.draft
    _, width = _beside_code(deck)
    foot, code = _code_box(deck)
    texts = [*(piece.text for piece in licence), draft.address(), draft.version()]
    blocks = [draft.set(text, deck.style("note"), width) for text in texts]
    for parts in (3, 8):
        y = foot
        placed: list[tuple[Piece, Length]] = []
        for number, (text, block) in reversed([*enumerate(zip(texts, blocks, strict=True))]):
            baseline = y - block.descent - block.last_baseline
            placed.insert(0, (Piece(text, block, licence=number < len(licence)), baseline))
            top = baseline - deck.rise(block)
            y = top - deck.length("panel-gap") // parts
        if not licence or top >= 2 * code.y + code.height - foot:  # where its modules begin
            return placed
    return None


def _overset(deck: Deck, piece: Piece, short: Length) -> Diagnostic:
    return Diagnostic(
        "overset",
        f"the credit needs {format_mm(short)} more height than the back of "
        f"{deck.draft.where} has",
        piece.text.span,
        piece.text.key,
        hint="take a larger card; the credit is never made smaller",
    )


# -- drawing -------------------------------------------------------------------------------


def credit_id(number: int) -> str:
    return COVER if number == 0 else f"{COVER}-{number + 1}"


def credit_front(deck: Deck, number: int, plan: FrontPlan) -> list[StructNode]:
    """Draw the deck's own front: its title, under all its threads."""
    board = deck.draft.page(f"{credit_id(number)}-front")
    board.paths(bundle(deck, above_text(deck, COVER, plan)))
    nodes = write(deck, board, COVER, plan, deck.ink, deck.ink, role="H2" if number else "H1")
    text = deck.draft.version()
    block = deck.draft.set(text, deck.style("note"))
    column = deck.layout.box("text")
    baseline = foot_line(deck, block)
    ink = deck.layout.inks["label"]
    nodes.append(board.text(block, column.x, baseline, column.width, ink=ink, text=text))
    return nodes


def credit_back(deck: Deck, number: int, plan: CreditPlan) -> list[StructNode]:
    """Draw a credit card's texts; on the first the code, on the others the short credit."""
    draft = deck.draft
    board = draft.page(f"{credit_id(number)}-back")
    box = deck.layout.box("back")
    on = head_ground(deck, board, plan.border, plan.bar)
    title = deck.say("credit.card-title")
    head = _title(deck)
    baseline = head_baseline(deck, plan.border, plan.bar, head)
    nodes = [board.text(head, box.x, baseline, box.width, ink=on, text=title)]
    card = plan.cards[number]
    for piece, y in card:
        place = board.credit if piece.guarded else board.text
        nodes.append(place(piece.block, box.x, y, box.width, ink=deck.ink, text=piece.text))
    if card:
        (first, y), (last, foot) = card[0], card[-1]
        end = foot + last.block.ink_bottom
        board.frame("credit", Rect.of(box.x, y - deck.rise(first.block), box.right, end))
    if number:
        nodes.append(deck.foot(board, deck.paper, deck.ink))
        return nodes
    for slot, frame in plan.logos:
        board.frame(f"logo-{slot}", frame)
        nodes += board.logo(slot, frame)
    _, place_of_code = _code_box(deck)
    nodes.append(_code(deck, board, place_of_code))
    x, width = _beside_code(deck)
    for piece, y in plan.beside:
        ink = deck.ink if piece.licence else deck.layout.inks["label"]
        nodes.append(board.text(piece.block, x, y, width, ink=ink, text=piece.text))
    return nodes


def _code_box(deck: Deck) -> tuple[Length, Rect]:
    """Return the foot of the credit card, and the code's box that stands on it.

    Its modules stand in line with the texts; its quiet zone hangs out.
    """
    url = deck.content.credit.source_url
    side = max(deck.length("qr"), qr.smallest(url))
    quiet = side * qr.QUIET // qr.modules(url)
    bottom = deck.layout.box("credit").bottom
    return bottom, Rect(deck.layout.box("back").x - quiet, bottom - side + quiet, side, side)


def _beside_code(deck: Deck) -> tuple[Length, Length]:
    """Return the start and the width of the column beside the code."""
    x = _code_box(deck)[1].right + deck.length("panel-gap") // 4
    return x, deck.layout.box("back").right - x


def _code(deck: Deck, board: Board, box: Rect) -> StructNode:
    url = deck.content.credit.source_url
    tag: TagId = deck.draft.tag()
    board.add([Path(qr.outline(url, board.flip_box(box)), fill=deck.ink, tag=tag)])
    board.frame("qr", box)
    if not deck.content.credit.placeholder:
        board.link(box, url)
    return board.figure(deck.say("alt.qr", url=url).value, (tag,))
