# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands on the screen in Chinese for a text of the source, as the catalogue has it."""

import gettext
import os
import pathlib
import re

CATALOGUE = pathlib.Path(os.environ["CONFAB_LOCALEDIR"], "zh_CN", "LC_MESSAGES", "confab.mo")
with CATALOGUE.open("rb") as file:
    TRANSLATIONS = gettext.GNUTranslations(file)
# Where these stand in English they are names.
NAMES = {"Assistant", "Confab", "Markdown", "JSON", "HTML", "MCP", "API Key", "App ID"}


def is_english(text):
    """Whether it has a translation, and is not that."""
    for each in (text, text.rstrip("…:.")):
        if each and each not in NAMES and TRANSLATIONS.gettext(each) != each:
            return True
    return False


def sentence(form, *values):
    """What a form says with these values."""
    translated = TRANSLATIONS.gettext(form)
    assert translated != form, form
    return translated.replace("%u", "%s") % values


def in_chinese(english):
    """A pattern of it as it stands on the screen, where an access key is in brackets, or not at all."""
    # A name with a number stands as a form in the catalogue.
    number = re.search(r"\d+", english)
    form = english if number is None else english.replace(number.group(), "%s")
    # pylint: disable-next=protected-access
    found = {shown for given, shown in TRANSLATIONS._catalog.items()
             if isinstance(given, str) and given.replace("_", "") == form}
    if english in NAMES:
        found.add(english)
    assert found and form not in found - NAMES, (english, found)
    return re.compile("^(" + "|".join(
        r"(\(\w\))?".join(map(re.escape, re.split(r"\(_\w\)|_", shown)))
        .replace("%s", number.group() if number else "%s") for shown in found) + r")(?!\w)")
