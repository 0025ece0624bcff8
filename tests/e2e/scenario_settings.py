#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings dialog: the order of applications, a name, a test that fails and says why, deleting."""

import re

from stage import Confab, demo_service, read_database, until
import tap


def go_back(confab):
    # Until the page is gone, clicks and keys go to it.
    confab.press("Back")
    confab.gone("button", "Back")


def turn_to(confab, page):
    tab = confab.find("page tab", page)
    confab.click(tab)
    until(f"the page {page}", lambda: "selected" in confab.states(tab))


with demo_service() as url, Confab() as confab:
    confab.add_application("First", url, "sk-demo", "assistant")

    with tap.case("three pages"):
        confab.keys("ctrl+comma")
        confab.find("list item", "Text Size")
        confab.in_front(2)
        confab.picture_to("settings-general")

    with tap.case("an application: its name applies, its test answers, a wrong id is named"):
        turn_to(confab, "Applications")
        confab.picture_to("settings-apps")
        confab.click(confab.find("list item", "First"))
        confab.find("button", "Back")
        confab.press("Test")
        confab.find("label", "The Application Answers")
        confab.picture_to("settings-app")
        confab.write_field("App ID", "no-such-app")
        confab.press("Test")
        confab.find("label", re.compile("Request ID:"))
        confab.picture_to("settings-test")
        go_back(confab)

    with tap.case("a connection: what is wrong stands on its row"):
        turn_to(confab, "Connections")
        confab.click(confab.find("list item", re.compile("^127.0.0.1")))
        confab.find("button", "Back")
        confab.click(confab.shown("text", "Base URL")[0])
        confab.keys("ctrl+a")
        confab.type("ftp:nowhere")
        confab.keys("Return")
        confab.find("label", re.compile("https"))
        confab.picture_to("settings-connection")
        go_back(confab)
        until("the list", lambda: confab.shown("list item", re.compile("^127.0.0.1")))

    with tap.case("a connection answers, by its first application; another is added"):
        confab.click(confab.find("list item", re.compile("^127.0.0.1")))
        confab.find("button", "Back")
        confab.press(re.compile("^Test"))
        confab.find("label", "The Application Answers")
        go_back(confab)
        until("the list", lambda: confab.shown("list item", re.compile("^127.0.0.1")))
        confab.press("Add Connection")
        confab.find("label", "New Connection")
        confab.find("label", re.compile("^Add an application first"))
        assert read_database("SELECT base_url FROM connection WHERE name = 'New Connection'") == [
            ("https://dashscope-intl.aliyuncs.com/api/v1",)]
        confab.picture_to("settings-new-connection")
        go_back(confab)
        until("both", lambda: confab.shown("list item", re.compile("^New Connection")))
        confab.keys("Escape")
        confab.in_front(1)

    with tap.case("the key to quit works from the dialog"):
        confab.keys("ctrl+comma")
        confab.find("list item", "Text Size")
        confab.in_front(2)
        confab.quit()

tap.end()
