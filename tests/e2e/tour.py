# SPDX-License-Identifier: GPL-3.0-or-later
"""The way of scenario_chinese through every window, dialog, page and menu. What it looks for there, and how
names read, is said by the scenario alone."""

from stage import until
import tap

PAGES = ("Answers", "Knowledge Base", "Plug-ins", "Workflow Inputs", "Advanced")


class Tour:
    """Calls `look` with the name of each place while it is on the screen. `text` makes a pattern of an
    English name, as it stands there, and `sentence` puts values into a form."""

    def __init__(self, confab, look, text, sentence):
        self.confab, self.look, self.text, self.sentence = confab, look, text, sentence

    def walk(self):
        for stop in (self._welcome, self._conversation, self._menus, self._searches, self._dialogs,
                     self._composer, self._answer, self._settings, self._app_pages,
                     self._connection_page, self._session_pages, self._archive, self._about,
                     self._failure):
            stop()

    def _close(self, left=1):
        self.confab.keys("Escape")
        self.confab.in_front(left)

    def _question(self, place, n_windows):
        """What has been asked over the windows that were there."""
        self.confab.in_front(n_windows)
        self.look(place)
        self._close(n_windows - 1)

    def _menu(self, place, n_windows=2):
        """What has been opened: a menu or popover is a window more."""
        until(f"the menu {place}", lambda: len(self.confab.windows()) == n_windows)
        self.look(place)
        self.confab.keys("Escape")
        until(f"the menu {place} to go", lambda: len(self.confab.windows()) == n_windows - 1)

    def _choose(self, item, key, role="menu item"):
        """From the menu that is open, by its access key, which is the same in each language."""
        until(f"the item {item}", lambda: self.confab.shown(role, self.text(item)))
        # Keys go to the menu once it has the focus.
        until("the focus in the menu", lambda: any(
            widget.role.endswith("menu item") for widget in self.confab.every(state="focused")))
        self.confab.keys(key)

    def _welcome(self):
        confab = self.confab
        with tap.case("the first start"):
            confab.find("button", self.text("Try the Demo"))
            self.look("welcome")
        with tap.case("the form of an application"):
            confab.press(self.text("Add an Application"))
            confab.find("button", self.text("Show the API key"))
            confab.in_front(2)
            self.look("form")
            confab.press(self.text("Cancel"))
            confab.in_front(1)

    def _conversation(self):
        confab = self.confab
        with tap.case("a new session, and an answer"):
            confab.press(self.text("Try the Demo"))
            composer = confab.find("text", state="multi-line")
            self.look("new-session")
            confab.keys("alt+5", "ctrl+n")
            confab.find(None, self.text("Application of the New Session"))
            confab.write(composer, "Please recommend a phone under 3000 yuan")
            confab.focus(composer)
            confab.keys("Return")
            until("the answer", lambda: len(confab.every("list item", within=confab.find(
                "list", self.text("Conversation")))) == 2)
            until("the answer to end", lambda: not confab.has("button", self.text("Stop")))
            self.look("conversation")

    def _menus(self):
        confab = self.confab
        for name in ("Session Menu", "Attach", "Send Something Along"):
            with tap.case(f"the menu {name}"):
                confab.press(self.text(name), role=None)
                self._menu(name.lower().replace(" ", "-"))
        with tap.case("the main menu"):
            # By its key: the button of the first start, which has gone, has the same name.
            confab.keys("F10")
            self._menu("main-menu")
        with tap.case("the applications"):
            confab.keys("alt+0")
            confab.press(self.text("All Apps"), role=None)
            self._menu("switcher")
            confab.keys("alt+5")
        with tap.case("the menu of a session in the list"):
            sessions = confab.find("list", self.text("Sessions"))
            confab.click(until("a session", lambda: [row for row in confab.shown(
                "list item", within=sessions) if row.name])[-1], button=3)
            self._menu("session-row-menu")
        with tap.case("the menu of a message"):
            confab.keys("ctrl+l", "shift+Tab", "shift+Tab", "shift+Tab", "Menu")
            self._menu("message-menu")

    def _searches(self):
        confab = self.confab

        def can_go_on():
            return confab.shown("button", self.text("Next Place"), state="sensitive")

        def has_results():
            return confab.shown("list item", within=confab.find("list", self.text("Search Results")))

        for keys, name, hits in (("ctrl+f", "find", can_go_on), ("ctrl+shift+f", "search", has_results)):
            with tap.case(name):
                confab.keys(keys)
                confab.type("phone")
                until("the hits", hits)
                self.look(name)
                confab.keys("Escape", "Escape")

    def _dialogs(self):
        confab = self.confab
        for keys, name in (("F2", "rename"), ("ctrl+k", "quick-switch"),
                           ("ctrl+question", "shortcuts"), ("ctrl+s", "export"),
                           ("ctrl+shift+r", "request")):
            with tap.case(name):
                confab.keys(keys)
                confab.in_front(2)
                self.look(name)
                self._close()
        with tap.case("backups"):
            confab.keys("F10")
            self._choose("Restore a Backup…", "u")
            confab.in_front(2)
            self.look("backups")
            confab.keys("Return")
            self._question("restore", 3)
            self._close()

    def _composer(self):
        confab = self.confab
        for name, key in (("Image by Address…", "a"), ("File by Address…", "f"),
                          ("Long-Term Memory…", "m")):
            with tap.case(name):
                confab.press(self.text("Attach"), role=None)
                self._choose(name, key)
                confab.in_front(2)
                self.look(name.rstrip("…").lower().replace(" ", "-"))
                self._close()

    def _answer(self):
        confab = self.confab
        with tap.case("a source"):
            confab.act(confab.find("button", self.text("Source 1")))
            self._menu("source")
        with tap.case("the details of an answer"):
            confab.keys("ctrl+l", "shift+Tab", "shift+Tab", "shift+Tab", "Menu")
            self._choose("Details…", "d")
            confab.in_front(2)
            self.look("details")
            self._close()

    def _settings(self):
        confab = self.confab
        with tap.case("the settings"):
            confab.keys("ctrl+comma")
            confab.in_front(2)
            for name in ("General", "Connections", "Applications"):
                self._open_tab(name)
                self.look(f"settings-{name.lower()}")

    def _pages(self, prefix, names):
        for name in names:
            self.confab.click(self.confab.find("list item", self.text(name)))
            self.look(f"{prefix}-{name.lower().replace(' ', '-')}")

    def _open_tab(self, name):
        tab = self.confab.find("page tab", self.text(name))
        self.confab.click(tab)
        until(f"the page {name}", lambda: "selected" in self.confab.states(tab))

    def _open_app(self, name):
        """From the page of all: the list in the sidebar's popover has one of its name, too."""
        confab = self.confab
        confab.click(until(f"the application {name}", lambda: confab.shown(
            "list item", self.text(name)))[-1])
        confab.find("button", self.text("Back"))

    def _app_pages(self):
        confab = self.confab
        with tap.case("an application's pages"):
            self._open_app("Assistant")
            self._pages("app", ("Application", *PAGES))
            self._json_error()
        with tap.case("a preset"):
            self._pages("app", ("Knowledge Base",))
            self._preset_menu("New Preset…", "n")
            confab.in_front(3)
            self.look("new-preset")
            confab.type("Sheets")
            confab.keys("Return")
            confab.in_front(2)
            self._preset_menu("Delete…", "e")
            self._question("delete-preset", 3)
        with tap.case("a plug-in"):
            self._pages("app", ("Plug-ins",))
            confab.press(self.text("Add Plug-in"))
            confab.in_front(3)
            self.look("add-plug-in")
            confab.type("weather")
            confab.keys("Return")
            confab.in_front(2)
            # It unfolds, and its row moves until that is done.
            more, add = self.text("Description, Choices, Remove"), self.text("Add Parameter")
            until("a parameter", lambda: confab.shown(name=more) or confab.click(
                confab.find("list item", add)))
            confab.press(more, role=None)
            self._menu("parameter", 3)
        with tap.case("deleting an application"):
            self._pages("app", ("Application",))
            confab.press(self.text("Delete Application…"))
            self._question("delete-application", 3)
            confab.press(self.text("Back"))
            confab.gone("button", self.text("Back"))

    def _preset_menu(self, item, key):
        self.confab.press(self.text("New, Rename, Duplicate, Delete"), role=None)
        self._choose(item, key)

    def _json_error(self):
        """On the last page, whose JSON tab is the last, too."""
        confab = self.confab
        confab.click(confab.find(None, self.text("JSON"), state="focusable"))
        view = until("the JSON", lambda: confab.every("text", self.text("Options as JSON")))[-1]
        confab.write(view, '{"parameters":\n{"seed": }}')
        confab.find("label", self.sentence("This is not valid JSON (line %u, column %u).", 2, 10))
        confab.find("button", self.text("Discard"))
        self.look("json-error")
        confab.press(self.text("Discard"))
        confab.gone("button", self.text("Discard"))
        confab.click(confab.find(None, self.text("Form"), state="focusable"))

    def _connection_page(self):
        confab = self.confab
        with tap.case("a connection's page"):
            self._open_tab("Connections")
            confab.click(confab.find("list item", self.text("Demo")))
            confab.find("button", self.text("Back"))
            self.look("connection")
            confab.press(self.text("Delete Connection…"))
            self._question("delete-connection", 3)
            confab.press(self.text("Back"))
            confab.gone("button", self.text("Back"))
            self._close()

    def _session_pages(self):
        with tap.case("the options of a session"):
            self.confab.keys("ctrl+p")
            self.confab.in_front(2)
            self._pages("session", PAGES)
            self._close()

    def _archive(self):
        confab = self.confab
        with tap.case("the archive"):
            confab.keys("F10")
            self._choose("Archive", "r", "check menu item")
            confab.find("button", self.text("Leave the Archive"))
            self.look("archive")
            confab.press(self.text("Leave the Archive"))

    def _about(self):
        confab = self.confab
        with tap.case("about"):
            confab.keys("F10")
            self._choose("About Confab", "b")
            confab.in_front(2)
            self.look("about")
            self._close()

    def _failure(self):
        confab = self.confab
        with tap.case("an application that does not answer: Test"):
            confab.keys("ctrl+comma")
            confab.in_front(2)
            self._open_tab("Applications")
            self._open_app("Assistant")
            self._pages("app", ("Application",))
            confab.click(confab.find("text", self.text("App ID")))
            confab.keys("ctrl+a")
            confab.type("fault-not-published")
            confab.keys("Return")
            confab.press(self.text("Test"))
            confab.gone("label", self.text("Asks the application one short thing."))
            confab.find("button", self.text("Test"), state="sensitive")
            self.look("test-failed")
            confab.press(self.text("Back"))
            confab.gone("button", self.text("Back"))
            self._close()
        with tap.case("and a message to it"):
            confab.keys("alt+1", "ctrl+n")
            composer = confab.find("text", state="multi-line")
            confab.write(composer, "Is anybody there?")
            confab.focus(composer)
            confab.keys("Return")
            confab.find("button", self.text("Copy Details"))
            self.look("failed-answer")
