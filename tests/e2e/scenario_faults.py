#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A fault of the service, through the real network path: `confab demo-service` in its own process."""

from stage import Confab, demo_service, until
import tap

with demo_service() as base_url, Confab() as confab:
    with tap.case("an application that will break off is added"):
        confab.add_application("Broken", base_url, "sk-demo", "fault-cut-inside")

    with tap.case("the cut answer says so in the conversation"):
        confab.send("Who are you?")
        confab.find("button", "Retry")
        until("the state in the row's name", lambda: "incomplete" in confab.messages()[-1])

    with tap.case("Retry makes a new answer, and the first one stays"):
        before = len(confab.messages())
        confab.press("Retry")
        until("another answer", lambda: len(confab.messages()) > before)
        confab.find("button", "Retry")
        confab.quit()

tap.end()
