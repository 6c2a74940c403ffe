"""Make printkit/locales/data.json from CLDR. For maintainers; never run by printkit itself.

    python tools/make_locales.py            asks npm for the packages named below
    python tools/make_locales.py FOLDER     uses packages already unpacked in FOLDER

The file holds what a language tag implies and nothing more: the likely script of every
language, the direction of every script, names, digits, dates and how a list is said.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

VERSION = "48.2.0"
PACKAGES = (
    "cldr-core",
    "cldr-localenames-full",
    "cldr-numbers-full",
    "cldr-dates-full",
    "cldr-misc-full",
)
TARGET = Path(__file__).parent.parent / "printkit" / "locales" / "data.json"


def fetch(folder: Path) -> None:
    """Unpack the packages into ``folder``, one folder each, named as npm names them."""
    for package in PACKAGES:
        subprocess.run(
            ["npm", "pack", "--silent", f"{package}@{VERSION}"],
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        with tarfile.open(folder / f"{package}-{VERSION}.tgz") as archive:
            archive.extractall(folder / "unpacked", filter="data")
        (folder / "unpacked" / "package").rename(folder / f"{package}-{VERSION}")


def read(folder: Path, package: str, path: str) -> Any:
    return json.loads((folder / f"{package}-{VERSION}" / path).read_text("utf-8"))


def scripts_of(likely: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the likely script of each language, and of each language-region that differs."""
    plain = {tag: full.split("-")[1] for tag, full in likely.items() if "-" not in tag}
    del plain["und"]
    regional = {}
    for tag, full in likely.items():
        match tag.split("-"):
            case [language, region] if len(region) != 4 and language != "und":
                script = full.split("-")[1]
                if plain.get(language) != script:
                    regional[tag] = script
    return plain, regional


def aliases_of(entries: dict[str, dict[str, str]]) -> dict[str, str]:
    """Return codes that stand for another: iw for he, hin for hi, sh for sr-Latn.

    Members of a macrolanguage keep their own code unless the other has two letters
    (npi is Nepali, ne), since an adapter who writes pnb does not look for lah.
    """
    found = {}
    for old, entry in entries.items():
        new = entry["_replacement"].split(" ")[0]
        macro = entry["_reason"] == "macrolanguage" and len(new) != 2
        if "-" not in old and not macro and "-x-" not in new:
            found[old] = new
    return found


def autonyms_of(folder: Path, plain: dict[str, str]) -> dict[str, str]:
    """Return each language's name for itself, by language or by language-script."""
    found = {}
    root = folder / f"cldr-localenames-full-{VERSION}" / "main"
    for entry in sorted(root.iterdir()):
        language, *rest = entry.name.split("-")
        if rest and (len(rest) > 1 or len(rest[0]) != 4):
            continue
        file = entry / "languages.json"
        if not file.exists():  # a locale whose names nobody has entered yet
            continue
        names = json.loads(file.read_text("utf-8"))
        own = names["main"][entry.name]["localeDisplayNames"]["languages"].get(language, "")
        if own and own != language:
            usual = rest and plain.get(language) == rest[0]
            found[language if usual else entry.name] = own
    return found


def digits_of(
    folder: Path, plain: dict[str, str], systems: dict[str, dict[str, str]]
) -> tuple[dict[str, str], dict[str, str], list[str]]:
    """Return digits by system, the system of locales not named after their script, and
    the locales whose readers expect their own digits.
    """
    found = {}
    preferred = []
    root = folder / f"cldr-numbers-full-{VERSION}" / "main"
    for entry in sorted(root.iterdir()):
        numbers = json.loads((entry / "numbers.json").read_text("utf-8"))
        facts = numbers["main"][entry.name]["numbers"]
        language, *rest = entry.name.split("-")
        script = next((part for part in rest if len(part) == 4), plain.get(language, ""))
        own = facts["otherNumberingSystems"]["native"]
        if own not in ("latn", script.lower()) and len(rest) < 2:
            found[entry.name] = own
        if own != "latn" and facts["defaultNumberingSystem"] == own:
            preferred.append(entry.name)
    native = {tag: own for tag, own in found.items() if found.get(tag.split("-")[0], "") != own}
    native |= {tag: own for tag, own in found.items() if "-" not in tag}
    by_script = {script.lower() for script in plain.values()}
    digits = {
        name: system["_digits"]
        for name, system in sorted(systems.items())
        if "_digits" in system and name in by_script | {*native.values()}
    }
    # Where a language prefers its digits, its regions need not be listed again.
    shorter = [t for t in preferred if t.rpartition("-")[0] not in preferred]
    return digits, dict(sorted(native.items())), shorter


def locales_of(folder: Path, package: str, file: str) -> dict[str, Any]:
    """Return a file of every locale that is a language with a script, a region or both.

    Plain English is the world's, not that of the United States, which are ``en-US``.
    """
    root = folder / f"{package}-{VERSION}" / "main"
    found = {}
    for entry in sorted(root.iterdir()):
        if re.fullmatch("[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?", entry.name):
            path = entry / file
            if path.exists():
                found[entry.name] = json.loads(path.read_text("utf-8"))["main"][entry.name]
    found["en-US"] = found["en"]
    found["en"] = found.pop("en-001")
    return {name: found[name] for name in sorted(found) if name != "und"}


def pruned(table: dict[str, str], plain: dict[str, str]) -> dict[str, str]:
    """Return what differs from the language's own entry, or its script's."""
    result = {}
    for name, value in table.items():
        language, *rest = name.split("-")
        shorter = [name.rpartition("-")[0]] if len(rest) == 2 else []
        if not rest or len(rest[-1]) != 4 or plain.get(language) == rest[0]:
            shorter += [language] if rest else []
        held = next((table[other] for other in shorter if other in table), "")
        if value != held:
            result[name] = value
    return result


def dates_of(
    folder: Path, plain: dict[str, str]
) -> tuple[dict[str, str], dict[str, str], str]:
    """Return the names of months, the patterns of a month and of a day, and the usual ones.

    Names are those within a date and, where they differ, after them those of a month alone.
    """
    months, patterns = {}, {}
    root = json.loads(
        (folder / f"cldr-dates-full-{VERSION}" / "main/und/ca-gregorian.json").read_text("utf-8")
    )["main"]["und"]["dates"]["calendars"]["gregorian"]
    nameless = root["months"]["format"]["wide"]
    for name, facts in locales_of(folder, "cldr-dates-full", "ca-gregorian.json").items():
        calendar = facts["dates"]["calendars"]["gregorian"]
        within, alone = (calendar["months"][kind]["wide"] for kind in ("format", "stand-alone"))
        if within == nameless:
            continue  # CLDR has no names: the date stays ISO
        own = [within[str(n)] for n in range(1, 13)]
        other = [alone[str(n)] for n in range(1, 13)]
        months[name] = "|".join(own + (other if other != own else []))
        era = f"'{calendar['eras']['eraAbbr']['1']}'"
        month = calendar["dateTimeFormats"]["availableFormats"]["yMMMM"]
        day = calendar["dateFormats"]["long"]
        patterns[name] = f"{month}|{day}".replace("G", era)
    usual = "MMMM y|d MMMM y"
    # The usual pattern is said only where the language has another.
    found = pruned(patterns, plain)
    found = {n: p for n, p in found.items() if "-" in n or p != usual}
    return pruned(months, plain), found, usual


def lists_of(folder: Path, plain: dict[str, str]) -> tuple[dict[str, str], str]:
    """Return how two things, more of them, and the last one are joined: "and"."""
    found = {}
    for name, facts in locales_of(folder, "cldr-misc-full", "listPatterns.json").items():
        patterns = facts["listPatterns"]["listPattern-type-standard"]
        found[name] = "|".join(patterns[key] for key in ("2", "middle", "end"))
    usual = "{0}, {1}|{0}, {1}|{0}, {1}"
    return {n: p for n, p in pruned(found, plain).items() if "-" in n or p != usual}, usual


def gather(folder: Path) -> dict[str, Any]:
    likely = read(folder, "cldr-core", "supplemental/likelySubtags.json")
    plain, regional = scripts_of(likely["supplemental"]["likelySubtags"])
    metadata = read(folder, "cldr-core", "scriptMetadata.json")["scriptMetadata"]
    aliases = read(folder, "cldr-core", "supplemental/aliases.json")
    languages = aliases["supplemental"]["metadata"]["alias"]["languageAlias"]
    for member, entry in languages.items():
        if entry["_reason"] == "macrolanguage":
            plain.setdefault(member, plain.get(entry["_replacement"].split("-")[0], ""))
    english = read(folder, "cldr-localenames-full", "main/en/languages.json")
    names = english["main"]["en"]["localeDisplayNames"]["languages"]
    scripts = read(folder, "cldr-localenames-full", "main/en/scripts.json")
    script_names = scripts["main"]["en"]["localeDisplayNames"]["scripts"]
    systems = read(folder, "cldr-core", "supplemental/numberingSystems.json")
    numeric = systems["supplemental"]["numberingSystems"]
    digits, native, preferred = digits_of(folder, plain, numeric)

    months, patterns, usual_pattern = dates_of(folder, plain)
    lists, usual_list = lists_of(folder, plain)

    by_script: dict[str, list[str]] = {}
    for language, script in sorted(plain.items()):
        if script:
            by_script.setdefault(script, []).append(language)
    known = sorted({*metadata, *by_script, "Aran"} - {"Zinh", "Zyyy", "Zzzz"})
    rtl = [s for s in known if s == "Aran" or metadata.get(s, {}).get("rtl") == "YES"]
    return {
        "about": f"tools/make_locales.py, from CLDR {VERSION} (Unicode-3.0, data-LICENSE.txt)",
        "scripts": {script: " ".join(by_script[script]) for script in sorted(by_script)},
        "regional": regional,
        "known": {script: script_names.get(script, script) for script in known},
        "rtl": " ".join(rtl),
        "autonyms": autonyms_of(folder, plain),
        "english": {tag: name for tag, name in names.items() if "-" not in tag},
        "digits": digits,
        "native": native,
        "preferred": " ".join(preferred),
        "aliases": aliases_of(languages),
        "months": months,
        "dates": {"": usual_pattern, **patterns},
        "lists": {"": usual_list, **lists},
    }


def main() -> None:
    if len(sys.argv) > 1:
        data = gather(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as name:
            fetch(Path(name))
            data = gather(Path(name))
    text = json.dumps(data, ensure_ascii=False, indent=1)
    TARGET.write_text(text + "\n", "utf-8")
    print(f"{TARGET}: {TARGET.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
