"""A layout as written, solved for one size, script and theme."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from printkit.diagnostics import Diagnostic
from printkit.geometry import Rect, Sides, Size
from printkit.layout.data import Palette, ThemeSpec
from printkit.layout.edges import FrameEdges, solve
from printkit.layout.model import (
    AreaInks,
    EngineSchema,
    Format,
    FrameBox,
    Layout,
    Motif,
    Tier,
)
from printkit.layout.spec import LayoutSpec, PageSpec, ScriptSpec, StyleSpec
from printkit.locales.model import Locale
from printkit.scene.model import Ink, Style
from printkit.units import Length, mm

A1: Final = mm(594)
_FINEST: Final = round(0.25 * 36_000)  # a printed line is never finer


class Sheet(Struct, frozen=True):
    """A layout's page at one size: as printed, and as the layout was drawn."""

    format: Format
    page: Size
    scale: float
    drawn: Size

    def here(self, length: float) -> Length:
        """Return a length of the drawing on this page."""
        return round(length * self.scale)

    def box(self, box: Rect) -> Rect:
        # Corners are rounded, not sizes: edges that met still meet.
        return Rect.of(*(self.here(edge) for edge in (box.x, box.y, box.right, box.bottom)))


def sheet(page: PageSpec, format: Format) -> Sheet:
    """Return the page a layout is made on at one size."""
    wide = format.size.width > format.size.height
    turned = wide != (page.orientation == "landscape") and format.size.width != format.size.height
    size = format.size.turned() if turned else format.size
    scale = 1.0 if page.design_width is None else size.width / page.design_width
    return Sheet(format, size, scale, Size(round(size.width / scale), round(size.height / scale)))


def boxes(spec: LayoutSpec, sheet: Sheet) -> tuple[dict[str, Rect], list[Diagnostic]]:
    """Return the frames of a layout as drawn, and what is wrong with them."""
    frames = {
        name: FrameEdges(frame.edges, frame.node, frame.overlap, frame.face)
        for name, frame in spec.frames.items()
    }
    return solve(frames, sheet.drawn, sheet.format.id)


def script_name(scripts: Mapping[str, ScriptSpec], locale: Locale) -> str:
    """Return which of the layout's scripts a locale is set in."""
    if locale.hand in scripts:
        return locale.hand
    for name, script in scripts.items():
        if locale.script in script.also:
            return name
    return "other" if "other" in scripts else "Latn"


def solved(
    name: str,
    file: str,
    spec: LayoutSpec,
    schema: EngineSchema,
    sheet: Sheet,
    frames: Mapping[str, Rect],
    script: ScriptSpec,
    theme: ThemeSpec,
    palette: Palette,
    motifs: Mapping[str, Motif],
) -> Layout:
    """Return the layout with every length as printed."""
    inks = {**palette.inks, **theme.inks}

    def style(role: str, written: StyleSpec) -> Style:
        return _style(role, written, sheet.scale, script, theme.theme.type_scale, inks)

    tiers = tuple(
        Tier(
            tier_name,
            _numbers(tier.values, schema.tier or {}, sheet),
            {
                role: style(role, written)
                for role, written in tier.styles.items()
            },
        )
        for tier_name, tier in spec.tiers.items()
    )
    keyline = theme.theme.keyline
    return Layout(
        name=name,
        engine=spec.engine,
        file=file,
        format=sheet.format,
        page=sheet.page,
        scale=sheet.scale,
        theme=replace(
            theme.theme, keyline=max(_FINEST, sheet.here(keyline)) if keyline else 0
        ),
        inks=inks,
        areas=tuple(
            AreaInks(
                inks[area.thread], inks[area.tint], inks[area.tone], inks[area.on],
                area.line, area.marker,
            )
            for area in palette.areas
        ),
        frames={
            frame: FrameBox(
                frame, sheet.box(box), (written := spec.frames[frame]).style, written.text,
                written.role, _frame_settings(written.settings, schema, sheet), written.face,
            )
            for frame, box in frames.items()
        },
        styles={role: style(role, written) for role, written in spec.styles.items()},
        values=_numbers(spec.settings, schema.settings, sheet),
        texts={
            key: value for key, value in spec.settings.items() if schema.settings[key] == "text"
        },
        tiers=tiers,
        motifs=motifs,
        script=_script(script, sheet),
        safe=Sides.all(sheet.format.safe),
        lists={
            key: tuple(sheet.here(length) for length in value)
            for key, value in spec.settings.items()
            if schema.settings[key] == "lengths"
        },
        label=spec.label,
    )  # fmt: skip


def _style(
    role: str,
    written: StyleSpec,
    scale: float,
    script: ScriptSpec,
    type_scale: float,
    inks: Mapping[str, Ink],
) -> Style:
    """Return a style as printed: times the page, the script, and large print for body text.

    A floor raises what a small page would make unreadable; a fixed style is raised to it
    and shrinks no further.
    """
    factor = scale * script.factors[written.kind]
    large = written.kind == "body" and written.floor == "reading" and not written.fixed
    floor = script.floors[written.floor]
    minimum = max(round(written.minimum * factor), floor)
    size = max(round(written.size * factor * (type_scale if large else 1.0)), minimum)
    return Style(
        role=role,
        font=written.font,
        weight=written.weight,
        size=size,
        minimum=size if written.fixed else minimum,
        leading=max(written.leading, script.leadings[written.kind]),
        ink=inks[written.ink],
        align=written.align,
        tracking=written.tracking * script.tracking,
    )


def _numbers(values: Mapping[str, Any], kinds: Mapping[str, str], sheet: Sheet) -> dict[str, float]:
    found: dict[str, float] = {}
    for key, value in values.items():
        kind = kinds[key]
        if kind == "length":
            found[key] = sheet.here(value)
        elif kind not in ("text", "lengths"):
            found[key] = float(value) if kind == "number" else int(value)
    return found


def _frame_settings(
    values: Mapping[str, Any], schema: EngineSchema, sheet: Sheet
) -> dict[str, Any] | None:
    if not values:
        return None
    return {
        key: sheet.here(value) if schema.frame[key] == "length" else value
        for key, value in values.items()
    }


def _script(script: ScriptSpec, sheet: Sheet) -> dict[str, float]:
    return {
        **script.factors,
        **{
            f"leading-{'head' if kind == 'heading' else kind}": value
            for kind, value in script.leadings.items()
        },
        **{f"shift-{kind}": sheet.here(value) for kind, value in script.shifts.items()},
        **{f"floor-{kind}": value for kind, value in script.floors.items()},
    }
