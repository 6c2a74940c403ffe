"""The credit chain: who translated and adapted this, and that the owners did not.

It follows the credit line on every product. It is added to, never taken from: what an
adapted pack says of those before stays, in the words it was said in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from printkit.content.model import By, Framework, Kit, Text
from printkit.locales.lists import joined, listed
from printkit.locales.model import Locale


def with_chain(
    framework: Framework,
    kit: Kit,
    locale: Locale,
    *,
    translators: str = "",
    adapted: Sequence[By] = (),
    reviewed: bool = True,
    translated: bool = False,
    original: Text | None = None,
) -> Framework:
    """Return the framework with its chain, said in the kit's words for ``locale``.

    ``translators`` are named as the catalogue names them; ``original`` is the credit line
    before it was translated. Content as its authors wrote it gets no chain.
    """
    credit = framework.credit
    added = tuple(_added(framework, kit, locale, translators, adapted, reviewed, translated))
    unchecked = translated and not reviewed
    names = (translators if translated else "", *(by.name for by in adapted))
    return replace(
        framework,
        credit=replace(
            credit,
            chain=(*credit.chain, *added),
            unreviewed=kit.say("credit.unreviewed-short") if unchecked else None,
            contributors=(*credit.contributors, *filter(None, names)),
            original=original if original and original.lang != credit.line.lang else None,
        ),
    )


def _added(
    framework: Framework,
    kit: Kit,
    locale: Locale,
    translators: str,
    adapted: Sequence[By],
    reviewed: bool,
    translated: bool,
) -> Iterator[Text]:
    if translated and translators:
        yield kit.say("credit.translated", names=joined([_typed(translators)], locale))
    for by in adapted:
        # A year is a number and runs as one, whatever is around it.
        who = listed([_typed(p) for p in (by.name, by.place, by.year)], locale)
        yield kit.say("credit.adapted", names=who)
    if translated or adapted:
        owners = joined(framework.credit.protected, locale)
        yield kit.say("credit.not-endorsed", owners=owners)
    if translated and not reviewed:
        yield kit.say("credit.unreviewed")


def _typed(name: str) -> str:
    """Return a name as a text says it: a star in it is a star, no markup."""
    return re.sub(r"[\\*]", r"\\\g<0>", name)
