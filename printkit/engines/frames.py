"""The generic engine: pages made of frames alone, with no Python of their own.

A frame is a text (the default), a numbered list hung on a thread, the areas' threads as a
band, the credit, the imprint (permission, version, address), a QR code, a logo, or just a
fill, which is also how a rule is drawn. Frames stand in the file in reading order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from printkit import paths
from printkit.content.model import Text
from printkit.diagnostics import Diagnostic, Span, did_you_mean
from printkit.engines import qr
from printkit.engines.board import Board, Draft
from printkit.engines.lists import Hung, hang
from printkit.engines.model import Job, Product
from printkit.engines.templates import items_of, text_of
from printkit.engines.threads import Route, Thread, draw
from printkit.geometry import Rect
from printkit.layout.model import EngineSchema, FrameBox
from printkit.scene.model import Path, Stroke, StructNode, Style
from printkit.text.model import Block
from printkit.units import Length, format_mm, mm

LADDER = tuple(1 - step / 20 for step in range(13))
"""Frames do not move, so a role may shrink as far as its style's minimum allows."""

EVEN = 0.88
"""How much smaller a list may be for the sake of stations that are equally far apart."""

KINDS = ("text", "list", "threads", "credit", "imprint", "qr", "logo")

SCHEMA = EngineSchema(
    settings={"title": "text"},
    frames=(),
    styles=("credit",),
    frame={
        "kind": "text",  # one of KINDS; a frame without kind and text is only a fill
        "fill": "ink",
        "radius": "length",
        "stand": "text",  # text: top, middle or bottom of its frame
        "balance": "flag",  # lines of even length
        "list": "text",  # the list's path: guide.advice
        "title-style": "style",
        "number-style": "style",
        "indent": "length",  # from the frame's start to the list's text
        "station": "length",  # radius of a numbered station
        "gap": "length",  # least room between two items
        "title-gap": "length",  # between an item's title and its text
        "thread": "length",  # weight of a band's or a list's threads
        "pitch": "length",  # between a band's threads, centre to centre
        "joins": "text",  # a band's last thread turns into this list
        "bend": "length",  # radius of that turn
        "hangs": "text",  # its top follows this frame up when that has room below its text
        "clear": "length",  # from the foot of that text
        "stands": "text",  # its foot follows these frames up when a credit or imprint grows
        "slot": "text",  # which logo: source, partner or adapter
    },
)


def make(job: Job) -> Product:
    """Return the pages; raises PrintkitError naming every text that does not fit."""
    label = job.layout.label or job.layout.name
    draft = Draft(job, f"the page {label!r} at {job.layout.format.label}")
    return _Frames(draft).make()


class _Set(Struct, frozen=True):
    """A frame's text, composed."""

    text: Text
    block: Block


class _Frames:
    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.job = draft.job
        self.layout = draft.job.layout
        self.inks = self.layout.inks
        self.frames = tuple(self.layout.frames.values())

    def make(self) -> Product:
        self.check()
        texts, self.frames, lists = self.draft.planned(self.plan)
        kids: list[StructNode] = []
        faces = tuple(dict.fromkeys(frame.face for frame in self.frames))
        for number, face in enumerate(faces, 1):
            board = self.draft.page(face or f"page-{number}", label=str(number))
            own = [frame for frame in self.frames if frame.face == face]
            for frame in own:
                board.frame(frame.name, frame.box)
                self.fill(board, frame)
            for frame in own:
                if _kind(frame) == "threads":
                    self.threads(board, frame, lists)
            for name, hung in lists.items():
                if self.layout.frames[name].face == face and not self.joined(name):
                    self.spine(board, hung, None, None)
            for frame in own:
                kids += self.frame(board, frame, texts, lists)
        self.draft.structure.append(StructNode("Document", self.job.locale.tag, kids=tuple(kids)))
        return self.draft.finish(self.title())

    def title(self) -> str:
        template = self.layout.texts.get("title") or "{title}"
        named = FrameBox("title", Rect(0, 0, 0, 0), text=template)
        text = text_of(self.job, named)
        return " ".join((text or self.job.framework.title).value.split())

    def check(self) -> None:
        """Report what a frame's keys cannot mean; the loader knows only their kinds."""
        for frame in self.frames:
            kind = _kind(frame)
            if kind and kind not in KINDS:
                near = did_you_mean(kind, KINDS)
                hint = f"kinds are {', '.join(KINDS)}"
                self.fault(frame, f"{kind!r} is not a kind of frame{near}", hint)
            if kind == "text" and not frame.style:
                self.fault(frame, "a text needs its style", "write style = 'body'")
            if kind == "list" and not (_get(frame, "list") and frame.style):
                self.fault(frame, "a list needs its style and its list", "list = 'guide.advice'")
            joins = _get(frame, "joins")
            hangs = _get(frame, "hangs")
            if hangs and hangs not in self.layout.frames:
                self.fault(frame, f"there is no frame {hangs!r} to hang on", "")
            for name in str(_get(frame, "stands") or "").split():
                if name not in self.layout.frames:
                    self.fault(frame, f"there is no frame {name!r} to stand on", "")
            if joins and joins not in self.layout.frames:
                self.fault(frame, f"there is no frame {joins!r} to join", "")

    def fault(self, frame: FrameBox, message: str, hint: str) -> None:
        self.draft.problems.append(
            Diagnostic("frame", message, Span(self.layout.file), f"frame.{frame.name}", hint)
        )

    # -- measuring -------------------------------------------------------------------------

    def plan(self) -> tuple[dict[str, _Set], tuple[FrameBox, ...], dict[str, Hung]]:
        """Return all texts and lists set, and the frames where they then stand."""
        standing = self.standing()
        texts = self.texts(standing)
        frames = self.hanging(standing, texts)
        return texts, frames, self.lists(frames)

    def texts(self, frames: Sequence[FrameBox]) -> dict[str, _Set]:
        """Set the text frames; those of one style are one role, with one size."""
        roles: dict[str, list[tuple[FrameBox, Text]]] = {}
        for frame in frames:
            if _kind(frame) == "text" and frame.style:
                text = text_of(self.job, frame)
                if text is not None:
                    roles.setdefault(frame.style, []).append((frame, text))
        result: dict[str, _Set] = {}
        for role, members in roles.items():
            slots = [
                self.draft.slot(
                    text,
                    frame.box.width,
                    max_height=frame.box.height,
                    balance=bool(_get(frame, "balance")),
                )
                for frame, text in members
            ]
            fitted = self.draft.fit(slots, self.layout.styles[role], LADDER)
            for (frame, text), block in zip(members, fitted.blocks, strict=True):
                result[frame.name] = _Set(text, block)
        return result

    def standing(self) -> tuple[FrameBox, ...]:
        """Return the frames, those that stand on a credit moved up as far as that grows.

        A credit has all the lines it needs. A list keeps its top, and gives of its height.
        """
        grown = {
            frame.name: max(0, _tall(self.credits(frame)) - frame.box.height)
            for frame in self.frames
            if _kind(frame) in ("credit", "imprint")
        }
        result: list[FrameBox] = []
        moved: dict[str, Length] = {}
        for frame in reversed(self.frames):  # what stands on another is above it
            on = str(_get(frame, "stands") or "").split()
            up = max((moved.get(name, 0) + grown.get(name, 0) for name in on), default=0)
            moved[frame.name] = up
            box = frame.box
            top = box.y if _kind(frame) == "list" else box.y - up
            result.append(replace(frame, box=Rect.of(box.x, top, box.right, box.bottom - up)))
        return tuple(reversed(result))

    def hanging(
        self, frames: Sequence[FrameBox], texts: Mapping[str, _Set]
    ) -> tuple[FrameBox, ...]:
        """Return the frames, those that hang on others moved up to where these really end.

        A frame stands ``clear`` below the foot of the text it hangs on, and never lower
        than the layout has it; without ``clear`` it moves as far as the frame it hangs on.
        A list keeps its foot, and has the room that is won.
        """
        moved: dict[str, Length] = {}
        result: list[FrameBox] = []
        for frame in frames:
            upper = self.layout.frames.get(str(_get(frame, "hangs") or ""))
            up = 0
            if upper is not None:
                up = moved.get(upper.name, 0)
                clear = self.length(frame, "clear")
                if clear and upper.name in texts:
                    block = texts[upper.name].block
                    foot = upper.box.y - up + _rise(block) + max(block.ink_bottom, 0)
                    up = max(up, frame.box.y - foot - clear)
            moved[frame.name] = up
            box = frame.box
            bottom = box.bottom if _kind(frame) == "list" else box.bottom - up
            result.append(replace(frame, box=Rect.of(box.x, box.y - up, box.right, bottom)))
        return tuple(result)

    def lists(self, frames: Sequence[FrameBox]) -> dict[str, Hung]:
        """Set the lists, each on the first rung of the ladder at which it fits its frame."""
        result: dict[str, Hung] = {}
        for frame in frames:
            if _kind(frame) != "list" or not _get(frame, "list"):
                continue
            items = items_of(self.job, frame, str(_get(frame, "list")))
            styles = self.layout.styles
            title_style = styles[str(_get(frame, "title-style") or frame.style)]
            number_style = styles[str(_get(frame, "number-style") or frame.style)]
            hung: Hung | None = None
            held: tuple[float, Hung] | None = None
            for rung in LADDER:
                if held is not None and rung < held[0] * EVEN - 0.001:
                    break
                hung = hang(
                    self.draft,
                    items,
                    frame.box,
                    (_rung(title_style, rung), _rung(styles[frame.style], rung), number_style),
                    {
                        key: self.length(frame, key)
                        for key in ("indent", "station", "gap", "title-gap")
                    },
                    balance=bool(_get(frame, "balance")),
                )
                if hung.spare >= 0 and not hung.wide:
                    held = held or (rung, hung)
                    if hung.even:
                        held = rung, hung
                        break
            hung = held[1] if held is not None else hung
            assert hung is not None
            if hung.spare < 0 or hung.wide:
                self.draft.problems.append(
                    hung.overset(self.draft.where, self.job.locale.tag, frame.name)
                )
            result[frame.name] = hung
        return result

    # -- drawing ---------------------------------------------------------------------------

    def frame(
        self, board: Board, frame: FrameBox, texts: dict[str, _Set], lists: dict[str, Hung]
    ) -> list[StructNode]:
        match _kind(frame):
            case "text" if frame.name in texts:
                return [self.text(board, frame, texts[frame.name])]
            case "list" if frame.name in lists:
                return [lists[frame.name].draw(board, self.inks["ink"], self.inks["paper"])]
            case "credit":
                return self.credit(board, frame)
            case "imprint":
                return self.imprint(board, frame)
            case "qr":
                return [self.code(board, frame)]
            case "logo":
                return board.logo(str(_get(frame, "slot") or frame.name), frame.box)
            case _:
                return []

    def fill(self, board: Board, frame: FrameBox) -> None:
        name = _get(frame, "fill")
        if not name:
            return
        radius = self.length(frame, "radius")
        if radius:
            board.path(paths.rounded(frame.box, radius), fill=self.inks[str(name)])
        else:
            board.flood(frame.box, self.inks[str(name)])

    def text(self, board: Board, frame: FrameBox, found: _Set) -> StructNode:
        box, block = frame.box, found.block
        rise = _rise(block)
        match _get(frame, "stand"):
            case "bottom":
                baseline = box.bottom - block.last_baseline
            case "middle":
                tall = rise + block.last_baseline
                baseline = box.y + (box.height - tall) // 2 + rise
            case _:
                baseline = box.y + rise
        role = frame.role or "P"
        return board.text(block, box.x, baseline, box.width, role=role, text=found.text)

    def threads(self, board: Board, frame: FrameBox, lists: dict[str, Hung]) -> None:
        """Draw the areas' threads across the frame, the last one turning into its list."""
        areas = self.layout.areas[: len(self.job.framework.areas)]
        box = frame.box
        weight = self.length(frame, "thread") or box.height // (2 * len(areas))
        pitch = self.length(frame, "pitch") or box.height // len(areas)
        if len(areas) > 1:
            pitch = min(pitch, (box.height - weight) // (len(areas) - 1))
        joins = lists.get(str(_get(frame, "joins")))
        bled = board.bled(box)
        # The band hangs from its lower edge, so that what it joins stays where it is.
        y = box.bottom - weight // 2 - pitch * (len(areas) - 1)
        for number in range(1, len(areas) + 1):
            if number == len(areas) and joins is not None:
                route = Route(bled.right, y)
                bend = self.length(frame, "bend") or 4 * weight
                route.to(joins.thread + bend, y)
                route.turn(joins.thread, y + bend, horizontal=True)
                self.spine(board, joins, route, number - 1, weight)
            else:
                thread = self.thread(number - 1, weight)
                board.paths(draw([paths.line(bled.right, y, bled.x, y)], thread))
            y += pitch

    def spine(
        self,
        board: Board,
        hung: Hung,
        route: Route | None,
        area: int | None,
        weight: Length = 0,
    ) -> None:
        """Draw the thread of a list, from ``route`` or its first station, to its end ring."""
        weight = weight or mm(2)
        if route is None:
            route = Route(hung.thread, hung.stations[0] if hung.stations else hung.box.y)
        route.to(hung.thread, hung.box.bottom)
        thread = self.thread(area or 0, weight)
        board.paths(draw([route.outline], thread))
        ring = paths.circle(hung.thread, hung.box.bottom, 0.78 * weight)
        board.path(ring, fill=self.inks["paper"], stroke=Stroke(thread.ink, round(0.58 * weight)))

    def thread(self, area: int, weight: Length) -> Thread:
        # A keyline is drawn for the poster's threads; finer threads have a finer one.
        keyline = min(self.layout.theme.keyline, max(mm(0.25), round(weight * 0.08)))
        return Thread.of(
            self.layout.areas[area], self.inks["paper"], weight, keyline, self.inks["ink"]
        )

    def joined(self, name: str) -> bool:
        return any(_get(frame, "joins") == name for frame in self.frames)

    def credit(self, board: Board, frame: FrameBox) -> list[StructNode]:
        """Set the lines of the credit on the foot of the frame."""
        return self.lines(frame, board.credit)

    def imprint(self, board: Board, frame: FrameBox) -> list[StructNode]:
        """Set permission, version and address, on the foot of the frame."""
        return self.lines(frame, board.text)

    def lines(self, frame: FrameBox, place: Callable[..., StructNode]) -> list[StructNode]:
        found = self.credits(frame)
        y = frame.box.bottom - _foot([block for _, block in found])
        nodes: list[StructNode] = []
        for text, block in found:
            nodes.append(place(block, frame.box.x, y, frame.box.width, text=text))
            y += block.last_baseline + block.leading
        return nodes

    def credits(self, frame: FrameBox) -> list[tuple[Text, Block]]:
        """Return the texts of a credit or an imprint, composed."""
        texts: tuple[Text, ...] = self.draft.credits()
        if _kind(frame) == "imprint":
            permission = self.job.framework.credit.permission
            texts = (permission.statement, self.draft.version(), self.draft.address())
        style = self.layout.styles[
            frame.style or ("licence" if _kind(frame) == "imprint" else "credit")
        ]
        even = bool(_get(frame, "balance"))
        return [(t, self.draft.set(t, style, frame.box.width, balance=even)) for t in texts]

    def code(self, board: Board, frame: FrameBox) -> StructNode:
        """Draw the QR code: its dark modules fill the frame, its quiet zone lies around it."""
        url = self.job.framework.credit.source_url
        count = qr.modules(url)
        inner = count - 2 * qr.QUIET
        needed = inner * qr.SMALLEST_MODULE
        width = min(frame.box.width, frame.box.height)
        if width < needed:
            self.fault(
                frame,
                f"the QR code needs {format_mm(needed)} to be read by telephones, "
                f"and has {format_mm(width)} at {self.layout.format.label}",
                f"make it larger for this size: [size.{self.layout.format.id}.frame.{frame.name}]",
            )
        side = width * count // inner
        quiet = side * qr.QUIET // count
        square = Rect(0, 0, side, side)
        symbol = self.draft.symbol(
            "qr", lambda: ([Path(qr.outline(url, square), fill=self.inks["ink"])], square)
        )
        box = Rect(frame.box.right - side + quiet, frame.box.bottom - side + quiet, side, side)
        tag = self.draft.tag()
        board.use_box(symbol, box, tag)
        board.link(box, url)
        alt = self.job.kit.say("alt.qr", url=url)
        return board.figure(alt.value, (tag,), alt.lang)

    def length(self, frame: FrameBox, key: str) -> Length:
        value = _get(frame, key)
        return value if isinstance(value, int) else 0


def _get(frame: FrameBox, key: str) -> object:
    return (frame.settings or {}).get(key)


def _kind(frame: FrameBox) -> str:
    """Return a frame's kind: as written, credit by its name, a text where it has one."""
    kind = _get(frame, "kind")
    if isinstance(kind, str):
        return kind
    if frame.name == SCHEMA.credit:
        return "credit"
    return "text" if frame.text else ""


def _rise(block: Block) -> Length:
    """Return from the top of a frame to the first baseline of the text that stands there."""
    return max(block.cap, -block.ink_top)


def _rung(style: Style, rung: float) -> Style:
    return replace(style, size=max(style.minimum, round(style.size * rung)))


def _tall(lines: Sequence[tuple[Text, Block]]) -> Length:
    """Return from the top of the first line to the last baseline of a credit."""
    blocks = [block for _, block in lines]
    return _foot(blocks) + max(blocks[0].cap, -blocks[0].lines[0].top)


def _foot(blocks: Sequence[Block]) -> Length:
    """Return how far above its foot a stack of blocks has its first baseline."""
    tall = sum(block.last_baseline for block in blocks)
    return tall + sum(block.leading for block in blocks[:-1])
