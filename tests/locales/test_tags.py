from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import printkit.locales.tags as tags
from printkit.diagnostics import PrintkitError
from printkit.locales.tags import digits, expected_digits, parse_locale


@pytest.mark.parametrize(
    ("tag", "script", "direction"),
    [
        ("en", "Latn", "ltr"),
        ("hi-IN", "Deva", "ltr"),
        ("ur", "Arab", "rtl"),
        ("ur-IN", "Arab", "rtl"),
        ("ur-Latn", "Latn", "ltr"),
        ("ur-Aran", "Arab", "rtl"),
        ("pa-Guru", "Guru", "ltr"),
        ("pa-IN", "Guru", "ltr"),
        ("pa-Arab", "Arab", "rtl"),
        ("pa-PK", "Arab", "rtl"),
        ("sr", "Cyrl", "ltr"),
        ("sr-ME", "Latn", "ltr"),
        ("sr-Latn", "Latn", "ltr"),
        ("sd-IN", "Deva", "ltr"),
        ("ks-Deva", "Deva", "ltr"),
        ("dv", "Thaa", "rtl"),
        ("sat", "Olck", "ltr"),
        ("gon", "Deva", "ltr"),
        ("kha", "Latn", "ltr"),
        ("lus", "Latn", "ltr"),
        ("tcy", "Knda", "ltr"),
        ("hne", "Deva", "ltr"),
        ("kfy", "Deva", "ltr"),
        ("unr", "Beng", "ltr"),
        ("zh-TW", "Hant", "ltr"),
        ("en-XA", "Latn", "ltr"),
        ("ar-XB", "Latn", "rtl"),
    ],
)
def test_script_and_direction_follow_from_the_tag(tag: str, script: str, direction: str) -> None:
    locale = parse_locale(tag)
    assert (locale.tag, locale.script, locale.direction) == (tag, script, direction)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("HI_in", "hi-IN"),
        ("pa_arab_pk", "pa-Arab-PK"),
        ("es-419", "es-419"),
        ("SL-ROZAJ-BISKE-1994", "sl-rozaj-biske-1994"),
        ("en-GB-X-Ward-3", "en-GB-x-ward-3"),
        ("mr-U-NU-deva", "mr-u-nu-deva"),
        ("zh-yue-hk", "yue-HK"),
        ("iw", "he"),
        ("hin", "hi"),
        ("npi-NP", "ne-NP"),
        ("sh", "sr-Latn"),
        ("prs", "fa-AF"),
        ("cnr-Cyrl", "sr-Cyrl-ME"),
    ],
)
def test_tags_come_out_in_canonical_form(written: str, canonical: str) -> None:
    assert parse_locale(written).tag == canonical
    assert parse_locale(canonical).tag == canonical


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("", "it is empty"),
        ("h", "'h' is not a language code of two or three letters"),
        ("hindi", "'hindi' is not a language code of two or three letters"),
        ("hi IN", "' ' cannot stand in it"),
        ("hi-IN.UTF-8", "'.' cannot stand in it"),
        ("हिन्दी", "cannot stand in it, only letters, digits and hyphens"),
        ("hi--IN", "a hyphen too many"),
        ("hi-", "a hyphen too many"),
        ("hi-IN-Deva", "'deva' cannot stand where it does"),
        ("hi-Deva-Arab", "'arab' cannot stand where it does"),
        ("hi-IN-PK", "'pk' cannot stand where it does"),
        ("sl-rozaj-rozaj", "'rozaj' is here twice"),
        ("hi-u", "nothing follows '-u'"),
        ("hi-u-nu-deva-u-nu-latn", "'-u-' is here twice"),
        ("hi-devanagari", "'devanagari' is longer than eight letters"),
        ("i-klingon", "'i' is not a language code of two or three letters"),
    ],
)
def test_a_malformed_tag_is_refused_in_plain_words(tag: str, words: str) -> None:
    with pytest.raises(PrintkitError) as caught:
        parse_locale(tag)
    (problem,) = caught.value.diagnostics
    assert problem.code == "locale-tag"
    assert words in problem.message
    assert problem.hint


def test_a_language_written_by_its_name_is_told_its_code() -> None:
    with pytest.raises(PrintkitError, match="for Hindi write 'hi'"):
        parse_locale("Hindi")


def test_an_unknown_script_is_refused_with_the_nearest_known_one() -> None:
    with pytest.raises(PrintkitError, match=r"'Devn' in 'hi-Devn' is not a known script.*'Deva'"):
        parse_locale("hi-Devn")


def test_a_language_of_unknown_script_needs_its_script_in_the_tag() -> None:
    with pytest.raises(PrintkitError, match="as in 'qaa-Latn'"):
        parse_locale("qaa")
    assert parse_locale("qaa-Latn").script == "Latn"
    assert parse_locale("qaa-Qaaa").direction == "ltr"


def test_names_are_in_the_language_itself_and_in_english() -> None:
    named = {t: (parse_locale(t).name, parse_locale(t).english) for t in ("hi-IN", "ur", "sr-Latn")}
    assert named["hi-IN"] == ("हिन्दी", "Hindi")
    assert named["ur"] == ("اردو", "Urdu")
    assert named["sr-Latn"] == ("srpski", "Serbian (Latin)")


def test_a_name_in_another_script_is_never_shown_for_this_one() -> None:
    assert parse_locale("pa").name == "ਪੰਜਾਬੀ"
    assert parse_locale("pa-Arab").name == "پنجابی"
    assert parse_locale("pa-PK").name == "پنجابی"
    assert parse_locale("ur-Latn").name == "Urdu (Latin)"


def test_languages_without_a_recorded_name_have_their_english_one() -> None:
    assert [parse_locale(tag).name for tag in ("gon", "kha", "lus")] == ["Gondi", "Khasi", "Mizo"]
    assert parse_locale("hne").name == "hne"


def test_numbers_keep_latin_digits_until_the_tag_asks_for_others() -> None:
    assert digits(12, parse_locale("mr")) == "12"
    assert digits(12, parse_locale("mr-u-nu-native")) == "१२"
    assert digits(1203, parse_locale("ur-u-nu-native")) == "۱۲۰۳"
    assert digits(45, parse_locale("ar-EG-u-nu-arab")) == "٤٥"
    assert digits(7, parse_locale("pa-u-nu-guru")) == "੭"
    assert digits(8, parse_locale("pa-Arab-u-nu-native")) == "۸"
    assert digits(90, parse_locale("ta-u-nu-native")) == "௯௦"
    assert digits(-3, parse_locale("hi-u-nu-deva")) == "-३"
    assert digits(8, parse_locale("fr-u-nu-native")) == "8"


def test_digits_of_a_third_script_are_refused() -> None:
    with pytest.raises(PrintkitError, match="'thai' in 'hi-u-nu-thai' are neither Latin nor"):
        parse_locale("hi-u-nu-thai")


def test_the_digits_readers_expect_are_those_of_cldr() -> None:
    native = ("mr", "ne", "bn", "fa", "ur-IN", "ar-EG", "ks", "as")
    latin = ("hi", "hi-IN", "ta", "ur", "ur-PK", "ur-Latn-IN", "ks-Deva", "ar", "en")
    assert {expected_digits(parse_locale(tag)) for tag in native} == {"native"}
    assert {expected_digits(parse_locale(tag)) for tag in latin} == {"latn"}


def test_every_language_cldr_knows_parses_to_a_known_script() -> None:
    data = json.loads(Path(tags.__file__).with_name("data.json").read_text("utf-8"))
    replaced = data["aliases"]
    for script, languages in data["scripts"].items():
        assert script in data["known"]
        for language in languages.split():
            if language not in replaced:
                assert parse_locale.__wrapped__(language).script == script
            if script not in data["rtl"].split():
                continue
            assert parse_locale.__wrapped__(f"{language}-{script}").direction == "rtl"


def test_the_data_stay_small_and_quick_to_read() -> None:
    path = Path(tags.__file__).with_name("data.json")
    assert path.stat().st_size < 150_000
    program = (
        "import json, time\n"
        "from printkit.locales.tags import parse_locale\n"
        "start = time.process_time(); parse_locale('ur-PK')\n"
        "print(time.process_time() - start)"
    )
    runs = [
        float(
            subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout
        )
        for _ in range(3)
    ]
    assert min(runs) < 0.01  # 1 to 2 ms on a quiet machine


def test_importing_the_module_reads_nothing() -> None:
    program = (
        "import sys; import printkit.locales.tags, printkit.locales.data as d; "
        "assert d.data.cache_info().currsize == 0; print('json' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True
    )
    assert done.stdout.strip() == "False"
