#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings dialog: the order of applications, a name, a test that fails and says why, deleting."""

import re
import socket

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


def apply(confab, name, text):
    """Written with real keys, and applied."""
    confab.click(confab.shown("text", name)[0])
    confab.keys("ctrl+a")
    confab.type(text)
    confab.keys("Return")


# What is wrong → the fault that plays it, what happened, what to do, and the code.
WRONG = {
    "wrong region": ("fault-401", "The Key Was Refused", "region", "InvalidApiKey"),
    "no access": ("fault-403", "The Application Denied Access", "workspace", "App.AccessDenied"),
    "unpublished": ("fault-not-published", "The Workflow Is Not Published", "Publish it",
                    "FlowNotPublished"),
}


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

    with tap.case("an application's test tells what is wrong, what to do, and the request"):
        confab.click(confab.find("list item", "First"))
        confab.find("button", "Back")
        for kind, (app_id, title, advice, code) in WRONG.items():
            apply(confab, "App ID", app_id)
            until("the id", lambda app_id=app_id: read_database("SELECT app_id FROM app") == [(app_id,)])
            confab.press("Test")
            told = confab.find("label", re.compile(f"^{title}.*{code}", re.DOTALL)).name
            assert advice in told and re.search(r"Request ID: \S{8}", told), (kind, told)
            confab.picture_to("settings-test-" + app_id)
        go_back(confab)

    with tap.case("a connection: what is wrong stands on its row"):
        turn_to(confab, "Connections")
        confab.click(confab.find("list item", re.compile("^127.0.0.1")))
        confab.find("button", "Back")
        apply(confab, "Base URL", "ftp:nowhere")
        confab.find("label", re.compile("https"))
        confab.picture_to("settings-connection")
        go_back(confab)
        until("the list", lambda: confab.shown("list item", re.compile("^127.0.0.1")))

    with tap.case("its test tells the same, by its first application"):
        confab.click(confab.find("list item", re.compile("^127.0.0.1")))
        confab.find("button", "Back")
        # Newer GTK names it after its row.
        confab.press(re.compile("^(Test|Does it answer)"))
        told = confab.find("label", re.compile("^The Workflow Is Not Published")).name
        assert "Publish it" in told and "FlowNotPublished" in told and "Request ID: " in told, told
        confab.picture_to("settings-test-connection")

    with tap.case("a service that cannot be reached"):
        with socket.create_server(("127.0.0.1", 0)) as closed:
            port = closed.getsockname()[1]
        apply(confab, "Base URL", f"http://127.0.0.1:{port}/api/v1")
        # Newer GTK names it after its row.
        confab.press(re.compile("^(Test|Does it answer)"))
        told = confab.find("label", re.compile("^The Service Could Not Be Reached")).name
        assert "base URL" in told, told
        confab.picture_to("settings-test-unreachable")
        apply(confab, "Base URL", url)
        until("the address", lambda: read_database("SELECT base_url FROM connection") == [(url,)])
        go_back(confab)

    with tap.case("a connection answers, by its first application; another is added"):
        turn_to(confab, "Applications")
        confab.click(confab.find("list item", "First"))
        confab.find("button", "Back")
        apply(confab, "App ID", "assistant")
        until("the id", lambda: read_database("SELECT app_id FROM app") == [("assistant",)])
        go_back(confab)
        turn_to(confab, "Connections")
        confab.click(confab.find("list item", re.compile("^127.0.0.1")))
        confab.find("button", "Back")
        # Newer GTK names it after its row.
        confab.press(re.compile("^(Test|Does it answer)"))
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
