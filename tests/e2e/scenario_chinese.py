#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every window, dialog and menu in Chinese: nothing that is seen or heard has been left in English, and
nothing that takes the focus is without a name. The pictures are for people."""

import gettext
import os
import pathlib
import re

from stage import CHINESE, Confab
import tap
from tour import Tour

CATALOGUE = pathlib.Path(os.environ["CONFAB_LOCALEDIR"], "zh_CN", "LC_MESSAGES", "confab.mo")
with CATALOGUE.open("rb") as file:
    TRANSLATIONS = gettext.GNUTranslations(file)
# pylint: disable=protected-access
# Where these stand in English they are names.
NAMES = {"Assistant", "Confab", "Markdown", "JSON", "HTML", "MCP", "API Key", "App ID"}


def is_english(text):
    for each in (text, text.rstrip("…:.")):
        if each and each not in NAMES and TRANSLATIONS.gettext(each) != each:
            return True
    return False


def in_chinese(english):
    """As it stands on the screen, where an access key is in brackets, or not at all."""
    # A name with a number stands as a form in the catalogue.
    number = re.search(r"\d+", english)
    form = english if number is None else english.replace(number.group(), "%s")
    found = {shown for given, shown in TRANSLATIONS._catalog.items()
             if isinstance(given, str) and given.replace("_", "") == form}
    if english in NAMES:
        found.add(english)
    assert found and form not in found - NAMES, (english, found)
    return re.compile("^(" + "|".join(
        r"(\(\w\))?".join(map(re.escape, re.split(r"\(_\w\)|_", shown)))
        .replace("%s", number.group() if number else "%s") for shown in found) + r")(?!\w)")


with Confab(**CHINESE) as confab:
    def all_chinese(place):
        left = sorted({word for widget in confab.every()
                       for word in (widget.name, widget.description) if word and is_english(word)})
        confab.picture_to(f"chinese-{place}")
        assert not left, left
        unnamed = confab.nameless()
        assert not unnamed, unnamed

    Tour(confab, all_chinese, in_chinese).walk()
    with tap.case("quitting"):
        confab.quit()

tap.end()
