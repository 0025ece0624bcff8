#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An application of one's own, and proof that text is shown before the next piece is sent.

The server of this scenario lets each piece go by hand. When the screen shows more, the piece after it
has not left the server: no end state can be mistaken for growth.
"""

from stage import Confab, until
import tap
from held_server import HeldServer

PIECES = ["The first piece stands on the screen", " before the second one is sent,",
          " and so it goes on:\n\nnew paragraphs", " come as well,\n\n你好，世界", " and then an end."]

server = HeldServer()

with Confab() as confab:
    with tap.case("an application is added by its address, key and App ID"):
        confab.add_application("Held", server.base_url, "sk-held-example", "held-app")

    with tap.case("each piece is on the screen before the next one leaves the server"):
        confab.send("Say it piece by piece")
        request = server.requests.get(timeout=30)
        assert request["input"]["prompt"] == "Say it piece by piece", request
        area = confab.conversation()
        for piece in PIECES[:-1]:
            before = confab.picture(area)
            server.send(piece)
            until(f"more to see after {piece!r}",
                  lambda before=before: confab.picture(area).ink > before.ink)
            assert confab.answering()
        confab.picture_to("growing")

    with tap.case("the end of the answer ends it, with all its text"):
        server.send(PIECES[-1], last=True)
        confab.wait_for_answer()
        until("the whole text", lambda: "".join(PIECES) in confab.messages()[-1])

    with tap.case("a connection lost in the middle keeps the part and offers Retry"):
        confab.send("And again")
        server.requests.get(timeout=30)
        server.send("Only this much")
        server.drop()
        confab.find("button", "Retry")
        assert "Only this much" in confab.messages()[-1], confab.messages()
        confab.picture_to("error")

    with tap.case("Retry asks again"):
        confab.press("Retry")
        request = server.requests.get(timeout=30)
        # What broke off may be in the service's session: so the history goes along instead of it.
        assert "session_id" not in request["input"], request
        assert request["input"]["messages"][-1] == {"role": "user", "content": "And again"}, request
        server.send("All of it", last=True)
        confab.wait_for_answer()
        until("the new answer", lambda: "All of it" in confab.messages()[-1])
        confab.quit()

server.close()
tap.end()
