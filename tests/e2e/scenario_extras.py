#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes along with a message, by the keyboard: attached by address, switched for one message, looked
at before it is sent, copied without a secret."""

import re

from stage import Confab, clipboard, until
import tap

KEY_SHAPE = re.compile(r"sk-[0-9A-Za-z]{6,}|Bearer [0-9A-Za-z]{6,}")


def composer_has_focus(confab):
    until("the focus in the text", lambda: "focused" in confab.states(confab.composer()))


def reach(confab, name, role):
    """Tab until it has the focus."""
    def there():
        found = confab.shown(role, name)
        if found and "focused" in confab.states(found[0]):
            return True
        confab.keys("Tab")
        return False
    until(f"the focus on {name}", there)


with Confab("--demo") as confab:
    confab.composer()

    with tap.case("an image by its address: what is wrong is said, and what was typed stays"):
        confab.press("Attach")
        until("the menu", lambda: confab.shown("menu item", re.compile("Image by Address")))
        confab.picture_to("extras-attach-menu")
        confab.keys("Down", "Return")
        entry = confab.find("text", "Address")
        confab.in_front(2)
        confab.type("picture.png")
        confab.keys("Return")
        confab.find("label", re.compile("public address that begins"))
        entry = confab.find("text", "Address")
        until("what was typed", lambda: confab.text(entry) == "picture.png")
        confab.keys("ctrl+a")
        confab.type("https://example.com/roof.png")
        confab.keys("Return")
        confab.in_front(1)
        until("the chip", lambda: confab.shown("button", "roof.png"))
        composer_has_focus(confab)

    with tap.case("thinking for this message only, and Escape out of the popover"):
        confab.keys("shift+Tab", "shift+Tab", "Return")
        until("the popover", lambda: confab.shown(None, re.compile("^This Message Only")))
        confab.picture_to("extras-popover")
        confab.press("This Message Only", role=None)
        reach(confab, "Thinking", role="check box")
        confab.keys("space")
        until("the chip", lambda: confab.every("button", "Thinking"))
        confab.keys("Escape")
        until("the popover to go", lambda: len(confab.windows()) == 1)
        confab.keys("ctrl+l")
        composer_has_focus(confab)

    with tap.case("what will be sent: by its key, without a secret, and back by Escape"):
        confab.type("What is on the roof")
        confab.keys("ctrl+shift+r")
        confab.find("text", "Body")
        confab.in_front(2)
        confab.picture_to("extras-request")
        body = confab.text(confab.find("text", "Body"))
        head = confab.text(confab.find("text", "Request"))
        assert '"prompt": "What is on the roof"' in body, body
        assert "https://example.com/roof.png" in body, body
        assert '"enable_thinking": true' in body, body
        assert "Authorization: Bearer ***" in head, head
        for widget in confab.widgets():
            assert not KEY_SHAPE.search(widget.name or ""), widget.name
        confab.press("Copy as")
        until("the menu", lambda: confab.shown("menu item", "cURL"))
        confab.keys("Return")
        until("the command", lambda: clipboard().startswith("curl "))
        assert "$DASHSCOPE_API_KEY" in clipboard()
        assert not KEY_SHAPE.search(clipboard()), clipboard()
        until("the menu to go", lambda: len(confab.windows()) == 2)

        # The first one may be the toast's.
        def closed():
            if len(confab.windows()) > 1:
                confab.keys("Escape")
            return len(confab.windows()) == 1
        until("the window to go", closed)
        confab.in_front(1)
        composer_has_focus(confab)

    with tap.case("sent, it is with the prompt, and the next message has none of it"):
        confab.keys("Return")
        confab.wait_for_answer()
        until("no chips", lambda: not confab.shown("button", "Thinking"))
        confab.picture_to("extras-sent")
        composer_has_focus(confab)
        confab.quit()

tap.end()
