"""What reading a broken file may raise: nothing in a PDF can be taken for granted."""

from __future__ import annotations

from typing import Final

import pikepdf

FAULTS: Final = (
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    RecursionError,
    RuntimeError,
    TypeError,
    ValueError,
    pikepdf.PdfError,
    pikepdf.PikepdfError,
)
