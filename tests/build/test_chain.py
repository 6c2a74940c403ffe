"""Who came after the source, in the page's language."""

from __future__ import annotations

from msgspec.structs import replace

from printkit.build.chain import with_chain
from printkit.content.load import load_framework
from printkit.content.markup import plain
from printkit.content.model import By, Text
from printkit.files import LayeredFiles, MemoryFiles
from printkit.locales.tags import parse_locale
from tests.jobs import CONTENT, files, words

ADAPTER = By("NGO X", "Pune, India", "2026")


def said(language: str = "en", **more: object) -> list[str]:
    framework, kit = words(language)
    found = with_chain(framework, kit, parse_locale(language), **more)  # type: ignore[arg-type]
    return [plain(text.value) for text in found.credit.chain]


def test_content_as_its_authors_wrote_it_has_no_chain() -> None:
    assert said() == []


def test_a_translation_names_its_translators_and_who_did_not_endorse_it() -> None:
    assert said(translated=True, translators="A. Kulkarni", reviewed=True) == [
        "Translated by A. Kulkarni.",
        "This version is not endorsed by Q community and Nesta.",
    ]


def test_an_unreviewed_translation_says_so_long_and_short() -> None:
    framework, kit = words("en")
    found = with_chain(framework, kit, parse_locale("en"), translated=True, reviewed=False).credit
    assert found.chain[-1] == kit.texts["credit.unreviewed"]
    assert found.unreviewed == kit.texts["credit.unreviewed-short"]


def test_an_adaptation_names_who_where_and_when() -> None:
    assert said(adapted=(ADAPTER,)) == [
        "Adapted by NGO X, Pune, India, 2026.",
        "This version is not endorsed by Q community and Nesta.",
    ]
    assert said(adapted=(By("NGO X"),))[0] == "Adapted by NGO X."


def test_names_are_joined_and_kept_letter_for_letter_in_other_languages() -> None:
    hindi = said("hi", adapted=(ADAPTER,), translated=True)
    assert any("Q community और Nesta" in text for text in hindi)
    urdu = said("ur", adapted=(ADAPTER,), translated=True)
    assert any("\u2068Q community\u2069 اور \u2068Nesta\u2069" in text for text in urdu)
    assert any("\u2068NGO X\u2069، \u2068Pune, India\u2069" in text for text in urdu)


def test_stars_in_a_name_are_no_markup() -> None:
    assert said(adapted=(By("The *Star* Trust"),))[0] == "Adapted by The *Star* Trust."


def test_a_chain_is_added_to_and_never_taken_from() -> None:
    framework, kit = words("en")
    english = parse_locale("en")
    once = with_chain(framework, kit, english, adapted=(ADAPTER,))
    twice = with_chain(once, kit, english, adapted=(By("NGO Y"),))
    assert twice.credit.chain[: len(once.credit.chain)] == once.credit.chain
    assert twice.credit.contributors == ("NGO X", "NGO Y")


def test_what_an_adapted_pack_says_of_those_before_is_in_its_file() -> None:
    text = files().read(CONTENT).decode()
    notice = "  chain:\n    - id: ngo-x-2026\n      text: Adapted by NGO X, Pune, 2026.\n"
    own = MemoryFiles({CONTENT: text.replace("  placeholder: yes\n", notice).encode()})
    framework = load_framework(LayeredFiles(own, files()), CONTENT)
    (earlier,) = framework.credit.chain
    assert (earlier.key, earlier.value) == (
        "credit.chain.ngo-x-2026.text",
        "Adapted by NGO X, Pune, 2026.",
    )
    _, kit = words("en")
    later = with_chain(framework, kit, parse_locale("en"), adapted=(By("NGO Y"),))
    assert later.credit.chain[0] == earlier
    assert later.credit.chain[1].value == "Adapted by NGO Y."


def test_the_line_of_the_owners_is_kept_beside_its_translation() -> None:
    framework, kit = words("hi")
    original = words("en")[0].credit.line
    hindi = parse_locale("hi")
    found = with_chain(framework, kit, hindi, translated=True, original=original)
    assert found.credit.original == original
    same = replace(framework.credit.line, value="x")
    assert isinstance(same, Text)
    assert with_chain(framework, kit, hindi, original=same).credit.original is None
