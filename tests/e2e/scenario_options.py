#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of an application in the real dialog: set, refused, sent with the right types, there
after a restart; presets; a token that is nowhere but in the keyring."""

import json
import pathlib
import re
import tempfile

from stage import Confab, demo_service, read_database, until
import tap

TOKEN = "canary-7f3a9c"


def open_page(confab, page):
    if not confab.every("list item", page):
        confab.keys("ctrl+comma")
        confab.click(confab.find("page tab", "Applications"))
        confab.click(confab.find("list item", "Everything"))
    confab.click(confab.find("list item", page))


def close(confab):
    confab.keys("Escape")
    confab.keys("Escape")
    until("the dialog to go", lambda: not confab.every("frame", "Settings"))


def choose(confab, name, steps):
    """With real keys: the list of a row, so many steps down from the first."""
    confab.click(confab.find("combo box", name))
    until("the list", lambda: len(confab.shown("label", "Not Set")) > 0)
    confab.keys(*["Down"] * steps, "Return")


def stored():
    return json.loads(read_database("SELECT options FROM app")[0][0] or "{}")


def sent(log):
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    return [line["body"] for line in lines if line["method"] == "POST"]


def add_id(confab, button, value, n):
    confab.press(button)
    until("one more row", lambda: len(confab.shown("text", "ID")) == n)
    confab.write(confab.shown("text", "ID")[-1], value)


with tempfile.TemporaryDirectory() as folder:
    log = pathlib.Path(folder) / "requests"
    with demo_service(log=log) as url:
        with Confab() as confab:
            confab.add_application("Everything", url, "sk-demo", "phones")

            with tap.case("answers: unset until set, and what is out of range is refused on its row"):
                open_page(confab, "Answers")
                choose(confab, "Thoughts", 1)
                choose(confab, "System Time", 2)
                for name, text in (("Model ID", "qwen-max"), ("Earlier Rounds", "3"),
                                   ("Temperature", "0.5"), ("Top P", "0.9"), ("Top K", "20"),
                                   ("Seed", "7"), ("Tokens at Most", "100")):
                    confab.write_field(name, text)
                wanted = {"has_thoughts": True, "enable_system_time": False, "model_id": "qwen-max",
                          "dialog_round": 3, "temperature": 0.5, "top_p": 0.9, "top_k": 20, "seed": 7,
                          "max_tokens": 100}
                until("all of it in the file", lambda: stored().get("parameters") == wanted)
                confab.write_field("Temperature", "5")
                until("nothing of it sent", lambda: "temperature" not in stored()["parameters"])
                assert confab.every("label", re.compile("2"), within=None)
                confab.write_field("Temperature", "0.5")
                until("the value again", lambda: stored()["parameters"] == wanted)
                confab.picture_to("options-answers")

            with tap.case("advanced: old fields, codes, and an object of what has no row"):
                open_page(confab, "Advanced")
                for name, text in (("Memory ID", "mem-1"), ("Text Sent", "query_security_check"),
                                   ("parameters", '{"later": [1, "1", null]}')):
                    confab.write_field(name, text)
                wanted |= {"later": [1, "1", None],
                           "cip_service_codes": {"text": {"input": "query_security_check"}}}
                until("all of it in the file", lambda: stored()["parameters"] == wanted)
                confab.write_field("parameters", '{"seed": 1}')
                confab.find("label", re.compile("seed.*row of its own"))
                confab.write_field("parameters", '{"later": [1, "1", null]}')
                until("the value again", lambda: stored()["parameters"] == wanted)

            with tap.case("a knowledge filter: what is missing is said"):
                open_page(confab, "Knowledge Base")
                confab.press("Metadata Filter: Add Condition")
                confab.find("text", "Key")
                confab.type("brand")
                confab.keys("Tab")
                confab.type("Aurora")
                confab.keys("Return")
                confab.find("label", re.compile("knowledge bases"))
                add_id(confab, "Add Knowledge Base", "phones", 1)
                until("the filter", lambda: stored()["parameters"].get("rag_options") == {
                    "pipeline_ids": ["phones"], "metadata_filter": {"brand": "Aurora"}})
                confab.picture_to("options-knowledge")
                wanted["rag_options"] = stored()["parameters"]["rag_options"]

            with tap.case("a plug-in's parameter keeps its type; its token is in no file"):
                open_page(confab, "Plug-ins")
                confab.press("Add Plug-in")
                confab.find("button", "Add")
                confab.type("dormitory")
                confab.keys("Return")
                confab.click(confab.find("list item", "Add Parameter"))
                confab.write_field("Name", "article_index")
                # Newer GTK names it by what is chosen.
                confab.click(confab.find("combo box", re.compile("^(Type|Text)$")))
                until("the types", lambda: confab.shown("label", "Yes or No"))
                confab.keys("Down", "Return")
                confab.write(confab.shown("text", "Value")[-1], "2")
                until("a number", lambda: stored()["input"].get("biz_params", {}).get(
                    "user_defined_params") == {"dormitory": {"article_index": 2}})
                confab.click(confab.shown("text", re.compile("^Token, to be kept"))[0])
                confab.type(TOKEN)
                confab.keys("Return")
                until("it is named", lambda: stored().get("tokens") == {"dormitory": True})
                confab.picture_to("options-plugins")
                assert TOKEN not in json.dumps([widget.name for widget in confab.widgets()])
                close(confab)

            with tap.case("the request has it all, each with its type"):
                confab.send("Please recommend a phone")
                confab.wait_for_answer()
                body = sent(log)[-1]
                have = {key: value for key, value in body["parameters"].items()
                        if key != "incremental_output"}
                assert have == wanted, have
                assert body["parameters"]["incremental_output"] is True
                assert body["input"]["memory_id"] == "mem-1", body
                assert body["input"]["biz_params"]["user_defined_params"] == \
                    {"dormitory": {"article_index": 2}}, body
                assert set(body["input"]["biz_params"]) == \
                    {"user_defined_params", "user_defined_tokens"}, body
                assert TOKEN not in log.read_text(encoding="utf-8")
                confab.quit()

        with Confab() as confab, tap.case("after a restart it is all there, and of the token nothing"):
            confab.composer()
            open_page(confab, "Answers")
            confab.find("text", "Model ID")
            until("the value", lambda: confab.text(confab.shown("text", "Model ID")[0]) == "qwen-max")
            open_page(confab, "Plug-ins")
            confab.find("list item", re.compile("^dormitory"))
            assert TOKEN not in json.dumps([widget.name for widget in confab.widgets()])
            for path in pathlib.Path(read_database("PRAGMA database_list")[0][2]).parent.rglob("*"):
                assert not path.is_file() or TOKEN.encode() not in path.read_bytes(), path
            close(confab)
            confab.quit()

tap.end()
