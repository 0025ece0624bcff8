#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every page of the settings and of a session's options with something on it, the chips, their popover and
what will be sent: light, dark, Chinese and 360 px wide. The pictures are for people; what is checked is
that no window is made wider by what is in it."""

import contextlib
import json
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile

from catalogue import in_chinese
from stage import CHINESE, Confab, database, until
import tap

PAGES = ("Answers", "Knowledge Base", "Plug-ins", "Workflow Inputs", "Advanced")
# So high that a page can be seen whole, as it is with the wheel.
HEIGHT = 1420
DORMITORY = "/input/biz_params/user_defined_params/dormitory"
CITY = "/input/biz_params/city"

ENGLISH_WORDS = {
    "sheets": "Data sheets of all phones", "prices": "Price list, autumn", "terms": "Terms of service",
    "file": "Aurora X1, the whole data sheet", "mine": "My notes of Tuesday", "tag": ["flagship", "camera"],
    "brand": ["Aurora", "Bailian", "Nova"], "plugin": "House rules", "article": "Which article it reads",
    "city": "Where the workflow looks", "cities": ["Hangzhou", "Singapore", "Shanghai"],
    "presets": ("Data Sheets Only", "Prices and Terms"),
}
CHINESE_WORDS = {
    "sheets": "全部手机的规格参数", "prices": "秋季价格表", "terms": "服务条款", "file": "极光 X1 完整规格",
    "mine": "周二的笔记", "tag": ["旗舰", "拍照"], "brand": ["极光", "百炼", "星河"], "plugin": "宿舍守则",
    "article": "要读的条款", "city": "工作流查询的城市", "cities": ["杭州", "新加坡", "上海"],
    "presets": ("仅规格参数", "价格与条款"),
}


def options_of(words):
    """Something of each kind on each page, also what is wrong."""
    return {
        "stream": "incremental",
        "parameters": {
            "has_thoughts": True, "enable_thinking": True, "enable_system_time": False, "model_id": "qwen-max",
            "dialog_round": 3, "temperature": 0.5, "top_p": 1.5, "top_k": 20, "seed": 7,
            "mcp_servers": ["amap-maps", "meitu"],
            "cip_service_codes": {"text": {"input": "query_security_check"}},
            "later": {"depth": 2, "words": ["a", "b"], "none": None},
            "rag_options": {
                "pipeline_ids": ["kb_phones", "kb_prices", "kb_service"],
                "file_ids": ["file_aurora_0123456789abcdef0123456789abcdef"],
                "tags": words["tag"],
                "metadata_filter": {"brand": words["brand"], "year": "2026"},
                "structured_filter": {"price": [1999, 2999], "stock": 0},
                "session_file_ids": ["file_session_17b7f2"]}},
        "input": {
            "memory_id": "memory-2026", "doc_tag_codes": ["old-tag"],
            "biz_params": {
                "city": words["cities"][0], "days": 3, "verbose": True, "stations": ["A", "B"],
                "style": {"tone": "short"}, "nothing": None,
                "user_prompt_params": {"audience": "students", "length": 200},
                "user_defined_params": {"dormitory": {"article_index": 2, "language": "zh"},
                                        "weather": {"city": words["cities"][1]}}}},
        "tokens": {"dormitory": True},
        "local": {
            "labels": {
                "pipeline_ids": {"kb_phones": words["sheets"], "kb_prices": words["prices"],
                                 "kb_service": words["terms"]},
                "file_ids": {"file_aurora_0123456789abcdef0123456789abcdef": words["file"]},
                "session_file_ids": {"file_session_17b7f2": words["mine"]},
                "plugins": {"dormitory": words["plugin"]}},
            "off": {DORMITORY + "/limit": 10},
            "about": {
                DORMITORY + "/article_index": {"required": True, "description": words["article"]},
                CITY: {"required": True, "description": words["city"], "choices": words["cities"]}}},
    }


def fill(words):
    """As if it had been set in an earlier run."""
    with contextlib.closing(sqlite3.connect(database())) as connection, connection:
        app, = connection.execute("SELECT id FROM app WHERE app_id = 'phones'").fetchone()
        connection.execute("UPDATE app SET options = ? WHERE id = ?", (json.dumps(options_of(words)), app))
        for name, pipelines in zip(words["presets"], (["kb_phones"], ["kb_prices", "kb_service"])):
            connection.execute(
                "INSERT INTO preset (app, name, kind, options) VALUES (?, ?, 'knowledge', ?)",
                (app, name, json.dumps({"parameters": {"rag_options": {"pipeline_ids": pipelines}}})))


class Album:
    """The way through all pages in one look."""

    def __init__(self, confab, look, text, width):
        self.confab, self.look, self.text, self.width = confab, look, text, width

    def take(self, name):
        """The window in front, once it stands still."""
        confab = self.confab
        confab.point_away()
        path = self.path(name)
        last = []

        def still():
            subprocess.run(["import", "-silent", "-window", confab.windows_by_age()[-1], str(path)], check=True)
            last.append(path.read_bytes())
            return last[-1] in last[-2:-1]
        until(f"the picture {name} to stand still", still)
        width = int.from_bytes(last[-1][16:20], "big")
        # Without the frame that it has where nothing composes.
        assert 0 <= width - self.width <= 12 or name == "composer", (name, width)

    def path(self, name):
        return pathlib.Path(sys.argv[2]) / f"pages-{self.look}-{name}.png"

    def take_screen(self, name):
        """With what stands in windows of its own over it."""
        self.confab.screenshot(self.path(name))

    def resize(self):
        confab = self.confab
        confab.in_front(2)
        window = confab.windows_by_age()[-1]
        subprocess.run(["xdotool", "windowmove", window, "0", "0", "windowsize", window, str(self.width), str(HEIGHT)],
                       check=True)
        frame = confab.every("frame")[-1]
        until("the size", lambda: abs(confab.extents(frame)[3] - HEIGHT) < 80
              and abs(confab.extents(frame)[2] - self.width) < 80)

    def close(self):
        self.confab.keys("Escape")
        self.confab.in_front(1)

    def walk(self):
        for stop in (self.composer, self.request, self.settings, self.app, self.session, self.search):
            with tap.case(f"{self.look}: {stop.__name__}"):
                stop()

    # The stops

    def composer(self):
        confab = self.confab
        confab.find("text", state="multi-line")
        if self.width < 400:
            confab.resize(360, 720)
        confab.keys("alt+5", "ctrl+n")
        confab.type("Please recommend a phone under 3000 yuan")
        confab.find("button", self.text("Send"), state="sensitive")
        self.take("composer")
        plus = confab.find(None, self.text("Send Something Along"))
        confab.click(plus)
        until("the popover", lambda: len(confab.windows()) == 2)
        confab.point_away()
        self.take_screen("popover")
        confab.keys("Escape")
        until("the popover to go", lambda: len(confab.windows()) == 1)

    def request(self):
        confab = self.confab
        confab.keys("ctrl+shift+r")
        confab.in_front(2)
        self.resize()
        self.take("request")
        self.close()

    def settings(self):
        confab = self.confab
        confab.keys("ctrl+comma")
        self.resize()
        for name in ("General", "Connections", "Applications"):
            # A narrow window has its tabs at the bottom, and those at the top keep their size.
            tabs = until(f"the tab {name}", lambda name=name: confab.shown("page tab", self.text(name)))
            confab.click(max(tabs, key=lambda tab: confab.extents(tab)[1]) if self.width < 400 else tabs[0])
            until(f"the page {name}", lambda name=name: confab.every(
                "page tab", self.text(name), state="selected"))
            self.take(name.lower())
            if name == "Connections":
                confab.click(confab.find("list item", self.text("Demo")))
                confab.find("button", self.text("Back"))
                self.take("connection")
                confab.press(self.text("Back"))
                confab.gone("button", self.text("Back"))

    def pages(self, prefix, names):
        confab = self.confab
        for name in names:
            back = confab.shown("button", self.text("All Pages"))
            if back:
                confab.click(back[0])
            confab.click(confab.find("list item", self.text(name)))
            if name == "Plug-ins":
                for row in confab.shown("list item", re.compile("^(dormitory|weather|House|宿舍)")):
                    confab.click(row)
            self.take(f"{prefix}-{name.lower().replace(' ', '-')}")
        if confab.shown("button", self.text("All Pages")):
            confab.click(confab.shown("button", self.text("All Pages"))[0])
            self.take(f"{prefix}-list")
            confab.click(confab.find("list item", self.text(names[-1])))

    def app(self):
        confab = self.confab
        confab.click(confab.find("list item", self.text("Phone Advisor")))
        confab.find("button", self.text("All Pages" if self.width < 400 else "Back"))
        self.pages("app", ("Application", *PAGES))
        confab.click(confab.find(None, self.text("JSON"), state="focusable"))
        self.take("app-json")
        confab.click(confab.find(None, self.text("Form"), state="focusable"))
        confab.keys("Escape")
        confab.in_front(2)
        confab.find("page tab", self.text("Applications"))
        confab.keys("Escape")
        confab.in_front(1)

    def session(self):
        confab = self.confab
        confab.keys("ctrl+p")
        self.resize()
        self.pages("session", PAGES)
        self.close()

    def search(self):
        confab = self.confab
        confab.keys("ctrl+comma")
        self.resize()
        confab.keys("ctrl+f")
        confab.find(None, self.text("Search Settings"), state="focused")
        confab.type("p")
        confab.find("list item", re.compile("Top P"))
        self.take("search")
        confab.keys("Escape", "Escape", "Escape")
        confab.in_front(1)


class Viewed(Confab):
    def windows_by_age(self):
        return sorted(self.windows(), key=int)


def plain(english):
    return re.compile("^" + re.escape(english))


LOOKS = {
    "light": ({}, 820, plain, ENGLISH_WORDS),
    "dark": ({"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"}, 820, plain, ENGLISH_WORDS),
    "chinese": (CHINESE, 820, in_chinese, CHINESE_WORDS),
    "narrow": ({}, 360, plain, ENGLISH_WORDS),
}

# Some of them alone: scenario_pages.py PROGRAM PICTURES dark narrow
for look, (environment, width, text, words) in LOOKS.items():
    if len(sys.argv) > 3 and look not in sys.argv[3:]:
        continue
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_DATA_HOME"] = folder
        with Viewed("--demo", **environment) as confab:
            confab.find("text", state="multi-line")
            confab.quit()
        fill(words)
        with Viewed("--demo", **environment) as confab:
            Album(confab, look, text, width).walk()
            confab.quit()

tap.end()
