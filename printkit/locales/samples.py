"""A short text in the script of a language, to measure with where nothing is translated yet.

All samples say the same, so that they also tell how long a language is beside another.
They stand in ``samples.json``, made by ``tools/make_samples.py``.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from printkit.locales.model import Locale

_LIKE: Final = {"Aran": "Arab", "Hani": "Hans", "Hira": "Jpan", "Kana": "Jpan", "Hang": "Kore"}


def sample(locale: Locale) -> str:
    """Return a text in the locale's language, else in its script, "" where there is none."""
    script = _LIKE.get(locale.script, locale.script)
    found: dict[str, str] = _samples().get(script, {})
    return found.get(locale.language) or next(iter(found.values()), "")


@lru_cache(maxsize=1)
def _samples() -> dict[str, dict[str, str]]:
    import json

    data: dict[str, Any] = json.loads(
        Path(__file__).with_name("samples.json").read_text("utf-8")
    )
    samples: dict[str, dict[str, str]] = data["samples"]
    return samples
