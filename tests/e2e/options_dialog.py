# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings of an application as a person fills them in: real keys and clicks."""

import re
import subprocess

from stage import NotSeen, until

# In the order of the list of types.
TYPES = ("Text", "Number", "Yes or No", "List", "Object", "Null")


class Dialog:
    """The options of one application in the settings dialog."""

    def __init__(self, confab, application):
        self.confab = confab
        self.application = application
        self.frame = None

    # Going about

    def open(self, page):
        """Shows a page of the application's options."""
        confab = self.confab
        if self.frame is None:
            confab.keys("ctrl+comma")
            confab.in_front(2)
            self.frame = confab.find("frame", "Settings")
        if not confab.every("list item", page):
            confab.click(confab.find("page tab", "Applications"))
            confab.click(confab.find("list item", self.application))
        item = confab.find("list item", page)
        confab.click(item)
        until(f"the page {page}", lambda: "selected" in confab.states(item))

    def close(self):
        confab = self.confab
        confab.keys("Escape")
        until("the subpage to go", lambda: not confab.every("list item", "Advanced"))
        self.leave()

    def leave(self):
        """From the first page."""
        confab = self.confab
        confab.keys("Escape")
        until("the dialog to go", lambda: not confab.every("frame", "Settings"))
        confab.point_away()
        confab.in_front(1)
        self.frame = None

    def reveal(self, widget):
        """Turns the wheel until it is well within the window."""
        confab = self.confab
        width, height = confab.extents(self.frame)[2:]
        places = []

        def inside():
            places.append(confab.extents(widget))
            if places[-1] not in places[-2:-1]:
                return False  # it still moves
            _, top, _, tall = places[-1]
            bottom = top + tall
            if 60 <= top and bottom <= height - 8:
                return True
            left, up = confab.origin("Settings")
            # Over the margin at the right of the form: no list there turns with it.
            subprocess.run(["xdotool", "mousemove", str(left + width - 24),
                            str(up + height // 2), "click", "4" if top < 60 else "5"], check=True)
            places.clear()
            return False
        until(f"{widget.name!r} in view", inside)
        return widget

    def click(self, widget):
        """A click with the real pointer; the bus is not asked for all widgets to find the window."""
        self.reveal(widget)
        left, top = self.confab.origin("Settings")
        x, y, width, height = self.confab.extents(widget)
        subprocess.run(["xdotool", "mousemove", str(left + x + width // 2), str(top + y + height // 2),
                        "click", "1"], check=True)

    def enter(self, widget, text):
        """Replaces what stands in a field, with real keys."""
        confab = self.confab
        # Of a row that is an entry the bus does not say whether it has the focus (GTK 4.8).
        if "focused" not in confab.states(widget):
            self.click(widget)
        if confab.text(widget):
            confab.keys("ctrl+a", "BackSpace")
        if text:
            confab.type(text)
        until(f"{text!r} in {widget.name!r}", lambda: confab.text(widget) == text)

    def field(self, name, which=0):
        """A field of the page by the beginning of its name."""
        def fields():
            return [widget for widget in self.confab.shown(name=re.compile("^" + re.escape(name)))
                    if "EditableText" in widget.interfaces and "editable" in widget.states]
        return until(f"a field {name!r}", lambda: fields()[which:] or fields()[-1:])[0]

    def pick(self, opens, steps):
        """From a list that opens: so many steps down from the first, and Return."""
        confab = self.confab
        # Counting is not enough: a tooltip is a window, too, and goes.
        before = set(confab.windows())
        opens()
        new = until("the list", lambda: set(confab.windows()) - before)
        confab.keys("Home", *["Down"] * steps, "Return")
        until("the list to go", lambda: not new & set(confab.windows()))

    # What fields are set by

    def choice(self, name, steps):
        confab = self.confab
        row = confab.find("combo box", name)
        self.pick(lambda: self.click(row), steps)

    def text(self, name, text):
        self.enter(self.field(name), text)

    def tags(self, name, which, values):
        entry = self.confab.shown("text", name)[which]
        for value in values:
            self.enter(entry, value)
            self.confab.keys("Return")
            until("the tag", lambda: self.confab.text(entry) == "")

    def ids(self, button, values):
        for value in values:
            self.add_id(button, value)

    def add_id(self, button, value, label=""):
        confab = self.confab
        before = {widget.path for widget in confab.shown("text", "ID")}
        confab.press(button)
        new = until("one more row", lambda: [widget for widget in confab.shown("text", "ID")
                                             if widget.path not in before])[0]
        self.enter(new, value)
        if label:
            confab.keys("Tab")
            confab.type(label)

    def conditions(self, group, conditions):
        for key, values in conditions:
            self.add_condition(group, key, values)

    def add_condition(self, group, key, values):
        confab = self.confab
        name = "Column" if group.startswith("Structured") else "Key"
        before = {widget.path for widget in confab.shown("text", name)}
        confab.press(f"{group}: Add Condition")
        new = until("one more row", lambda: [widget for widget in confab.shown("text", name)
                                             if widget.path not in before])[0]
        self.enter(new, key)
        confab.keys("Tab")
        for value in values:
            confab.type(value)
            confab.keys("Return")
        return new

    def parameter(self, plugin, *given):
        self.add_plugin(plugin)
        self.add_parameter("Add Parameter", *given)

    def input(self, add, *given):
        self.add_parameter(add, *given)

    def add_plugin(self, code):
        """Unless it is there."""
        confab = self.confab
        if confab.every("list item", re.compile("^" + re.escape(code))):
            return
        confab.press("Add Plug-in")
        confab.in_front(3)
        confab.find("button", "Add")
        confab.type(code)
        confab.keys("Return")
        confab.in_front(2)
        confab.find("list item", re.compile("^" + re.escape(code)))

    def add_parameter(self, add, name, kind, text):
        confab = self.confab
        before = {widget.path for widget in confab.shown("text", "Name")}

        def more():
            return [widget for widget in confab.shown("text", "Name") if widget.path not in before]
        # A plug-in that is still unfolding moves the row away from under the pointer: once more.
        for patience in (8, 8, None):
            self.click(confab.shown("list item", add)[-1])
            try:
                new = until("one more row", more, patience)[0]
                break
            except NotSeen:
                if patience is None:
                    raise
        self.enter(new, name)
        confab.keys("Tab")
        if text and kind != "Yes or No":
            confab.type(text)
        confab.keys("Tab")
        if kind != "Text":
            self.pick(lambda: confab.keys("space"), TYPES.index(kind))
        if kind == "Yes or No" and text == "true":
            confab.keys("shift+Tab", "space")
        return new

    def token(self, code, header):
        """One that nobody would type by chance."""
        confab = self.confab
        self.add_plugin(code)
        if header:
            row = confab.shown("combo box", "Token Is Sent As")[-1]
            self.pick(lambda: self.click(row), 1)
        entry = confab.shown("text", re.compile("^Token, to be kept"))[-1]
        self.click(entry)
        confab.type("canary-" + code)
        confab.keys("Return")
        until("it to be kept", lambda: confab.shown(None, re.compile("^Token, kept in the keyring")))

    def json(self, text):
        """All of the page on its JSON tab, as a paste does it."""
        confab = self.confab
        confab.click(confab.find(None, "JSON", state="focusable"))
        confab.write(confab.find("text", "Options as JSON"), text)

    def form(self):
        self.confab.click(self.confab.find(None, "Form", state="focusable"))

    def set(self, field):
        getattr(self, field.how)(*field.given)
