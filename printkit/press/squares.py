"""Least squares, for a handful of unknowns: no more is needed to calibrate a printer."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin
from typing import TypeAlias

Row: TypeAlias = Sequence[float]
Matrix: TypeAlias = list[list[float]]


def estimator(rows: Sequence[Row], weights: Row) -> Matrix | None:
    """Return the matrix that makes unknowns of values: one row for each unknown.

    None where the rows leave an unknown open. Unknowns are those with any coefficient.
    """
    size = len(rows[0]) if rows else 0
    normal = [
        [
            *(
                sum(w * row[i] * row[j] for row, w in zip(rows, weights, strict=True))
                for j in range(size)
            ),
            *(w * row[i] for row, w in zip(rows, weights, strict=True)),
        ]
        for i in range(size)
    ]
    scale = [normal[i][i] for i in range(size)]
    for i in range(size):
        pivot = max(range(i, size), key=lambda n: abs(normal[n][i]))
        if abs(normal[pivot][i]) <= 1e-9 * max(scale[i], 1e-9):
            return None
        normal[i], normal[pivot] = normal[pivot], normal[i]
        top = normal[i]
        for n in range(size):
            if n != i and normal[n][i]:
                factor = normal[n][i] / top[i]
                normal[n] = [a - factor * b for a, b in zip(normal[n], top, strict=True)]
    return [[value / line[i] for value in line[size:]] for i, line in enumerate(normal)]


def apply(matrix: Sequence[Row], values: Row) -> list[float]:
    return [sum(a * b for a, b in zip(row, values, strict=True)) for row in matrix]


def farthest(x: Row, y: Row, errors: Row) -> float:
    """Return how far a point can be off whose x and y are made of values with these errors.

    Of all errors no larger than theirs, the worst; by directions, five degrees apart.
    """
    worst = 0.0
    for degree in range(0, 180, 5):
        c, s = cos(degree * pi / 180), sin(degree * pi / 180)
        off = sum(abs(c * a + s * b) * e for a, b, e in zip(x, y, errors, strict=True))
        worst = max(worst, off)
    return worst / cos(pi / 72)
