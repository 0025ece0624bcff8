#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A long technical answer with all that an answer can have, as it comes and afterwards: light, dark,
Chinese, narrow. The pictures are for people; what is checked here is that all of it is there, that the
keys reach it, and that it comes back when Confab is started again."""

import re
import subprocess

from stage import CHINESE, Confab, clipboard, until
from held_server import HeldServer
import tap

THOUGHTS = [
    {"action_type": "agentRag", "action": "rag", "action_name": "知识检索",
     "arguments": '{"query": "retry policy of a streaming client"}',
     "observation": '[{"content": "Wait 1, 2, 4 seconds", "title": "Client guide"}]'},
    {"action_type": "reasoning", "action": "reasoning", "action_name": "思考过程",
     "thought": "The person asks for a client that streams. I should say **when to retry**, show it in "
                "code, and compare the limits of the regions. The guide says 1, 2 and 4 seconds."},
]
SOURCES = [
    {"index_id": "1", "title": "Retry policy", "doc_id": "file_1", "doc_name": "Client guide 2025.pdf",
     "text": "After 429 or 503 wait 1, 2 and 4 seconds, with a random part of up to a half.",
     "images": [], "page_number": [12]},
    {"index_id": "2", "title": "限流说明", "doc_id": "file_2", "doc_name": "接口限流与配额.docx",
     "text": "每个应用每分钟最多 600 次请求，超过后返回 429。", "images": []},
    {"index_id": "3", "title": "Timeouts", "doc_id": "file_1", "doc_name": "Client guide 2025.pdf",
     "text": "A model may think for minutes.", "images": []},
]
ANSWER = """# A client that streams and retries

Open **one** connection per request, read it *as it comes*, and retry only what has not begun to \
answer<ref>[1]</ref>. The service counts requests per minute, not tokens<ref>[2]</ref>; see \
[the guide](https://example.com/guide) or <https://example.org/limits>.

## What to retry

1. `429` and `503`: wait, then ask again
   - 1 s, 2 s, 4 s, each with a random part
   - at most three times
2. A connection that broke before the first event
3. Nothing else: ~~`400`~~ stays wrong however often you ask

- [x] the time between two events is watched
- [ ] the whole time is not

> A model that thinks is silent for minutes.
> Silence alone is no error.

### In Python

```python
import random, time

def ask(client, prompt, tries=3):
    \"\"\"Yields pieces of text as they come.\"\"\"
    for attempt in range(tries):
        try:
            yield from client.stream(prompt, incremental_output=True)
            return
        except Overloaded as error:  # 429 and 503
            time.sleep(2 ** attempt * (1 + random.random() / 2))
    raise GivenUp(f"{prompt!r} was refused {tries} times, the last time with request id {error.request_id}")
```

## The limits of each region

| Region | Host | Requests a minute | First token | Note |
| :-- | :-- | --: | --: | :-: |
| Beijing | `dashscope.aliyuncs.com` | 600 | 0.4 s | 默认 |
| Singapore | `dashscope-intl.aliyuncs.com` | 300 | 0.6 s | international |
| Frankfurt | `eu-central.example` | **60** | 0.9 s | on request |

The mean wait is $w = \\sum_{i=0}^{n} 2^i$ seconds, and in all

$$
E[T] = \\frac{1}{n} \\sum_{i=1}^{n} t_i
$$

### 中文说明

如果返回 **429**，请等待后重试<ref>[2]</ref>；不要立即再次请求。`incremental_output` 打开时，每一帧只含新增的文字。

---

That is all: ![a diagram of the states](https://img.example.net/states.png)
"""
PROMPT = "How should a client stream and retry"

server = HeldServer()


def button(confab, pattern):
    return confab.find("button", re.compile(pattern))


def shown(confab):
    return confab.find("list", re.compile("^(Conversation|对话)$"))


def rest(confab):
    """What belongs to blocks comes with the frame after, and code gets its colours by and by."""
    area = shown(confab)
    until("a picture that stays", lambda: len({confab.picture(area).digest for _ in range(3)}) == 1)


def wheel(confab, clicks):
    left, top, width, height = confab.place(shown(confab))
    subprocess.run(["xdotool", "mousemove", str(left + width // 2), str(top + height // 2), "click",
                    "--repeat", str(abs(clicks)), "--delay", "30", "5" if clicks > 0 else "4"],
                   check=True)
    confab.point_away()
    rest(confab)


def pages(confab, name):
    """The answer from its start on, in pictures."""
    wheel(confab, -40)
    for number in range(1, 5):
        confab.picture_to(f"answer-{name}-{number}")
        wheel(confab, 5)


def rings(confab, name):
    """The ring of the keyboard's focus: on the answer, a link, and what belongs to a block of code."""
    wheel(confab, -40)
    confab.keys("ctrl+l", "shift+Tab")
    for _ in range(30):
        if any("A client that streams" in widget.name
               for widget in confab.every("list item", state="focused", within=shown(confab))):
            break
        confab.keys("shift+Tab")
    confab.keys("Tab", "Tab", "Tab")
    rest(confab)
    confab.picture_to(f"answer-{name}-ring-link")
    for _ in range(20):
        if confab.every("button", re.compile("^(Copy Code|复制代码)$"), state="focused"):
            break
        confab.keys("Right")
    confab.find("button", re.compile("^(Copy Code|复制代码)$"), state="focused")
    rest(confab)
    confab.picture_to(f"answer-{name}-ring-code")


with Confab() as confab:
    confab.add_application("Technical advisor", server.base_url, "sk-held-example", "held-app")

    with tap.case("while it thinks, and while it comes"):
        confab.send(PROMPT)
        server.requests.get(timeout=30)
        server.send("", thoughts=THOUGHTS[:1])
        server.send("", thoughts=THOUGHTS)
        button(confab, "Think|Thought|search")
        confab.picture_to("answer-thinking")
        half = ANSWER.index("    raise GivenUp")
        for start in range(0, half, 200):
            server.send(ANSWER[start:min(start + 200, half)], doc_references=SOURCES[:2])
        confab.find("button", "Copy Code")
        confab.picture_to("answer-coming")

    with tap.case("the end of it, with its sources, its footer and its actions"):
        server.send(ANSWER[half:], doc_references=SOURCES)
        server.send("", last=True, doc_references=SOURCES)
        confab.wait_for_answer()
        button(confab, "^Source 1$")
        button(confab, "^Copy Answer")
        pages(confab, "light")

    with tap.case("code is copied as it is"):
        confab.act(button(confab, "^Copy Code"))
        until("the code", lambda: clipboard().startswith("import random, time\n"))

    with tap.case("thoughts and a source"):
        confab.act(button(confab, "Thought|search"))
        wheel(confab, -40)
        confab.picture_to("answer-thoughts")
        confab.act(button(confab, "^Source 1$"))
        confab.find("button", "Copy Passage")
        confab.picture_to("answer-source")
        confab.keys("Escape")
        confab.quit()

for name, environment in (("dark", {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"}), ("chinese", CHINESE)):
    with Confab(**environment) as confab, tap.case(f"{name}: as it was left"):
        button(confab, "^(Source|来源) 1$")
        pages(confab, name)
        rings(confab, name)
        confab.quit()

with Confab() as confab, tap.case("360 px"):
    confab.resize(360, 760)
    until("the narrow window", lambda: confab.extents(confab.find("frame"))[2] <= 372)
    pages(confab, "narrow")
    confab.quit()

server.close()
tap.end()
