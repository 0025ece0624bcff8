#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo by its inputs: a token that is wrong and one that is right, another city, inputs that are
learnt from a sample and from the last request, files of presets that are refused; all in the real dialog."""

import json
import os
import pathlib
import re

from settings_steps import choose_file, close_settings, give_token, open_app, preset_menu
from stage import Confab, read_database, sent, until
import tap

FOLDER = pathlib.Path(os.environ["HOME"]) / "presets"
FOLDER.mkdir()

SECRET = {"confab_presets": [{"name": "x", "kind": "plugin", "options": {"input": {"biz_params": {
    "user_defined_tokens": {"a": {"user_token": "canary-77"}}}}}}]}
FILES = (
    ("odd.json", '{"format":"something"}', "no file of presets"),
    ("nameless.json", '{"confab_presets":[{"options":{}}]}', "no name or no options"),
    ("secret.json", json.dumps(SECRET), "Tokens are kept in the keyring, never here"),
    ("large.json", '{"confab_presets":[]}' + " " * (4 * 1024 * 1024), "too large"),
)


def options_of(app):
    return read_database("SELECT options FROM app WHERE name = ?", app)[0][0] or ""


def set_token(confab, token):
    open_app(confab, "Dormitory Rules with a Token", "Plug-ins")
    if not confab.shown("text", re.compile("^Token, ")):
        confab.click(confab.find("list item", re.compile("^dormitory")))
    give_token(confab, token)
    close_settings(confab)


def learn(confab, text):
    confab.click(confab.shown("button", "Learn From JSON…")[0])
    confab.find("button", "Learn")
    confab.type(text)
    confab.keys("Return")
    confab.gone("button", "Learn")


with Confab("--demo") as confab:
    confab.composer()

    with tap.case("a wrong token is a clear error with advice, the right one answers"):
        confab.new_session(3)
        set_token(confab, "wrong-token")
        confab.send("What does the article say?")
        confab.find("label", "A Step of the Application Failed")
        confab.find("label", "InvokePluginFailed")
        confab.find("label", re.compile("^Check the application’s plug-ins"))
        confab.picture_to("inputs-wrong-token")
        set_token(confab, "demo-token")
        confab.ask("What does the article say?", "Living together")

    with tap.case("another city"):
        confab.new_session(4)
        confab.ask("Which districts are there?", "Singapore")
        open_app(confab, "City Divisions", "Workflow Inputs")
        confab.write(confab.find("text", "Value"), "Hangzhou")
        until("it is stored", lambda: "Hangzhou" in options_of("City Divisions"))
        close_settings(confab)
        confab.ask("Which districts are there?", "Hangzhou")
        assert sent()["input"]["biz_params"] == {"city": "Hangzhou"}, sent()

    with tap.case("inputs are learnt from a sample, which must be one; those that are there stay"):
        open_app(confab, "City Divisions", "Workflow Inputs")
        learn(confab, '{"input":{"biz_params":{"city":"Singapore","count":3,"deep":true}}}')
        until("all with their types", lambda: json.loads(options_of("City Divisions"))
              .get("input", {}).get("biz_params") == {"city": "Hangzhou", "count": 3, "deep": True})
        confab.picture_to("inputs-learnt")
        before = options_of("City Divisions")
        learn(confab, "[1]")
        confab.find("label", re.compile("no JSON object"))
        assert options_of("City Divisions") == before

    with tap.case("files of presets that are none are refused with the reason"):
        for name, content, reason in FILES:
            (FOLDER / name).write_text(content, encoding="utf-8")
            preset_menu(confab, "i")
            choose_file(confab, 3, FOLDER / name, 3)
            confab.find("label", f"“{name}” Was Not Imported")
            confab.find("label", re.compile(reason))
            confab.picture_to(f"inputs-refused-{name.split('.')[0]}")
            assert "canary-77" not in "".join(each.name or "" for each in confab.widgets())
            confab.keys("Escape")
            confab.in_front(2)
        assert read_database("SELECT count(*) FROM preset") == [(0,)]
        close_settings(confab)

    with tap.case("inputs of a session are learnt from its last request"):
        confab.keys("ctrl+p")
        confab.in_front(2)
        confab.click(confab.find("list item", "Workflow Inputs"))
        confab.click(until("the button", lambda: confab.shown("button", "Learn From the Last Request"))[0])
        until("the city of the last request", lambda: "Hangzhou" in (
            read_database("SELECT group_concat(options) FROM session")[0][0] or ""))
        confab.picture_to("inputs-learnt-last")
        confab.keys("Escape")
        confab.in_front(1)
        confab.ask("Which districts are there?", "Hangzhou")
        # An earlier answer is of that city, too: the session's input goes with those of the application.
        until("all inputs to be sent", lambda: sent()["input"]["biz_params"]
              == {"city": "Hangzhou", "count": 3, "deep": True})
        confab.quit()

tap.end()
