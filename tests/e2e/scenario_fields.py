#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every field of the protocol, as option_fields.py lists them: set in the real dialog with real keys, sent
to the demo service, found in its log as exactly that type, and there again after a restart."""

import copy
import json
import pathlib
import re
import tempfile

import option_fields
from option_fields import AGENT, ATTACHED, MESSAGES, STREAMS, WORKFLOW, WORKSPACE
from options_dialog import Dialog
from stage import Confab, demo_service, until
import tap

ABSENT = object()


def same(one, other):
    """1 is not 1.0 and not True."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other


def get(node, path):
    for name in path.split("/")[1:]:
        if not isinstance(node, dict) or name not in node:
            return ABSENT
        node = node[name]
    return node


def put(node, path, value):
    *above, name = path.split("/")[1:]
    for each in above:
        node = node.setdefault(each, {})
    node[name] = value


def place(field):
    """Where it is sent: a path in the body, or the name of a header."""
    if field.at:
        return field.at
    return field.path.removeprefix("/headers/")


def last_request(log, n):
    """The n-th that was sent."""
    def lines():
        every = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
        return [line for line in every if line["method"] == "POST"]
    return until(f"request {n}", lambda: lines()[n - 1:])[0]


def check(field, request):
    where = place(field)
    if where.startswith("/"):
        found = get(request["body"], where)
    else:
        found = {name.lower(): value for name, value in request["headers"].items()}.get(where.lower(), ABSENT)
    wanted = ABSENT if field.sent is None and field.path == "/stream" else field.sent
    if where == "/input/messages":
        assert found[-1]["role"] == "user" and found[-1]["content"], found
        found = found[:-1]
    if not (found is wanted or same(found, wanted)):
        raise AssertionError(f"{field.path}: {found!r} was sent, not {field.sent!r}")


def check_all(fields, request):
    for field in fields:
        check(field, request)


def check_nothing_else(fields, request):
    """The body is made of these and of what each call has."""
    body = copy.deepcopy(request["body"])
    rest = {"input": {}, "parameters": {}, "debug": {}}
    for field in fields:
        if place(field).startswith("/") and field.path != "/stream":
            put(rest, place(field), field.sent)
    for name in ("prompt", "session_id"):
        body["input"].pop(name, None)
    if "incremental_output" in body["parameters"]:
        rest["parameters"]["incremental_output"] = body["parameters"]["incremental_output"]
    assert same(body, rest), f"{body} was sent, not {rest}"


def fill_in(dialog, pages):
    for page, fields in pages.items():
        with tap.case(f"{page}: {len(fields)} fields with real keys"):
            dialog.open(page)
            for field in fields:
                dialog.set(field)
            dialog.confab.picture_to("fields-" + page.lower().replace(" ", "-"))


def attach(confab, item, name, text):
    before = set(confab.windows())
    confab.press("Attach")
    # Its items are known from the last time, before it is there.
    until("the menu", lambda: set(confab.windows()) - before)
    items = until("its first item", lambda: confab.shown("menu item", state="focused")
                  and confab.shown("menu item"))
    steps = [bool(re.search(item, each.name)) for each in items].index(True)
    confab.keys(*["Down"] * steps, "Return")
    confab.find("text", name)
    confab.in_front(2)
    confab.type(text)
    confab.keys("Return")
    confab.in_front(1)


def shows(dialog, field):
    """That the form has it again."""
    confab = dialog.confab
    if field.how == "text":
        entry = dialog.field(field.given[0])
        typed = field.given[1]
        shown = confab.text(entry)
        if typed.startswith(("{", "[")):
            return same(json.loads(shown), json.loads(typed))
        return shown == typed
    if field.how == "tags":
        return all(confab.every("button", f"Remove {value}") for value in field.given[2])
    if field.how == "ids":
        return all(confab.every("list item", value) for value in field.given[1])
    if field.how == "conditions":
        texts = [confab.text(each) for each in confab.shown("text", re.compile("^(Key|Column)$"))]
        return all(key in texts and all(confab.every("button", f"Remove {value}") for value in values)
                   for key, values in field.given[1])
    if field.how in ("parameter", "input"):
        names = [confab.text(each) for each in confab.every("text", "Name")]
        return field.given[1] in names
    if field.how == "choice":
        row = confab.find("combo box", field.given[0])
        return not confab.shown("label", "Not Set", within=row)
    return True


def check_restored(dialog, pages):
    for page, fields in pages.items():
        with tap.case(f"{page}: after a restart it is all there"):
            dialog.open(page)
            for field in fields:
                # That of the workflow has gone with the JSON that was written over it.
                if field.path != "/stream":
                    until(f"{field.path} in the form", lambda field=field: shows(dialog, field))


def options_of(fields):
    """What the options say, as the JSON tab has it."""
    options = {}
    for field in fields:
        if field.path.startswith(("/input", "/parameters", "/headers", "/debug", "/body")):
            put(options, field.path, field.sent)
    return options


def check_json(dialog, fields):
    """The whole of it on the page that has all options, types and all."""
    dialog.open("Advanced")
    dialog.confab.click(dialog.confab.find(None, "JSON", state="focusable"))
    view = dialog.confab.find("text", "Options as JSON")
    options = json.loads(dialog.confab.text(view))
    for name in ("local", "tokens", "stream"):
        options.pop(name, None)
    wanted = options_of(fields)
    assert same(options, wanted), f"{options}, not {wanted}"


def all_of(pages):
    return [field for fields in pages.values() for field in fields]


def restart(home, application, pages):
    with Confab(XDG_DATA_HOME=str(home)) as confab:
        confab.composer()
        dialog = Dialog(confab, application)
        check_restored(dialog, pages)
        with tap.case("after a restart the JSON has each with its type"):
            fields = all_of(pages)
            if pages is WORKFLOW:
                fields = fields + [STREAMS[1], MESSAGES]
            check_json(dialog, fields)
        dialog.close()
        confab.quit()


def talk_to_agent(log, url, home):
    with Confab(XDG_DATA_HOME=str(home)) as confab:
        confab.add_application("Everything", url, "sk-demo", "phones")
        dialog = Dialog(confab, "Everything")
        fill_in(dialog, AGENT)
        with tap.case("the connection: a workspace"):
            confab.keys("Escape")
            until("the subpage to go", lambda: not confab.every("list item", "Advanced"))
            confab.click(confab.find("page tab", "Connections"))
            confab.click(confab.find("list item", re.compile("^127.0.0.1")))
            confab.find("button", "Back")
            dialog.text("Workspace ID", *WORKSPACE.given)
            confab.keys("Return")
            confab.press("Back")
            confab.gone("button", "Back")
            dialog.leave()
        with tap.case("the request has each field as its type, and nothing else"):
            confab.send("Please recommend a phone")
            confab.wait_for_answer()
            request = last_request(log, 1)
            check_all(all_of(AGENT) + [WORKSPACE], request)
            check_nothing_else(all_of(AGENT), request)
            assert request["body"]["parameters"]["incremental_output"] is True
            assert "canary" not in log.read_text(encoding="utf-8")
        with tap.case("with the next message: an image, a file and another memory"):
            for field in ATTACHED:
                attach(confab, *field.given)
            confab.picture_to("fields-attached")
            confab.send("And this one?")
            confab.wait_for_answer()
            request = last_request(log, 2)
            check_all(ATTACHED, request)
            check_all([field for field in all_of(AGENT) if field.path != "/input/memory_id"], request)
            confab.quit()


def talk_to_workflow(log, url, home, n):
    with Confab(XDG_DATA_HOME=str(home)) as confab:
        confab.add_application("Flow", url, "sk-demo", "cities")
        dialog = Dialog(confab, "Flow")
        with tap.case("the application is a workflow"):
            dialog.open("Application")
            dialog.choice("Kind", 2)
        fill_in(dialog, WORKFLOW)
        dialog.close()
        with tap.case("the request has each input as its type, and nothing else"):
            confab.send("Divisions?")
            confab.wait_for_answer()
            request = last_request(log, n + 1)
            check_all(all_of(WORKFLOW), request)
            check_nothing_else(all_of(WORKFLOW), request)
        with tap.case("the answer at once, in whole; and what only the JSON has"):
            for field in STREAMS:
                dialog.open("Answers")
                if field.how == "json":
                    dialog.json(with_stream(field))
                    dialog.form()
                else:
                    dialog.set(field)
                dialog.close()
                confab.send("Again?")
                confab.wait_for_answer()
                n += 1
                check(field, last_request(log, n + 1))
        with tap.case("messages of one’s own"):
            dialog.open("Advanced")
            dialog.set(MESSAGES)
            dialog.close()
            confab.send("Once more?")
            confab.wait_for_answer()
            check(MESSAGES, last_request(log, n + 2))
            confab.quit()


def with_stream(field):
    """The JSON of the page is all of it: what was set before, and the new one."""
    options = options_of([each for each in WORKFLOW["Answers"] if each.path != "/stream"] + [field])
    return json.dumps(options)


with tempfile.TemporaryDirectory() as folder:
    requests = pathlib.Path(folder) / "requests"
    with demo_service(log=requests, pace=0) as base_url:
        talk_to_agent(requests, base_url, pathlib.Path(folder) / "agent")
        talk_to_workflow(requests, base_url, pathlib.Path(folder) / "workflow", 2)
    restart(pathlib.Path(folder) / "agent", "Everything", AGENT)
    restart(pathlib.Path(folder) / "workflow", "Flow", WORKFLOW)

assert len(list(option_fields.every())) > 50
tap.end()
