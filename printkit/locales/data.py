"""What CLDR knows, in ``data.json``, made by ``tools/make_locales.py``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from printkit.locales.model import Locale


@lru_cache(maxsize=1)
def data() -> dict[str, Any]:
    """Return the whole file, read once."""
    import json  # here, because --help has no use for it

    text = Path(__file__).with_name("data.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@lru_cache(maxsize=256)
def likely_script(language: str, region: str = "") -> str:
    """Return the script the language is most often written in there, "" if unknown."""
    regional: str | None = data()["regional"].get(f"{language}-{region}")
    if regional:
        return regional
    scripts: dict[str, str] = data()["scripts"]
    wanted = f" {language} "  # looked for in the text: a table of 7,000 would take longer to make
    return next((s for s, languages in scripts.items() if wanted in f" {languages} "), "")


def said(table: str, locale: Locale) -> str:
    """Return what a table says of a locale: its own entry, its script's, or its language's.

    "" names what holds where none of them is there. A language in a script that is not its
    usual one has nothing of the usual one's.
    """
    found: dict[str, str] = data()[table]
    language, script, region = locale.language, locale.script, locale.region
    names = [f"{language}-{script}-{region}", f"{language}-{script}"]
    if script == likely_script(language, region):
        names.insert(1, f"{language}-{region}")
    if script == likely_script(language):
        names.append(language)
    return next((found[name] for name in names if name in found), found.get("", ""))


def isolated(text: str, locale: Locale) -> str:
    """Return ``text`` fit to stand inside a text of the locale: neither turns the other around."""
    return f"\u2068{text}\u2069" if locale.direction == "rtl" and text else text
