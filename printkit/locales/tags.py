"""Language tags (BCP 47), read by hand: what a tag says and what follows from it.

The direction follows from the script, never from the language: Urdu in Latin letters
runs from left to right. What CLDR knows stands in ``data.json``, made by
``tools/make_locales.py``; a language CLDR does not know needs its script in the tag.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from printkit.diagnostics import Diagnostic, PrintkitError, did_you_mean
from printkit.locales.data import data, likely_script
from printkit.locales.model import Locale

_ORDER: Final = (
    "language, script and region stand in this order, as in 'hi', 'pa-Arab', 'ur-Arab-PK'"
)
_PSEUDO: Final = {
    # English made longer and accented.
    "en-XA": Locale("en-XA", "en", "Latn", "ltr", "[Éñĝļîšĥ]", "English, lengthened", "latn", "XA"),
    # English running from right to left: the letters stay Latin, so the script does too.
    "ar-XB": Locale("ar-XB", "ar", "Latn", "rtl", "[English]", "English, mirrored", "latn", "XB"),
}
_ONE_ALPHABET: Final = {"Aran": "Arab"}  # Nastaliq is a hand, not another script


class _Parts(Struct, frozen=True):
    language: str
    script: str = ""
    region: str = ""
    variants: tuple[str, ...] = ()
    extensions: tuple[str, ...] = ()  # "u-nu-deva", "x-ward"

    @property
    def tag(self) -> str:
        parts = (self.language, self.script, self.region, *self.variants, *self.extensions)
        return "-".join(part for part in parts if part)


@lru_cache(maxsize=256)
def parse_locale(tag: str) -> Locale:
    """Return what ``tag`` means, in canonical case: ``PA_arab`` is ``pa-Arab``.

    Digits are Latin unless the tag asks for the language's own (``mr-u-nu-native``);
    ``expected_digits`` tells what its readers are used to. Raises PrintkitError for a
    malformed tag, for an unknown script, and for a language whose script is not known.
    """
    parts = _modern(_split(tag))
    if parts.tag in _PSEUDO:
        return _PSEUDO[parts.tag]
    script = _script(tag, parts)
    return Locale(
        tag=parts.tag,
        language=parts.language,
        script=script,
        direction="rtl" if script in data()["rtl"].split() else "ltr",
        name=_autonym(parts.language, script),
        english=_english(parts.language, script),
        digits=_digits_asked(tag, parts, script),
        region=parts.region,
    )


def canonical(tag: str, script: str = "") -> str:
    """Return a tag in canonical form, with ``script`` in it if one is given.

    Raises PrintkitError for a malformed tag; whether anything is known of the language is
    not asked.
    """
    parts = _modern(_split(tag))
    return (replace(parts, script=script) if script else parts).tag


def digits(number: int, locale: Locale) -> str:
    """Return ``number`` as the locale writes it on markers and counters, ungrouped."""
    text = str(number)
    if locale.digits == "latn":
        return text
    own = data()["digits"][_own_digits(locale.language, locale.script)]
    return "".join(own[int(letter)] if letter.isdigit() else letter for letter in text)


def expected_digits(locale: Locale) -> Literal["latn", "native"]:
    """Return which digits CLDR names as the usual ones: Devanagari for Marathi, Latin for Hindi."""
    preferred = data()["preferred"].split()
    language, script, region = locale.language, locale.script, locale.region
    usual = script == likely_script(language, region)
    tags = [f"{language}-{script}"]
    if usual:
        tags += [language, f"{language}-{region}"]
    return "native" if any(name in preferred for name in tags) else "latn"


def with_digits(locale: Locale, wanted: Literal["latn", "native", "auto"]) -> Locale:
    """Return the locale with the digits asked for; ``auto`` takes those CLDR names as usual."""
    return replace(locale, digits=expected_digits(locale) if wanted == "auto" else wanted)


# -- The tag --------------------------------------------------------------------------------

_REGION: Final = re.compile(r"[a-z]{2}|[0-9]{3}")
_VARIANT: Final = re.compile(r"[a-z0-9]{5,8}|[0-9][a-z0-9]{3}")


def _split(tag: str) -> _Parts:
    """Take the tag apart by the grammar of RFC 5646, section 2.1."""
    subtags = tag.replace("_", "-").lower().split("-")
    _check_letters(tag, subtags)
    language, rest = subtags[0], subtags[1:]
    if not re.fullmatch(r"[a-z]{2,3}", language):
        raise _malformed(
            tag, f"{language!r} is not a language code of two or three letters", language
        )
    script = region = ""
    variants: list[str] = []
    extensions: list[str] = []
    if rest and re.fullmatch(r"[a-z]{3}", rest[0]):
        # zh-yue and the like: the extended language alone says the same.
        language = rest.pop(0)
    if rest and re.fullmatch(r"[a-z]{4}", rest[0]):
        script = rest.pop(0).title()
    if rest and _REGION.fullmatch(rest[0]):
        region = rest.pop(0).upper()
    while rest and _VARIANT.fullmatch(rest[0]):
        if rest[0] in variants:
            raise _malformed(tag, f"{rest[0]!r} is here twice")
        variants.append(rest.pop(0))
    while rest and len(rest[0]) == 1:
        extensions.append(_extension(tag, rest, extensions))
    if rest:
        raise _malformed(tag, f"{rest[0]!r} cannot stand where it does")
    return _Parts(language, script, region, tuple(variants), tuple(extensions))


def _check_letters(tag: str, subtags: list[str]) -> None:
    odd = re.search(r"[^A-Za-z0-9_-]", tag)
    if odd:
        raise _malformed(
            tag, f"{odd.group()!r} cannot stand in it, only letters, digits and hyphens"
        )
    if not tag:
        raise _malformed(tag, "it is empty")
    if "" in subtags:
        raise _malformed(tag, "there is a hyphen too many")
    long = next((subtag for subtag in subtags if len(subtag) > 8), None)
    if long:
        raise _malformed(tag, f"{long!r} is longer than eight letters", long)


def _extension(tag: str, rest: list[str], before: list[str]) -> str:
    """Take one extension off ``rest``; all that follows ``x`` belongs to it."""
    singleton = rest.pop(0)
    if any(other.startswith(f"{singleton}-") for other in before):
        raise _malformed(tag, f"'-{singleton}-' is here twice")
    taken = []
    shortest = 1 if singleton == "x" else 2
    while rest and len(rest[0]) >= shortest:
        taken.append(rest.pop(0))
    if not taken:
        raise _malformed(tag, f"nothing follows '-{singleton}'")
    return "-".join((singleton, *taken))


def _malformed(tag: str, why: str, language: str = "") -> PrintkitError:
    named = _code_for(language) if language else ""
    hint = f"for {language.title()} write {named!r}" if named else _ORDER
    return PrintkitError(
        Diagnostic("locale-tag", f"{tag!r} is not a well-formed language tag: {why}", hint=hint)
    )


def _modern(parts: _Parts) -> _Parts:
    """Put today's code for one that was replaced: ``iw`` is ``he``, ``hin`` is ``hi``."""
    newer = data()["aliases"].get(parts.language)
    if newer is None:
        return parts
    said = _split(newer)
    return replace(
        parts,
        language=said.language,
        script=parts.script or said.script,
        region=parts.region or said.region,
    )


# -- What follows from it -------------------------------------------------------------------


def _script(tag: str, parts: _Parts) -> str:
    known = data()["known"]
    if parts.script:
        # Qaaa to Qabx are for private use and well-formed; a font has to be named for them.
        if parts.script not in known and not re.fullmatch("Qa[ab][a-z]", parts.script):
            raise PrintkitError(
                Diagnostic(
                    "locale-tag",
                    f"{parts.script!r} in {tag!r} is not a known script"
                    f"{did_you_mean(parts.script, known)}",
                    hint="scripts have four letters (ISO 15924), as Deva, Arab or Latn",
                )
            )
        return _ONE_ALPHABET.get(parts.script, parts.script)
    script = likely_script(parts.language, parts.region)
    if not script:
        raise PrintkitError(
            Diagnostic(
                "locale-tag",
                f"the script of the language {parts.language!r} in {tag!r} is not known",
                hint=f"write it into the tag, as in '{parts.language}-Latn'",
            )
        )
    return script


def _autonym(language: str, script: str) -> str:
    """Return the language's name for itself in this script, else its English name."""
    names = data()["autonyms"]
    own = names.get(f"{language}-{script}")
    if own is None and script == likely_script(language):
        own = names.get(language)
    return own or _english(language, script)


def _english(language: str, script: str) -> str:
    """Return "Punjabi", or "Punjabi (Arabic)" where the script is not the usual one."""
    name: str = data()["english"].get(language, language)
    if script in (likely_script(language), ""):
        return name
    return f"{name} ({data()['known'].get(script, script)})"


def _code_for(name: str) -> str:
    """Return the code of a language given by its English name, "" if there is none."""
    english: dict[str, str] = data()["english"]
    return next((code for code, full in english.items() if full.lower() == name), "")


def _own_digits(language: str, script: str) -> str:
    """Return CLDR's name for the language's own digits in this script."""
    native: dict[str, str] = data()["native"]
    own = native.get(f"{language}-{script}")
    if own is None and script == likely_script(language):
        own = native.get(language)
    own = own or script.lower()
    return own if own in data()["digits"] else "latn"


def _digits_asked(tag: str, parts: _Parts, script: str) -> Literal["latn", "native"]:
    """Return the digits asked for by ``-u-nu-…`` (Unicode's extension), Latin by default."""
    asked = next((e for e in parts.extensions if e.startswith("u-")), "").split("-")
    if "nu" not in asked[:-1]:
        return "latn"
    wanted = asked[asked.index("nu") + 1]
    own = _own_digits(parts.language, script)
    if wanted == "latn":
        return "latn"
    if wanted in ("native", own):
        return "native"
    raise PrintkitError(
        Diagnostic(
            "locale-tag",
            f"the digits {wanted!r} in {tag!r} are neither Latin nor the language's own",
            hint=f"write '-u-nu-latn' or '-u-nu-{own}'",
        )
    )
