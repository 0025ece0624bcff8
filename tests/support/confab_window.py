# SPDX-License-Identifier: GPL-3.0-or-later
"""Confab's window as somebody meets it, with names as they stand on the screen."""

import re

from a11y_driver import NotSeen, Program, until

WELCOME_ADD = "Add an Application"
WELCOME_DEMO = "Try the Demo"


class ConfabWindow(Program):
    """The window, and what one does in it."""

    def composer(self):
        return self.find("text", re.compile("^Message"))

    def conversation(self):
        return self.find("list", "Conversation")

    def rows(self):
        """The messages in view, oldest first: rows are used again, so the tree has them in any order."""
        return sorted(self.every("list item", within=self.conversation()),
                      key=lambda row: self.extents(row)[1])

    def messages(self):
        """What a screen reader says of the messages in view: author, time, state and text."""
        return [row.name for row in self.rows() if row.name]

    def sessions(self):
        """What it says of the sessions in the sidebar. Where there are none, nor is the list: GTK 4.24
        gives no size to what is not on show."""
        return [row.name for each in self.shown("list", "Sessions")
                for row in self.shown("list item", within=each) if row.name]

    def write_field(self, name, text):
        """Fills one field of a form, as a paste would."""
        def fields():
            return [widget for widget in self.shown(name=re.compile("^" + name, re.IGNORECASE))
                    if "EditableText" in widget.interfaces and "editable" in widget.states]
        self.write(until(f"a field {name!r}", fields)[0], text)

    def add_application(self, name, base_url, key, app_id):
        """The form of the first start, without its test of the connection."""
        self.press(WELCOME_ADD)
        # The regions have addresses of their own; only a custom one is written.
        self.click(self.find("combo box", "Region"))
        until("the list of regions", lambda: self.every("label", "Custom"))
        self.keys("End", "Return")
        self.write_field("Base URL", base_url)
        self.write_field("App ID", app_id)
        self.write_field("Name", name)
        self.write_field("API key", key)
        self.press("Add")
        self.composer()

    def send(self, prompt):
        """Types a prompt with real keys and sends it with Return."""
        composer = self.composer()
        if self.newer():
            self.keys("ctrl+l")
        else:
            self.focus(composer)
        self.type(prompt)
        until("the prompt in the composer", lambda: self.text(composer) == prompt)
        self.keys("Return")
        until("the composer to be empty", lambda: self.text(self.composer()) == "")

    def new_session(self, number):
        """With the application of this number."""
        self.keys(f"alt+{number}", "ctrl+n")
        self.find("label", "Write a message to begin.")

    def answering(self):
        return self.has("button", "Stop")

    def wait_for_answer(self):
        until("the answer to end", lambda: not self.answering())

    def quit(self):
        """Ends the program as its user does, so that a leak would be reported."""
        self.keys("ctrl+q")
        status = self.wait()
        if status != 0:
            raise NotSeen(f"Confab ended with {status}")
