"""Jobs for engines, from the shipped content and its translations."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from printkit.build.translation import translate
from printkit.content.load import load_framework, load_kit
from printkit.content.model import Framework, Kit
from printkit.engines import Schemas, engine
from printkit.engines.model import Job, Product
from printkit.files import FolderFiles
from printkit.fonts.library import FontLibrary
from printkit.geometry import Sides
from printkit.layout.load import LayoutLibrary
from printkit.locales.po import path_of, read_po
from printkit.locales.tags import parse_locale
from printkit.units import mm

ROOT = Path(__file__).parent.parent
CONTENT = "content/skills-for-collaborative-change.yaml"
LANGUAGES = ("en", "hi", "ur")
TAGS = {"hi": "hi-IN", "ur": "ur-IN"}


def files() -> FolderFiles:
    return FolderFiles(ROOT)


@cache
def words(language: str = "en") -> tuple[Framework, Kit]:
    """Return the framework and the kit's own words in a language that is shipped."""
    framework, kit = load_framework(files(), CONTENT), load_kit(files())
    if language == framework.language:
        return framework, kit
    locale = parse_locale(TAGS.get(language, language))
    catalogue = read_po(files(), path_of(locale.tag), locale.tag)
    translation = translate(framework, kit, catalogue, locale)
    assert not translation.lacking
    return translation.framework, translation.kit


@cache
def fonts() -> FontLibrary:
    return FontLibrary.load(files())


@cache
def layouts() -> LayoutLibrary:
    return LayoutLibrary.load(files(), Schemas())


def job(
    layout: str,
    size: str = "",
    language: str = "en",
    *,
    theme: str = "colour",
    framework: Framework | None = None,
    bleed: float = 0,
) -> Job:
    """Return what an engine is given; ``framework`` replaces the language's own."""
    content, kit = words(language)
    content = framework or content
    locale = parse_locale(content.language)
    solved = layouts().solve(layout, size or layouts().default_size(layout), locale, theme)
    return Job(content, kit, locale, solved, fonts(), Sides.all(mm(bleed)))


def make(the_job: Job) -> Product:
    return engine(the_job.layout.engine).make(the_job)
