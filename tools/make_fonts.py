"""Make the TrueType files of fonts/ from the npm packages that fonts.toml names.

    npm, fontTools and brotli (pip install fonttools brotli) are needed:
    python tools/make_fonts.py [FOLDER]     writes the files there; without one, only compares

A package holds a family cut by script as WOFF2; here it becomes TrueType, letter for
letter. Noto Sans has Greek in two cuts, which are joined: a word with a breathing or an
accent from the second must not be put together from two fonts.
"""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont
from fontTools.varLib.builder import buildVarIdxMap
from fontTools.varLib.varStore import OnlineVarStoreBuilder

FONTS = Path(__file__).parents[1] / "fonts"
CUTS = {  # the cut's name, where it is not the package's last word
    "AnekBangla.ttf": ("bengali",),
    "AnekOdia.ttf": ("oriya",),
    "NotoNaskhArabic.ttf": ("arabic",),
    "NotoNastaliqUrdu.ttf": ("arabic",),
    "NotoSansGreek.ttf": ("greek", "greek-ext"),
    "NotoSansCyrillic.ttf": ("cyrillic",),
}
STATIC = {400: "400Regular", 500: "500Medium", 600: "600SemiBold", 700: "700Bold",
          800: "800ExtraBold"}  # fmt: skip


def unpacked(package: str, version: str, folder: Path) -> tarfile.TarFile:
    """Return the package as npm has it."""
    packed = subprocess.run(
        ["npm", "pack", "--silent", f"{package}@{version}"],
        cwd=folder, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return tarfile.open(folder / packed.stdout.strip().splitlines()[-1])


def made(font: dict[str, Any], package: tarfile.TarFile) -> bytes:
    """Return the TrueType file of one entry of fonts.toml."""
    if "weight" in font:
        name = f"AnekLatin_{STATIC[font['weight']]}.ttf"
        member = next(m for m in package.getnames() if m.endswith(f"/{name}"))
        return package.extractfile(member).read()
    family = font["package"].rpartition("/")[2]
    cuts = [
        package.extractfile(f"package/files/{family}-{cut}-wght-normal.woff2").read()
        for cut in CUTS.get(font["file"], (family.rpartition("-")[2],))
    ]
    first, *others = [TTFont(io.BytesIO(cut), recalcTimestamp=False) for cut in cuts]
    for other in others:
        join(first, other)
    first.flavor = None
    out = io.BytesIO()
    first.save(out)
    return out.getvalue()


def join(font: TTFont, other: TTFont) -> None:
    """Add the letters of ``other``, another cut of the same variable font.

    Its kerning is left behind.
    """
    assert font["avar"].segments == other["avar"].segments
    font.ensureDecompiled()
    other.ensureDecompiled()
    order = list(font.getGlyphOrder())
    renamed = {n: n if n not in order else f"{n}.joined" for n in other.getGlyphOrder()}
    changes = [*width_changes(font), *width_changes(other)]
    for old, new in renamed.items():
        glyph = deepcopy(other["glyf"][old])
        for part in glyph.components if glyph.isComposite() else ():
            part.glyphName = renamed[part.glyphName]
        font["glyf"][new] = glyph
        font["hmtx"][new] = other["hmtx"][old]
        font["gvar"].variations[new] = other["gvar"].variations.get(old, [])
    font.setGlyphOrder([*order, *renamed.values()])
    font["glyf"].setGlyphOrder(font.getGlyphOrder())
    for table in font["cmap"].tables:
        for code, name in other.getBestCmap().items():
            if code <= 0xFFFF or table.format == 12:
                table.cmap.setdefault(code, renamed[name])
    regions = sorted({region for change in changes for region in change})
    store = OnlineVarStoreBuilder([axis.axisTag for axis in font["fvar"].axes])
    store.setSupports([{axis: tuple(at) for axis, *at in region} for region in regions])
    found = [
        store.storeDeltas([change.get(r, 0) for r in regions], round=int) for change in changes
    ]
    font["HVAR"].table.VarStore = store.finish()
    font["HVAR"].table.AdvWidthMap = buildVarIdxMap(found, font.getGlyphOrder())


def width_changes(font: TTFont) -> Iterator[dict[tuple[Any, ...], int]]:
    """Yield how each glyph's width changes, by region of the axes."""
    table = font["HVAR"].table
    supports = [r.get_support(font["fvar"].axes) for r in table.VarStore.VarRegionList.Region]
    regions = [tuple((axis, *values) for axis, values in found.items()) for found in supports]
    for index, name in enumerate(font.getGlyphOrder()):
        at = table.AdvWidthMap.mapping[name] if table.AdvWidthMap else index
        data = table.VarStore.VarData[at >> 16]
        changes = data.Item[at & 0xFFFF]
        yield {regions[r]: c for r, c in zip(data.VarRegionIndex, changes, strict=True)}


def main() -> int:
    fonts = tomllib.loads((FONTS / "fonts.toml").read_text("utf-8"))["font"]
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        packages = {
            (font["package"], font["version"]): unpacked(
                font["package"], font["version"], Path(folder)
            )
            for font in fonts
        }
        for font in fonts:
            data = made(font, packages[font["package"], font["version"]])
            digest = hashlib.sha256(data).hexdigest()
            wrong += digest != font["sha256"]
            print(f"{digest}  {font['file']}{'' if digest == font['sha256'] else '  CHANGED'}")
            if len(sys.argv) > 1:
                (Path(sys.argv[1]) / font["file"]).write_bytes(data)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
