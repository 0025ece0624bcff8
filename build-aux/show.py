#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shows Confab at work on a display that nobody sees: starts it as a new user would, opens the demo,
types a question and watches the answer come. Writes a screenshot and a transcript.

Runs inside tests/support/ui-session.sh.
"""

import argparse
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tests" / "support"))

# pylint: disable=wrong-import-position
from a11y_driver import NotSeen, until  # noqa: E402
from confab_window import WELCOME_DEMO, ConfabWindow  # noqa: E402

parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("program")
parser.add_argument("--prompt", action="append", help="several are asked one after the other")
parser.add_argument("--screenshot", type=pathlib.Path, required=True)
parser.add_argument("--transcript", type=pathlib.Path, required=True)
arguments = parser.parse_args()



def ask(confab, prompt):
    confab.send(prompt)
    area = confab.conversation()
    states = set()

    def watch():
        is_open = confab.answering()
        states.add(confab.picture(area).digest)
        return not is_open

    until("the answer to end", watch)
    # A row has its text once the answer is whole.
    until("the text of the answer", lambda: ": " in confab.messages()[-1])
    print(f"The answer came; {len(states)} states of it were seen on the screen.", flush=True)


try:
    with ConfabWindow([arguments.program], log=arguments.transcript.with_suffix(".log")) as confab:
        print(f"Confab's window is open. Pressing “{WELCOME_DEMO}”.", flush=True)
        confab.press(WELCOME_DEMO)
        confab.composer()

        for prompt in arguments.prompt or ["Who are you?"]:
            print(f"Typing: {prompt}", flush=True)
            ask(confab, prompt)

        confab.portrait(arguments.screenshot)
        arguments.transcript.write_text("\n\n".join(confab.messages()) + "\n", encoding="utf-8")
        confab.quit()
except NotSeen as error:
    sys.exit(f"Confab did not do as expected: {error}")

print()
print(arguments.transcript.read_text(encoding="utf-8"))
print(f"Screenshot: {arguments.screenshot}")
print(f"Transcript: {arguments.transcript}")
