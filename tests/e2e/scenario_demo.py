#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""First start, the demo, an answer that grows while it comes, Stop, and everything found again."""

from stage import Confab, until
from confab_window import WELCOME_ADD, WELCOME_DEMO
import tap

PROMPT = "Who are you?"
LONG = "How do I write a message, and where are my keys kept?"

with Confab() as confab:
    with tap.case("the first start offers the demo"):
        confab.find("button", WELCOME_DEMO)
        confab.find("button", WELCOME_ADD)
        confab.picture_to("first-start")

    with tap.case("everything that takes the focus has a name"):
        assert not confab.nameless(), confab.nameless()

    with tap.case("the demo opens with the composer ready"):
        confab.press(WELCOME_DEMO)
        composer = confab.composer()
        until("the focus in the composer", lambda: "focused" in confab.states(composer))

    with tap.case("the answer on the screen grows while the server is still sending"):
        confab.send(PROMPT)
        area = confab.conversation()
        seen = []

        def look():
            picture = confab.picture(area)
            # Looked at afterwards: at the time of the picture the answer was still open.
            if confab.answering() and (not seen or picture.digest != seen[-1].digest
                                       and picture.ink > seen[-1].ink):
                seen.append(picture)
                if len(seen) == 2:
                    confab.picture_to("streaming")
            return len(seen) >= 4 or not confab.answering() and seen

        until("four growing states of the answer", look)
        assert len(seen) >= 4, f"only {len(seen)} states were seen before the end"

    with tap.case("the answer ends, and a screen reader has its text"):
        confab.wait_for_answer()
        until("the text of the answer", lambda: "Confab" in confab.messages()[-1])
        confab.picture_to("answer")

    with tap.case("the service remembers the session"):
        confab.send("What did I ask before?")
        confab.wait_for_answer()
        until("the quotation", lambda: PROMPT in confab.messages()[-1])

    with tap.case("Stop ends an answer and keeps what came"):
        confab.send(LONG)
        confab.find("button", "Stop")
        before = confab.picture(confab.conversation())
        until("a part of the answer",
              lambda: confab.picture(confab.conversation()).digest != before.digest)
        confab.keys("Escape")
        confab.find("button", "Send")
        until("the mark of the stop", lambda: "topped" in confab.messages()[-1])
        confab.picture_to("stopped")
        before = confab.messages()

    with tap.case("it ends by Ctrl+Q"):
        confab.quit()

with Confab() as confab:
    with tap.case("the next start finds the conversation"):
        until("the conversation", lambda: confab.messages() == before)
        until("the session in the list", lambda: any(PROMPT in name for name in confab.sessions()))
        confab.picture_to("restart")

    with tap.case("the conversation goes on"):
        confab.send("I want to visit Singapore")
        confab.wait_for_answer()
        until("an answer", lambda: "Singapore" in confab.messages()[-1])
        confab.quit()

tap.end()
