#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every window, dialog and menu in Chinese: nothing that is seen or heard has been left in English, and
nothing that takes the focus is without a name. The pictures are for people."""

from catalogue import in_chinese, is_english, sentence
from stage import CHINESE, Confab
import tap
from tour import Tour

with Confab(**CHINESE) as confab:
    def all_chinese(place):
        left = sorted({word for widget in confab.every()
                       for word in (widget.name, widget.description) if word and is_english(word)})
        confab.picture_to(f"chinese-{place}")
        assert not left, left
        unnamed = confab.nameless()
        assert not unnamed, unnamed

    Tour(confab, all_chinese, in_chinese, sentence).walk()
    with tap.case("quitting"):
        confab.quit()

tap.end()
