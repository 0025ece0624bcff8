#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dark, narrow, large, in high contrast and Chinese: the same program, looked at. The pictures are for people; what is checked
here is that nothing is missing and nothing stands outside the window."""

import subprocess

from stage import CHINESE, Confab, until
from confab_window import WELCOME_DEMO
import tap



def stand_inside(confab):
    """Nothing that is used all day stands outside of the window."""
    start, _, size, _ = confab.extents(confab.find("frame"))
    for what in (confab.composer(), confab.find("button", "Send"), confab.conversation()):
        left, _, width, _ = confab.extents(what)
        assert left >= start and left + width <= start + size, what


with Confab(ADW_DEBUG_COLOR_SCHEME="prefer-dark") as confab:
    with tap.case("dark"):
        confab.press(WELCOME_DEMO)
        confab.send("Who are you?")
        confab.wait_for_answer()
        confab.picture_to("dark")

    with tap.case("narrow: 360 px, and nothing stands outside"):
        confab.resize(360, 640)
        until("the narrow window", lambda: confab.extents(confab.find("frame"))[2] <= 372)
        stand_inside(confab)
        confab.picture_to("narrow")
        confab.quit()



def resources(text):
    """What GTK reads on a display without a settings daemon."""
    subprocess.run(["xprop", "-root", "-format", "RESOURCE_MANAGER", "8s",
                    "-set", "RESOURCE_MANAGER", text], check=True)


resources("Xft.dpi:\t192\n")
with Confab() as confab, tap.case("text of twice the size"):
    confab.resize(1100, 760)
    confab.send("Where are my conversations kept?")
    confab.wait_for_answer()
    stand_inside(confab)
    confab.picture_to("large-text")
    confab.quit()
resources("")

with Confab(ADW_DEBUG_HIGH_CONTRAST="1") as confab, tap.case("high contrast"):
    confab.send("What can I ask you?")
    confab.wait_for_answer()
    stand_inside(confab)
    confab.picture_to("high-contrast")
    confab.quit()

with Confab(**CHINESE) as confab:
    with tap.case("Chinese"):
        confab.resize(1100, 760)
        confab.find("button", "发送")
        confab.find("list", "对话")
        english = [widget.name for widget in confab.shown("button")
                   if widget.name in ("Send", "New Session", "Main Menu", "Copy Answer")]
        assert not english, english
        confab.picture_to("chinese")
        confab.quit()

tap.end()
