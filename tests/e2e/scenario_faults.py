#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A fault of the service, through the real network path: `confab demo-service` in its own process."""

from stage import Confab, demo_service, read_database, until
import tap

with demo_service() as base_url, Confab() as confab:
    with tap.case("an application that will break off is added"):
        confab.add_application("Broken", base_url, "sk-demo", "fault-cut-inside")

    with tap.case("the cut answer says so in the conversation"):
        confab.send("Who are you?")
        confab.find("button", "Retry")
        until("the state in the row's name", lambda: "incomplete" in confab.messages()[-1])

    with tap.case("Retry makes a new answer, and the first one stays as a version"):
        before = len(confab.messages())
        confab.press("Retry")
        until("another answer in the store", lambda: read_database(
            "SELECT count(*) FROM message WHERE role <> 'user'") == [(2,)])
        confab.wait_for_answer()
        confab.find("button", "Retry")
        assert len(confab.messages()) == before, confab.messages()
        confab.quit()

tap.end()
