"""The fonts of a project: files by role and script, each known by its digest.

``fonts.toml`` lists them. The list is checked when it is read, a file's digest when the
file is first used, so that a build reads only the fonts it inks with.
"""

from __future__ import annotations

import hashlib
import tomllib
from typing import Any, Final

from msgspec import Struct

from printkit.diagnostics import Diagnostic, MissingError, PrintkitError, Span, did_you_mean
from printkit.files import Files
from printkit.fonts.face import Face
from printkit.scene.model import FontKey

COMPANION: Final = "Latn"
"""The script whose font lends letters, digits and punctuation to all the others."""

WEIGHT_NAMES: Final = {
    100: "Thin",
    200: "ExtraLight",
    300: "Light",
    400: "Regular",
    500: "Medium",
    600: "SemiBold",
    700: "Bold",
    800: "ExtraBold",
    900: "Black",
}

SCRIPT_NAMES: Final = {
    "Arab": "Arabic", "Aran": "Nastaliq", "Armn": "Armenian", "Beng": "Bangla", "Cyrl": "Cyrillic",
    "Deva": "Devanagari", "Ethi": "Ethiopic", "Geor": "Georgian", "Grek": "Greek",
    "Gujr": "Gujarati", "Guru": "Gurmukhi", "Hani": "Han", "Hang": "Hangul",
    "Hans": "simplified Chinese", "Hant": "traditional Chinese", "Hebr": "Hebrew",
    "Hira": "Hiragana", "Jpan": "Japanese", "Kana": "Katakana", "Khmr": "Khmer",
    "Knda": "Kannada", "Kore": "Korean", "Laoo": "Lao", "Latn": "Latin", "Mlym": "Malayalam",
    "Mtei": "Meetei Mayek", "Mymr": "Burmese", "Olck": "Ol Chiki", "Orya": "Odia",
    "Sinh": "Sinhala", "Taml": "Tamil", "Telu": "Telugu", "Thaa": "Thaana",
    "Thai": "Thai", "Tibt": "Tibetan",
}  # fmt: skip

_FREE_FONTS: Final = {
    "Aran": "Noto Nastaliq Urdu", "Hans": "Noto Sans SC", "Hant": "Noto Sans TC",
    "Jpan": "Noto Sans JP", "Kore": "Noto Sans KR", "Mymr": "Noto Sans Myanmar",
    "Tibt": "Noto Serif Tibetan",
}  # fmt: skip
"""Free fonts that are not called Noto Sans and the script's name."""

_KEYS: Final = ("family", "file", "role", "scripts", "weight", "wght", "latin", "package",
                "version", "sha256", "licence")  # fmt: skip


class FontFile(Struct, frozen=True):
    """One line of ``fonts.toml``. ``lightest`` and ``heaviest`` are equal in a static font."""

    family: str
    file: str
    role: str
    scripts: tuple[str, ...]
    lightest: int
    heaviest: int
    package: str
    version: str
    digest: str
    licence: str
    latin: float = 1.0  # Latin letters this many times as large look as large as this font's

    @property
    def variable(self) -> bool:
        return self.lightest != self.heaviest

    def nearest(self, weight: int) -> int:
        """Return ``weight``, clamped to what the file has."""
        return max(self.lightest, min(self.heaviest, weight))


class FontLibrary:
    """Every font of a project. Pickles as its list: faces are opened anew where needed."""

    def __init__(self, files: Files, folder: str, fonts: tuple[FontFile, ...]) -> None:
        self.fonts = fonts
        self._files = files
        self._folder = folder
        self._by_digest = {font.digest: font for font in reversed(fonts)}
        self._keys: dict[tuple[str, str, int], FontKey] = {}
        self._faces: dict[FontKey, Face] = {}
        self._data: dict[str, bytes] = {}

    def __reduce__(self) -> tuple[type[FontLibrary], tuple[Files, str, tuple[FontFile, ...]]]:
        return (type(self), (self._files, self._folder, self.fonts))

    @classmethod
    def load(cls, files: Files, folder: str = "fonts") -> FontLibrary:
        """Read ``fonts.toml``; raises PrintkitError with everything wrong in the list."""
        path = f"{folder}/fonts.toml"
        label = files.label(path)
        try:
            source = files.read(path).decode()
            tables = tomllib.loads(source)
        except FileNotFoundError:
            raise MissingError(
                Diagnostic(
                    "no-fonts",
                    "the list of fonts is not there",
                    Span(label),
                    hint="copy the folder fonts/ from printkit, or from another project",
                )
            ) from None
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise PrintkitError(Diagnostic("toml", str(error).lower(), Span(label))) from None
        lines = [
            number
            for number, line in enumerate(source.splitlines(), 1)
            if line.strip().startswith("[[font]]")
        ]
        present = set(files.list(folder))
        problems: list[Diagnostic] = []
        fonts: list[FontFile] = []
        entries = tables.get("font", [])
        if not isinstance(entries, list) or not entries:
            problems.append(Diagnostic("fonts", "it lists no [[font]]", Span(label)))
            entries = []
        for line, entry in zip(lines, entries, strict=False):
            found = [
                Diagnostic("fonts", message, Span(label, line, 1)) for message in _faults(entry)
            ]
            if not found and f"{folder}/{entry['file']}" not in present:
                found = [_absent(f"{folder}/{entry['file']}", Span(label, line, 1))]
            problems += found
            if not found:
                fonts.append(_font(entry))
        if problems:
            only_files = all(problem.code == "no-font-file" for problem in problems)
            raise (MissingError if only_files else PrintkitError)(problems)
        return cls(files, folder, tuple(fonts))

    def scripts(self, role: str) -> frozenset[str]:
        """Return the scripts that have a font in ``role``."""
        return frozenset(s for font in self.fonts if font.role == role for s in font.scripts)

    def pick(self, role: str, script: str, weight: int) -> FontKey:
        """Return the font of a role and script (or hand) whose weight is nearest.

        Raises MissingError, which says what to put where, when there is none.
        """
        wanted = (role, script, weight)
        key = self._keys.get(wanted)
        if key is None:
            key = self._keys[wanted] = self._pick(role, script, weight)
        return key

    def _pick(self, role: str, script: str, weight: int) -> FontKey:
        choices = [f for f in self.fonts if f.role == role and script in f.scripts]
        if not choices:
            raise MissingError(self._no_font(role, script))
        # Between two static weights equally near, the heavier: type that is meant to
        # stand out must not vanish.
        font = min(choices, key=lambda f: (abs(f.nearest(weight) - weight), -f.heaviest))
        at = font.nearest(weight)
        name = WEIGHT_NAMES.get(at, f"w{at}")
        return FontKey(
            digest=font.digest,
            name=f"{font.family.replace(' ', '')}-{name}",
            axes=(("wght", float(at)),) if font.variable else (),
        )

    def _no_font(self, role: str, script: str) -> Diagnostic:
        label = self._files.label(f"{self._folder}/fonts.toml")
        roles = {font.role for font in self.fonts}
        if role not in roles:
            return Diagnostic(
                "no-font", f"no font has the role {role!r}{did_you_mean(role, roles)}", Span(label)
            )
        name = SCRIPT_NAMES.get(script)
        what = f"{name} ({script})" if name else script
        free = _FREE_FONTS.get(script, f"Noto Sans {name}" if name else "")
        wanted = f"{free} (free) or another TrueType font" if free else "a TrueType font"
        return Diagnostic(
            "no-font",
            f"there is no font for the script {what} in the role {role!r}",
            Span(label),
            hint=f"put {wanted} that has {name or script} into {self._folder}/ and add a "
            f'[[font]] with role = "{role}" and scripts = ["{script}"] to fonts.toml; '
            f"{self._folder}/README.md says how",
        )

    def font(self, key: FontKey) -> FontFile:
        """Return the file a key stands for; raises MissingError when the library lacks it."""
        font = self._by_digest.get(key.digest)
        if font is None:
            raise MissingError(
                Diagnostic(
                    "no-font",
                    f"the font {key.name} (sha256 {key.digest[:12]}…) is not in the list of fonts",
                    Span(self._files.label(f"{self._folder}/fonts.toml")),
                )
            )
        return font

    def match(self, guest: FontKey, host: FontKey) -> float:
        """Return how many times as large ``guest`` has to be set to look as large as ``host``.

        Never less than once: the smallest sizes of a page hold for every font on it.
        """
        return max(1.0, self.font(host).latin / self.font(guest).latin)

    def face(self, key: FontKey) -> Face:
        """Return the opened font; its file is checked against its digest first."""
        face = self._faces.get(key)
        if face is None:
            font = self.font(key)
            try:
                face = Face(self._read(font), key)
            except ValueError as error:
                raise PrintkitError(
                    Diagnostic(
                        "font-file",
                        f"the font cannot be used: {error}",
                        Span(self._files.label(f"{self._folder}/{font.file}")),
                        hint="take the family's TrueType file (.ttf)",
                    )
                ) from None
            self._faces[key] = face
        return face

    def verify(self) -> None:
        """Check every file against its digest; raises PrintkitError with all that differ."""
        problems: list[Diagnostic] = []
        for font in self.fonts:
            try:
                self._read(font)
            except PrintkitError as error:
                problems += error.diagnostics
        if problems:
            raise MissingError(problems)

    def _read(self, font: FontFile) -> bytes:
        if font.digest in self._data:
            return self._data[font.digest]
        path = f"{self._folder}/{font.file}"
        span = Span(self._files.label(path))
        try:
            data = self._files.read(path)
        except FileNotFoundError:
            raise MissingError(_absent(path, span)) from None
        found = hashlib.sha256(data).hexdigest()
        if found != font.digest:
            raise MissingError(
                Diagnostic(
                    "font-changed",
                    f"the file is not the {font.family} that fonts.toml describes: its sha256 "
                    f"is {found}",
                    span,
                    hint=f"restore it ({font.package} {font.version}), or put the new sha256 "
                    "into fonts.toml if you meant to change it",
                )
            )
        self._data[font.digest] = data
        return data


def _absent(path: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "no-font-file",
        f"the font file {path} is not there",
        span,
        hint="put it back, or take its [[font]] out of fonts.toml",
    )


def _faults(entry: Any) -> list[str]:
    """Return what is wrong with one [[font]] table, in the reader's words."""
    if not isinstance(entry, dict):
        return ["a [[font]] is a table of keys"]
    faults = [f"unknown key {key!r}{did_you_mean(key, _KEYS)}" for key in entry if key not in _KEYS]
    for key in ("family", "file", "role", "package", "version", "sha256", "licence"):
        if not isinstance(entry.get(key), str) or not entry[key]:
            faults.append(f"{key} is missing; it is a text in quotes")
    scripts = entry.get("scripts")
    if (
        not isinstance(scripts, list)
        or not scripts
        or not all(isinstance(s, str) and len(s) == 4 and s.istitle() for s in scripts)
    ):
        faults.append('scripts is missing; write four-letter codes, as in ["Deva"]')
    weight, wght = entry.get("weight"), entry.get("wght")
    if (weight is None) == (wght is None):
        faults.append("write either weight = 400 or, for a variable font, wght = [100, 800]")
    elif weight is not None and not (isinstance(weight, int) and 1 <= weight <= 1000):
        faults.append("weight is a whole number from 1 to 1000")
    elif wght is not None and not (
        isinstance(wght, list)
        and len(wght) == 2
        and all(isinstance(w, int) and 1 <= w <= 1000 for w in wght)
        and wght[0] < wght[1]
    ):
        faults.append("wght is the lightest and the heaviest weight, as in [100, 800]")
    latin = entry.get("latin", 1.0)
    if not isinstance(latin, (int, float)) or isinstance(latin, bool) or not 0.5 <= latin <= 2:
        faults.append("latin is a size from 0.5 to 2, as in latin = 1.1")
    return faults


def _font(entry: dict[str, Any]) -> FontFile:
    lightest, heaviest = entry.get("wght") or (entry["weight"], entry["weight"])
    return FontFile(
        family=entry["family"], file=entry["file"], role=entry["role"],
        scripts=tuple(entry["scripts"]), lightest=lightest, heaviest=heaviest,
        package=entry["package"], version=entry["version"],
        digest=entry["sha256"], licence=entry["licence"], latin=float(entry.get("latin", 1.0)),
    )  # fmt: skip
