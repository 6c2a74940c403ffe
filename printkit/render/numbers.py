"""Numbers as files hold them: quantised once, here, and as short as they can be."""

from __future__ import annotations


def short(value: float, places: int) -> str:
    """Return ``value`` with at most ``places`` decimals and no needless zero or sign."""
    text = f"{value:.{places}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
