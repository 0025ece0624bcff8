# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the real program as a person with a screen reader and a keyboard would.

It looks through the accessibility bus (plain D-Bus: one call fetches every widget made so far) and
acts with real key presses and clicks (xdotool). Runs inside ui-session.sh with the system's
python3-gi, at-spi2-core, xdotool and ImageMagick. Nothing here sleeps for a fixed time to hope for
the best: `until` asks again until a thing is true, with a bound.
"""

import collections
import dataclasses
import hashlib
import os
import re
import signal
import subprocess
import time

from gi.repository import Gio, GLib

# Generous: a loaded machine, or the sanitizers' build, is several times slower.
PATIENCE = float(os.environ.get("UI_TIMEOUT", "40"))

BUS_PREFIX = "org.a11y.atspi."
ROOT = "/org/a11y/atspi/accessible/root"
CACHE = "/org/a11y/atspi/cache"

# The numbers of AtspiRole and AtspiStateType that GTK 4 gives.
ROLES = {
    2: "alert", 7: "check box", 8: "check menu item", 11: "combo box", 16: "dialog", 20: "filler",
    23: "frame", 26: "icon", 27: "image", 29: "label", 31: "list", 32: "list item", 33: "menu", 35: "menu item", 37: "page tab",
    38: "page tab list", 39: "panel", 40: "text", 42: "progress bar", 43: "button",
    44: "radio button", 48: "scroll bar", 49: "scroll pane", 50: "separator", 52: "spin button",
    54: "status bar", 56: "table cell", 61: "text", 62: "toggle button", 64: "tool tip", 69: "window",
    75: "application", 79: "entry", 83: "heading", 85: "section", 88: "link", 90: "table row",
    98: "list box", 99: "grouping", 101: "notification", 109: "article", 116: "static",
    130: "check box",  # a switch, which GTK 4.8 has no role of its own for
}
STATES = {
    1: "active", 4: "checked", 5: "collapsed", 7: "editable", 8: "enabled", 10: "expanded",
    11: "focusable", 12: "focused", 16: "modal", 17: "multi-line", 20: "pressed", 22: "selectable",
    23: "selected", 24: "sensitive", 25: "showing", 30: "visible", 43: "read-only",
}


class NotSeen(AssertionError):
    """What was waited for did not come."""


# How often each `until` has asked, the innermost last.
ASKED = []
# So often is in vain.
VAIN = 5


def until(what, ask, patience=None):
    """Asks until the answer is true, and returns it."""
    end = time.monotonic() + (patience or PATIENCE)
    trouble = ""
    ASKED.append(0)
    try:
        while True:
            try:
                answer = ask()
                if answer:
                    return answer
                trouble = ""
            except GLib.Error as error:
                trouble = f" ({error.message})"  # a widget went away between two calls
            if time.monotonic() > end:
                raise NotSeen(f"waited in vain for {what}{trouble}")
            ASKED[-1] += 1
            time.sleep(0.05)
    finally:
        ASKED.pop()


def in_vain():
    """Whether what is waited for has not come for a while."""
    return bool(ASKED) and ASKED[-1] >= VAIN


def spoken(name):
    """GTK 4.8 names a button with a mnemonic twice: "_Send Send"."""
    half = len(name) // 2
    return name[half + 1:] if name[:half + 1].replace("_", "", 1) == name[half + 1:] + " " else name


def states_of(words):
    number = words[0] | words[1] << 32
    return frozenset(STATES.get(bit, str(bit)) for bit in range(64) if number >> bit & 1)


@dataclasses.dataclass(frozen=True)
class Widget:
    path: str
    parent: str
    index: int
    role: str
    name: str
    description: str
    states: frozenset
    interfaces: frozenset

    def matches(self, role, name, state):
        return ((role is None or self.role == role)
                and (name is None or (bool(name.search(self.name)) if isinstance(name, re.Pattern)
                                      else self.name == name))
                and (state is None or state in self.states))


LABELLED_BY = 2
# Seconds between two looks everywhere.
SWEEP = 1


class Picture:
    """A part of the screen, as pixels."""

    def __init__(self, left, top, width, height):
        raw = subprocess.run(["import", "-silent", "-window", "root", "-crop",
                              f"{width}x{height}+{left}+{top}", "+repage", "-depth", "8", "rgb:-"],
                             stdout=subprocess.PIPE, check=True).stdout
        if len(raw) != width * height * 3:
            raise NotSeen(f"a picture of {width}x{height} has {len(raw)} bytes")
        self.digest = hashlib.sha256(raw).hexdigest()
        # A line of one colour is empty: so this counts how much stands on the page.
        stride = width * 3
        self.lines = sum(1 for line in range(height)
                         if raw[line * stride:(line + 1) * stride]
                         != raw[line * stride:line * stride + 3] * width)
        background = collections.Counter(raw[i:i + 3] for i in range(0, len(raw), 3 * 997))
        colour = background.most_common(1)[0][0]
        self.ink = sum(1 for i in range(0, len(raw), 3) if raw[i:i + 3] != colour)


class Program:
    """One run of the program."""

    def __init__(self, argv, name="confab", env=None, log=None):
        self.name = name
        self.bus = None
        self.swept = 0
        session = Gio.bus_get_sync(Gio.BusType.SESSION)
        address = session.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress",
                                    None, None, Gio.DBusCallFlags.NONE, 10000, None).unpack()[0]
        self.connection = Gio.DBusConnection.new_for_address_sync(
            address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
            | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        # Two runs may follow each other closely, so the name alone is not enough; and in a sandbox
        # neither the process on the bus nor that of the window is the one that was started.
        self.earlier = {bus for bus, _ in self._registered()}
        self.log = open(log, "ab") if log else None  # pylint: disable=consider-using-with
        # Without arguments it is looked for: the bus has started it.
        if argv is None:
            self.process, self.earlier = None, set()
        else:
            self.process = subprocess.Popen(  # pylint: disable=consider-using-with
                argv, env={**os.environ, **(env or {})}, stdout=self.log, stderr=self.log)
        until(f"a window of {name}", self._has_window)

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        if kind is not None:
            try:
                print("# " + self.describe().replace("\n", "\n# "), flush=True)
            except (GLib.Error, NotSeen):
                pass
        self.kill()

    # The bus

    def _call(self, path, interface, method, arguments=None, bus=None):
        reply = self.connection.call_sync(bus or self.bus, path, interface, method, arguments, None,
                                          Gio.DBusCallFlags.NONE, 5000, None).unpack()
        return reply[0] if len(reply) == 1 else reply

    def _property(self, path, interface, name, bus=None):
        return self._call(path, "org.freedesktop.DBus.Properties", "Get",
                          GLib.Variant("(ss)", (BUS_PREFIX + interface, name)), bus)

    def _registered(self):
        return self._call(ROOT, BUS_PREFIX + "Accessible", "GetChildren", bus="org.a11y.atspi.Registry")

    def _has_window(self):
        if self.process is not None and self.process.poll() is not None:
            raise NotSeen(f"{self.name} ended with {self.process.returncode}")
        for bus, path in self._registered():
            if bus not in self.earlier and self._property(path, "Accessible", "Name", bus) == self.name:
                self.bus = bus
                return bool(self.every("frame"))
        return False

    # Looking

    def _toolkit(self):
        version = self._property(ROOT, "Application", "Version")
        return tuple(int(part) for part in version.split(".")[:2])

    def newer(self):
        """Whether it is a GTK with an accessibility bus of its own kind, as 4.24 has it."""
        return self._toolkit() >= (4, 20)

    def widgets(self):
        """All widgets, in the order of the document."""
        # GTK makes an accessible object when somebody asks its parent for children, and the cache
        # lists only those made: so ask wherever the count says that some are missing. It does not
        # always say so: in GTK 4.24, and in GTK 4.8 where something has gone out of a list. So ask
        # everywhere, once in a while; in GTK 4.8 only where something is waited for in vain.
        everywhere = (time.monotonic() - self.swept > SWEEP
                      and (in_vain() or self.newer()))
        asked = set()
        while True:
            rows = self._call(CACHE, BUS_PREFIX + "Cache", "GetItems")
            made = collections.Counter(row[2][1] for row in rows)
            fewer = {row[0][1] for row in rows
                     if everywhere or row[4] > made[row[0][1]] or row[0][1] == ROOT} - asked
            if not fewer:
                break
            for path in fewer:
                try:
                    self._call(path, BUS_PREFIX + "Accessible", "GetChildren")
                except GLib.Error:
                    pass  # gone meanwhile
            asked |= fewer
        if everywhere:
            self.swept = time.monotonic()
        below = collections.defaultdict(list)
        for (_, path), _, (_, parent), index, _, interfaces, name, role, description, states in rows:
            if path == ROOT:
                continue  # newer ones list the program itself, below the desktop's root of the same path
            below[parent].append(Widget(
                path, parent, index, ROLES.get(role, str(role)), spoken(name), description,
                states_of(states), frozenset(interface.removeprefix(BUS_PREFIX) for interface in interfaces)))
        # Depth first, as it is read: a parent comes before its children.
        order, pending = [], []
        parent = ROOT
        while True:
            pending += sorted(below.pop(parent, ()), key=lambda widget: -widget.index)
            if not pending:
                break
            order.append(pending.pop())
            parent = order[-1].path
        return [self._named(widget) for widget in order]

    def _named(self, widget):
        """GTK 4.24 names a menu item by nothing but the text of a label, which is not listed."""
        if widget.name or not widget.role.endswith("menu item"):
            return widget
        try:
            for kind, targets in self._call(widget.path, BUS_PREFIX + "Accessible", "GetRelationSet"):
                if kind == LABELLED_BY:
                    label = dataclasses.replace(widget, path=targets[0][1])
                    return dataclasses.replace(widget, name=self.text(label))
        except GLib.Error:
            pass  # gone meanwhile
        return widget

    def every(self, role=None, name=None, within=None, state=None):
        widgets = self.widgets()
        if within is not None:
            inside = {within.path}
            for widget in widgets:  # parents come first
                if widget.parent in inside:
                    inside.add(widget.path)
            widgets = [widget for widget in widgets
                       if widget.path in inside and widget.path != within.path]
        return [widget for widget in widgets if widget.matches(role, name, state)]

    def shown(self, role=None, name=None, within=None, state=None):
        """Those that have a size: a widget on a page that is not shown has none, and one that has gone
        since it was found neither."""
        return [widget for widget in self.every(role, name, within, state) if self._has_size(widget)]

    def _has_size(self, widget):
        try:
            return min(self.extents(widget)[2:]) > 0
        except GLib.Error:
            return False

    def find(self, role=None, name=None, within=None, state=None, patience=None):
        return until(f"{role} {name!r} {state or ''}",
                     lambda: self.shown(role, name, within, state), patience)[0]

    def windows(self):
        """The X windows of the program, with those of its menus."""
        return subprocess.run(["xdotool", "search", "--onlyvisible", "--class", self.name],
                              stdout=subprocess.PIPE, text=True, check=False).stdout.split()

    @staticmethod
    def has_window(title):
        """Whether a window on the screen has this title, a pattern."""
        return bool(subprocess.run(["xdotool", "search", "--onlyvisible", "--name", title],
                                   stdout=subprocess.PIPE, text=True, check=False).stdout.split())

    def in_front(self, n_windows):
        """Waits until keys go to the last of so many windows."""
        def ready():
            ids = self.windows()
            front = subprocess.run(["xdotool", "getactivewindow"], stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL, text=True, check=False).stdout.strip()
            if len(ids) != n_windows:
                return False
            last = max(ids, key=int)
            if front != last:
                # A window manager may leave the focus where it was: as Alt+Tab would.
                subprocess.run(["xdotool", "windowactivate", last], check=False)
            return front == last
        until(f"the last of {n_windows} windows in front", ready)

    def gone(self, role=None, name=None, patience=None):
        until(f"{role} {name!r} to go", lambda: not self.shown(role, name), patience)

    def has(self, role=None, name=None):
        try:
            return bool(self.shown(role, name))
        except GLib.Error:
            return False

    def states(self, widget):
        return states_of(self._call(widget.path, BUS_PREFIX + "Accessible", "GetState"))

    def text(self, widget):
        # GTK 4.8 gives nothing for "to the end" in an entry: ask for the length first.
        length = self._property(widget.path, "Text", "CharacterCount")
        return self._call(widget.path, BUS_PREFIX + "Text", "GetText",
                          GLib.Variant("(ii)", (0, length)))

    def extents(self, widget):
        """Left, top, width, height inside the window."""
        return self._call(widget.path, BUS_PREFIX + "Component", "GetExtents",
                          GLib.Variant("(u)", (1,)))

    def nameless(self, within=None):
        """What takes the focus and would be read as nothing, or as a class name. GTK 4.24 makes up no
        names for what it does not show. A list, which newer libadwaita's row that unfolds calls a panel,
        hands the focus on to its items."""
        quiet = ("list item", "scroll pane", "list", "filler", "list box", "frame")
        return [widget for widget in self.every(state="focusable", within=within)
                if widget.role not in quiet and not widget.description
                and not (widget.role == "panel" and (
                    "selectable" in widget.states or "Selection" in widget.interfaces))
                and (not widget.name or re.match("(Gtk|Adw|Confab)[A-Z]", widget.name))
                and min(self.extents(widget)[2:]) > 0 and self._is_listed(widget)]

    def _is_listed(self, widget):
        """Whether its parent knows it: GTK 4.24 keeps what has gone in its cache."""
        try:
            return widget.path in [path for _, path in self._call(
                widget.parent, BUS_PREFIX + "Accessible", "GetChildren")]
        except GLib.Error:
            return False

    def describe(self):
        depth, lines = {}, []
        for widget in self.widgets():
            depth[widget.path] = depth.get(widget.parent, -1) + 1
            lines.append("  " * depth[widget.path] + f"{widget.role} {widget.name!r} "
                         + " ".join(sorted(widget.states)))
        return "\n".join(lines)

    # Doing

    def actions(self, widget):
        if "Action" not in widget.interfaces:
            return []
        return [self._call(widget.path, BUS_PREFIX + "Action", "GetName", GLib.Variant("(i)", (i,)))
                for i in range(self._property(widget.path, "Action", "NActions"))]

    def act(self, widget, action=None):
        names = self.actions(widget)
        index = names.index(action) if action else 0
        if not names or not self._call(widget.path, BUS_PREFIX + "Action", "DoAction",
                                       GLib.Variant("(i)", (index,))):
            raise NotSeen(f"{widget.role} {widget.name!r} did not do {action or names}")

    def press(self, name, role="button", within=None):
        """Presses the button of this name through the accessibility bus."""
        def ready():
            # The button inside a menu button or a split button carries the action; what stays down
            # has another role in GTK 4.24.
            roles = ("button", "toggle button") if role == "button" else (role,)
            return [widget for each in roles
                    for widget in self.shown(each, name, within, "sensitive") if self.actions(widget)]
        self.act(until(f"{role} {name!r}", ready)[0])

    def write(self, widget, text):
        """Puts any text into an editable, without keys."""
        if not self._call(widget.path, BUS_PREFIX + "EditableText", "SetTextContents",
                          GLib.Variant("(s)", (text,))):
            raise NotSeen(f"{widget.name!r} took no text")

    def window_id(self, title=None):
        """The X window of the program with this title; without one, the newest."""
        pattern = f"^{re.escape(title)}$" if title else None
        ours = ["--pid", str(self.process.pid if self.process else 0)]
        # In a sandbox the process has another number: there title or class must do.
        for wanted in ((["--all", *ours, "--name", pattern], ["--name", pattern]) if title
                       else (ours, ["--class", self.name])):
            ids = subprocess.run(["xdotool", "search", "--onlyvisible", *wanted],
                                 stdout=subprocess.PIPE, text=True, check=False).stdout.split()
            if ids:
                return ids[-1]
        raise NotSeen(f"no X window {title or ''} of the program")

    def origin(self, title=None):
        """Where a window's top left corner is on the screen."""
        lines = subprocess.run(["xdotool", "getwindowgeometry", "--shell", self.window_id(title)],
                               stdout=subprocess.PIPE, text=True, check=True).stdout
        values = dict(line.split("=") for line in lines.split())
        return int(values["X"]), int(values["Y"])

    def title_over(self, widget):
        """The title of the window that a widget stands in."""
        by_path = {each.path: each for each in self.widgets()}
        while widget.parent in by_path:
            widget = by_path[widget.parent]
        return widget.name

    def place(self, widget):
        """Left, top, width, height on the screen."""
        left, top = self.origin(self.title_over(widget))
        x, y, width, height = self.extents(widget)
        return left + x, top + y, width, height

    def click(self, widget, button=1):
        if button == 1 and self.newer():
            # GTK 4.24 counts the way to what stands on some pages twice.
            inner = [widget, *self.every("toggle button", within=widget)]
            for each in inner:
                if (each is widget or each.parent == widget.path) and self.actions(each) and (
                        each.role in ("page tab", "button", "toggle button")):
                    self.act(each)
                    return
        if button == 1 and self.newer() and widget.role == "radio button":
            # It has no action, and what stands in a popover is told to be elsewhere.
            self._walk_to(widget)
            self.keys("space")
            return
        left, top, width, height = self.place(widget)
        subprocess.run(["xdotool", "mousemove", str(left + width // 2), str(top + height // 2),
                        "click", str(button)], check=True)

    def _walk_to(self, widget):
        """With Tab, and inside a group of radio buttons with the arrow."""
        def there():
            places = [each.path for each in self.every("radio button")]
            here = [each.path for each in self.every("radio button", state="focused")]
            if not here:
                self.keys("Tab")
            elif here[0] != widget.path:
                self.keys("Down" if places.index(here[0]) < places.index(widget.path) else "Up")
            return here and here[0] == widget.path
        until(f"focus on {widget.name!r}", there)

    def click_in_popover(self, widget, opener):
        """What is in a popover stands in an X window of its own: the largest one but the main one. GTK
        tells places in it from the corner of what it belongs to."""
        if self.newer():
            self.click(widget)
            return

        def area(window):
            lines = subprocess.run(["xdotool", "getwindowgeometry", "--shell", window],
                                   stdout=subprocess.PIPE, text=True, check=True).stdout
            values = dict(line.split("=") for line in lines.split())
            return [int(values[name]) for name in ("X", "Y", "WIDTH", "HEIGHT")]
        areas = sorted((area(window) for window in self.windows()), key=lambda each: -each[2] * each[3])
        x, y, width, height = self.extents(widget)
        from_x, from_y, _, _ = self.extents(opener)
        subprocess.run(["xdotool", "mousemove", str(areas[1][0] + x - from_x + width // 2),
                        str(areas[1][1] + y - from_y + height // 2), "click", "1"], check=True)

    @staticmethod
    def point_away():
        """A pointer that rests on something has it tell what it is, in a window of its own."""
        subprocess.run(["xdotool", "mousemove", "2", "2"], check=True)

    def focus(self, widget):
        # The bus's own GrabFocus does nothing in GTK 4.8.
        self.click(widget)
        until(f"focus on {widget.name!r}", lambda: "focused" in self.states(widget))

    @staticmethod
    def keys(*keys):
        # Newer X servers have function keys on another level as well, with Alt, and xdotool takes
        # that: by their numbers there is no choice.
        numbered = [re.sub(r"\bF([1-9]|10)$", lambda found: str(66 + int(found.group(1))), key)
                    for key in keys]
        subprocess.run(["xdotool", "key", *numbered], check=True)

    @staticmethod
    def type(text):
        # Other scripts need write(): xdotool remaps keys for them and some are lost.
        assert text.isascii()
        subprocess.run(["xdotool", "type", "--delay", "15", "--", text], check=True)

    def resize(self, width, height):
        subprocess.run(["xdotool", "windowsize", self.window_id(), str(width), str(height)],
                       check=True)

    def picture(self, widget):
        """The pixels of a widget, as far as it is on the screen."""
        left, top, width, height = self.place(widget)
        return Picture(max(left, 0), max(top, 0), width, height)

    @staticmethod
    def screenshot(path):
        subprocess.run(["import", "-silent", "-window", "root", str(path)], check=True)

    def portrait(self, path):
        """A screenshot of the window alone."""
        subprocess.run(["import", "-silent", "-window", self.window_id(), str(path)], check=True)

    # Ending

    def wait(self, patience=None):
        """The exit status, once the program has ended by itself."""
        if self.process is None:
            until(f"{self.name} to end", lambda: self.bus not in [bus for bus, _ in self._registered()],
                  patience)
            return 0
        try:
            status = self.process.wait(patience or PATIENCE)
        except subprocess.TimeoutExpired as error:
            raise NotSeen(f"{self.name} did not end") from error
        finally:
            if self.log and self.process.returncode is not None:
                self.log.close()
        return status

    def kill(self):
        """kill -9: no chance to tidy up."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
        if self.log:
            self.log.close()
