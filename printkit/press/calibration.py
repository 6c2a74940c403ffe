"""From readings of the calibration page to what each side needs: x, y, angle and scale.

A side of a sheet is moved, turned and stretched alike everywhere, so that readings depend on
four unknowns of each side in straight proportion. Twelve readings give eight unknowns with
four to spare, which tell a reading that does not agree with the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil, cos, radians, sin
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from printkit.diagnostics import Diagnostic, PrintkitError, Severity
from printkit.geometry import Point, Size
from printkit.press.correction import Correction, angle_of
from printkit.press.readings import Reading
from printkit.press.squares import apply, estimator, farthest
from printkit.press.verniers import meant
from printkit.units import mm

Turn: TypeAlias = Literal["long", "short"]

MOST_SHIFT: Final = 12.0  # mm; more is another paper
MOST_ANGLE: Final = 2.0  # degrees; no sheet goes through a printer more askew
MOST_SCALE: Final = 0.04
USUAL_SCALE: Final = 0.01  # more than that is a setting, not the machine
_SLACK: Final = 0.35  # mm: paper that is not cut true, a line taken for its neighbour
_DOUBT: Final = 0.1
_ROUNDS: Final = 4


class Calibration(Struct, frozen=True):
    """What each side needs. ``back`` is None where no reading tells of it.

    ``expected``: no point of a side is farther off than that (mm) after the correction, if
    every reading is the nearest its scale can say, or as much worse as they are seen to be;
    ``together``: nor front and back from each other. ``residual`` is the most (mm) by which a
    reading differs from what was found.
    """

    front: Correction
    back: Correction | None
    expected: float
    together: float | None
    residual: float
    notes: tuple[Diagnostic, ...] = ()


class _Fit(Struct, frozen=True):
    """Unknowns of the front, then the back: x, y (mm), scale·cos - 1, scale·sin."""

    unknowns: tuple[float, ...]
    matrix: tuple[tuple[float, ...], ...]
    rows: tuple[tuple[float, ...], ...]
    errors: tuple[float, ...]  # half of what each reading leaves open
    residuals: tuple[float, ...]
    bounds: tuple[float, ...]  # how large those can be if every reading is as good as it can be
    slack: float

    @property
    def agrees(self) -> bool:
        return self.more <= self.slack

    @property
    def more(self) -> float:
        """By how much readings disagree beyond what their steps leave open."""
        pairs = zip(self.residuals, self.bounds, strict=True)
        return max(0.0, *(abs(residual) - bound for residual, bound in pairs))

    @property
    def real(self) -> list[float]:
        """How far off the readings are, as far as can be seen."""
        return [error + self.more for error in self.errors]


def solve(readings: Iterable[Reading], sheet: Size, flip: Turn = "long") -> Calibration:
    """Return what readings of a page on ``sheet`` (upright) say of a printer.

    ``flip`` is the edge the sheet was turned over on. Raises PrintkitError where readings are
    missing, contradict one another, or tell of a page that was not printed as it is.
    """
    found = tuple(readings)
    both = _complete(found)
    fit = _fit(found, sheet, flip, both)
    if fit is None:
        raise PrintkitError(_missing(found))
    _turned_over(found, sheet, flip, both, fit)
    if not fit.agrees:
        raise PrintkitError(_quarrel(found, sheet, flip, both, fit))
    sides = [_done(fit.unknowns[:4])] + ([_done(fit.unknowns[4:])] if both else [])
    faults = [
        fault for name, done in zip(("front", "back"), sides, strict=False)
        for fault in _judge(name, done)
    ]  # fmt: skip
    if faults:
        raise PrintkitError(faults)
    errors = fit.real
    corrections = [done.inverse() for done in sides]
    half = sheet.width / mm(2), sheet.height / mm(2)
    corners = [(x * half[0], y * half[1]) for x in (-1, 1) for y in (-1, 1)]
    expected = max(
        farthest(*_point(fit.matrix[n : n + 4], x, y), errors)
        for n in range(0, len(fit.unknowns), 4)
        for x, y in corners
    )
    together = None
    if both:
        together = max(farthest(*_apart(fit.matrix, x, y, flip), errors) for x, y in corners)
    return Calibration(
        corrections[0],
        corrections[1] if both else None,
        expected,
        together,
        max(map(abs, fit.residuals)),
        tuple(_stretched(sides)),
    )


def rounded_up(millimetres: float) -> float:
    """Return a precision as people are told it: in tenths, never less than it is."""
    return ceil(millimetres * 10 - 0.02) / 10


# -- equations -----------------------------------------------------------------------------


def _complete(readings: Sequence[Reading]) -> bool:
    """Return whether the readings tell of the back; raises PrintkitError for too few of them."""
    sides = {one.vernier.side for one in readings}
    if "front" not in sides and not ({"back", "light"} <= sides):
        raise PrintkitError(_missing(readings))
    return bool(sides & {"back", "light"})


def _missing(readings: Sequence[Reading]) -> Diagnostic:
    given = {one.vernier.name for one in readings}
    front = [name for name in "ABCD" if name not in given]
    if front:
        message = f"the front needs A, B, C and D; missing: {', '.join(front)}"
    else:
        message = "the back needs E, F, G and H, or J, K, L and M, or all of them"
    return Diagnostic(
        "reading", message, hint="without E to M the front alone is calibrated: give A to D"
    )


def _fit(readings: Sequence[Reading], sheet: Size, flip: Turn, both: bool) -> _Fit | None:
    """Return the best fit, or None where something is left open.

    How a vernier is read depends a little on how much the print is stretched, and that is
    one of the unknowns: so it is all done again with what was found, a few times.
    """
    unknowns = [0.0] * (8 if both else 4)
    matrix: list[list[float]] | None = []
    for _ in range(_ROUNDS):
        front, back = _done(unknowns[:4]), _done(unknowns[4:] or [0.0] * 4)
        rows, values, errors = [], [], []
        for one in readings:
            row, constant = _equation(one, sheet, flip, front.angle)
            low, high = _places(one, front.scale, back.scale)
            rows.append(row[: len(unknowns)])
            values.append((low + high) / 2 - constant)
            errors.append((high - low) / 2)
        matrix = estimator(rows, [1 / error**2 for error in errors])
        if matrix is None:
            return None
        unknowns = apply(matrix, values)
    assert matrix
    residuals = [value - part for value, part in zip(values, apply(rows, unknowns), strict=True)]
    return _Fit(
        tuple(unknowns),
        tuple(map(tuple, matrix)),
        tuple(map(tuple, rows)),
        tuple(errors),
        tuple(residuals),
        tuple(_bounds(rows, matrix, errors)),
        max(_SLACK, *(one.step / 2 for one in readings)),
    )


def _bounds(
    rows: Sequence[Sequence[float]], matrix: Sequence[Sequence[float]], errors: Sequence[float]
) -> Iterable[float]:
    """Yield how far each reading can be from the fit when all are as good as they can be."""
    columns = list(zip(*matrix, strict=True))
    for i, row in enumerate(rows):
        shares = apply(columns, row)
        yield sum(abs((i == j) - share) * errors[j] for j, share in enumerate(shares))


def _places(one: Reading, front: float, back: float) -> tuple[float, float]:
    """Return between which places (mm) a scale's 0 stands, from what was read."""
    if one.step > 0.1:
        return one.value - one.step / 2, one.value + one.step / 2
    if one.vernier.side == "light":
        low, high = meant(one.value, 0.9 * back / front)
        return low * front, high * front
    return meant(one.value, 0.9 * (front if one.vernier.side == "front" else back))


def _equation(one: Reading, sheet: Size, flip: Turn, angle: float) -> tuple[list[float], float]:
    """Return what a reading is made of: a factor for each unknown, and a constant (mm)."""
    vernier = one.vernier
    sign = -1.0 if vernier.far else 1.0
    u = (sign, 0.0) if vernier.axis == "x" else (0.0, sign)
    if vernier.side != "light":
        x, y = _middle(vernier.zero(sheet), sheet)
        row = _along(u, x, y)
        half = (sheet.width if vernier.axis == "x" else sheet.height) / mm(2)
        constant = half + u[0] * x + u[1] * y
        return ([*row, *_NOTHING] if vernier.side == "front" else [*_NOTHING, *row]), constant
    c, s = cos(radians(angle)), sin(radians(angle))
    u = (c * u[0] - s * u[1], s * u[0] + c * u[1])  # the front's scale, turned with the front
    x, y = _middle(vernier.zero(sheet), sheet)
    bx, by = _middle(vernier.behind(sheet), sheet)
    mx, my = _MIRROR[flip]
    # The back as it is looked at from behind, and the same direction there.
    back = _along((u[0] * mx, u[1] * my), bx * mx, by * my)
    front = _along(u, x, y)
    return [*(-part for part in front), *back], u[0] * (bx - x) + u[1] * (by - y)


_NOTHING: Final = (0.0, 0.0, 0.0, 0.0)
_MIRROR: Final = {"long": (-1.0, 1.0), "short": (1.0, -1.0)}


def _middle(point: Point, sheet: Size) -> tuple[float, float]:
    """Return a point in millimetres from the middle of the sheet."""
    return (point.x - sheet.width / 2) / mm(1), (point.y - sheet.height / 2) / mm(1)


def _along(u: tuple[float, float], x: float, y: float) -> tuple[float, ...]:
    """Return how far each unknown moves a point in the direction ``u``."""
    return (u[0], u[1], u[0] * x + u[1] * y, u[1] * x - u[0] * y)


def _point(
    matrix: Sequence[Sequence[float]], x: float, y: float
) -> tuple[list[float], list[float]]:
    """Return what a point's place is made of: a factor for each reading, across and down."""
    tx, ty, p, q = matrix
    across = [a + x * b - y * c for a, b, c in zip(tx, p, q, strict=True)]
    down = [a + x * c + y * b for a, b, c in zip(ty, p, q, strict=True)]
    return across, down


def _apart(
    matrix: Sequence[Sequence[float]], x: float, y: float, flip: Turn
) -> tuple[list[float], list[float]]:
    """Return the same for how far back and front are apart at a point of the front."""
    mx, my = _MIRROR[flip]
    fx, fy = _point(matrix[:4], x, y)
    bx, by = _point(matrix[4:], x * mx, y * my)
    return (
        [a - mx * b for a, b in zip(fx, bx, strict=True)],
        [a - my * b for a, b in zip(fy, by, strict=True)],
    )


def _done(unknowns: Sequence[float]) -> Correction:
    """Return what the printer does to a side, in the terms of a correction."""
    tx, ty, p, q = unknowns
    angle, scale = angle_of(1 + p, q)
    return Correction(mm(tx), mm(ty), angle, scale)


# -- what makes no sense -------------------------------------------------------------------


def _judge(name: str, done: Correction) -> Iterable[Diagnostic]:
    """Yield why a side cannot have come out of a printer like that."""
    again = "print the page again and read it anew"
    if abs(done.scale - 1) > MOST_SCALE:
        yield _fault(
            f"the {name} came out at {done.scale:.1%} of its size",
            "'fit to page' or another scale was on in the print dialog: choose 'actual size' or "
            f"100 %, {again}",
        )
    elif abs(done.angle) > MOST_ANGLE:
        yield _fault(
            f"the {name} would be turned by {abs(done.angle):.1f} degrees, more than a sheet can "
            "go through a printer askew",
            "two readings may have changed places, or the dialog was set to another paper (A4, "
            f"Letter): look at them, or {again}",
        )
    elif max(abs(done.x), abs(done.y)) > mm(MOST_SHIFT):
        yield _fault(
            f"the {name} would be {max(abs(done.x), abs(done.y)) / mm(1):.0f} mm out of place",
            f"was it printed on the paper the page was made for? If not, {again}",
        )


def _stretched(sides: Sequence[Correction]) -> Iterable[Diagnostic]:
    for name, done in zip(("front", "back"), sides, strict=False):
        if abs(done.scale - 1) > USUAL_SCALE:
            yield Diagnostic(
                "calibration",
                f"the {name} came out at {done.scale:.1%} of its size, which printers hardly do by "
                "themselves",
                hint="if 'fit to page' was on, choose 'actual size', print the page again and "
                "read it anew",
                severity=Severity.WARNING,
            )


def _turned_over(
    readings: Sequence[Reading], sheet: Size, flip: Turn, both: bool, fit: _Fit
) -> None:
    """Raise PrintkitError where readings agree far better if the sheet was turned otherwise."""
    if fit.more <= _DOUBT:
        return
    other: Turn = "short" if flip == "long" else "long"
    turned = _fit(readings, sheet, other, both)
    if turned is not None and turned.agrees and turned.more < fit.more / 4:
        raise PrintkitError(
            _fault(
                f"front and back only agree if the sheet was turned over on its {other} edge",
                f"if it was, say --sides {other}; if not, look whether readings have changed "
                "places",
            )
        )


def _quarrel(
    readings: Sequence[Reading], sheet: Size, flip: Turn, both: bool, fit: _Fit
) -> Diagnostic:
    """Return which reading does not agree with the others, as far as they tell."""
    suspects = []
    for n, one in enumerate(readings):
        rest = [*readings[:n], *readings[n + 1 :]]
        without = _fit(rest, sheet, flip, both)
        if without is not None and without.agrees:
            suspects.append((one, _predicted(one, without, sheet, flip)))
    if suspects and len(suspects) <= 3:
        said = " or ".join(
            f"{one.vernier.name} ({one.value:g}, the others say about {about:.1f})"
            for one, about in suspects
        )
        return _fault(f"the readings do not agree: look at {said} again", "then give them all anew")
    worst = max(range(len(readings)), key=lambda n: abs(fit.residuals[n]))
    return _fault(
        f"the readings do not agree, by as much as {abs(fit.residuals[worst]):.1f} mm",
        "read the whole page anew; was every edge of the paper the one the arrow points to, and "
        "is the page printed at actual size on this paper?",
    )


def _predicted(one: Reading, fit: _Fit, sheet: Size, flip: Turn) -> float:
    """Return what a scale would say of a printer as it was found without it."""
    front = _done(fit.unknowns[:4])
    row, constant = _equation(one, sheet, flip, front.angle)
    place = apply([row[: len(fit.unknowns)]], fit.unknowns)[0] + constant
    return place / front.scale if one.vernier.side == "light" else place


def _fault(message: str, hint: str) -> Diagnostic:
    return Diagnostic("calibration", message, hint=hint)
