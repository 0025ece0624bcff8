#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Markdown replies to measure with: of any kind and length, and always the same ones.

  replies.py KIND BYTES    prints one

Kinds are in KINDS. cut() gives the pieces in which a model would send one.
"""

import sys

# What a token or five are: each piece has at least so many bytes, the last one aside.
PIECE_BYTES = 20

WORDS = """a answer any application as because before between but by call can change column each every
field file filter first for from given half if in is it its kept knowledge last later line list long
look made many may model name need next no not number of old on one only or order other page part
passage piece question read right row same search second send shown since small some source such
table takes text than that the then there these time to two under until use value where which while
with without word would""".split()
HAN = "请问怎样在应用中使用知识库回答用户提出的问题并给出来源以及每一条引用所在的文档和页码如果没有找到相关内容就说明原因"
EMOJI = ["😀", "🎉", "👩‍💻", "🏳️‍🌈", "👍🏽", "🚀", "🇸🇬", "🧪", "❤️", "🐼"]


class Dice:
    """The same numbers on every machine, whatever Python's own generator does."""

    def __init__(self, seed):
        self.state = seed

    def roll(self, sides):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % sides

    def pick(self, things):
        return things[self.roll(len(things))]


def words(dice, count):
    return " ".join(dice.pick(WORDS) for _ in range(count))


def sentence(dice, count):
    parts = words(dice, count).capitalize().split(" ")
    place = 1 + dice.roll(len(parts) - 1)
    kind = dice.roll(12)
    if kind < 3:
        parts[place] = f"**{parts[place]}**"
    elif kind < 5:
        parts[place] = f"`{parts[place]}_{dice.roll(100)}`"
    elif kind < 6:
        parts[place] = f"[{parts[place]}](https://example.com/{dice.roll(1000)})"
    elif kind < 7:
        parts[place] = f"*{parts[place]}*"
    return " ".join(parts) + "."


def han(dice, count):
    start = dice.roll(len(HAN))
    return "".join((HAN * 3)[start:start + count]) + "。"


def code_line(dice, number):
    return (f'    const value_{number} = ask("{dice.pick(WORDS)}", {dice.roll(1000)});'
            f"  // {words(dice, 3)}")


def code(dice, lines):
    return "```js\n" + "\n".join(code_line(dice, i) for i in range(lines)) + "\n```"


def table_row(dice):
    return f"| {dice.pick(WORDS)} | {words(dice, 4)} | {dice.roll(10000)} |"


def table(dice, rows):
    return "\n".join(["| name | what it is | number |", "| --- | --- | ---: |"]
                     + [table_row(dice) for _ in range(rows)])


def items(dice, count, ordered):
    return "\n".join((f"{i + 1}. " if ordered else "- ") + sentence(dice, 5 + dice.roll(8))
                     for i in range(count))


def mixed_block(dice, number):
    if number % 10 == 0:
        return "## " + words(dice, 4).capitalize()
    kind = dice.roll(100)
    if kind < 44:
        return " ".join(sentence(dice, 7 + dice.roll(12)) for _ in range(1 + dice.roll(4)))
    if kind < 58:
        return han(dice, 20 + dice.roll(60)) + "**重点**" + han(dice, 25)
    if kind < 74:
        return items(dice, 3 + dice.roll(6), kind < 65)
    if kind < 90:
        return code(dice, 4 + dice.roll(18))
    if kind < 96:
        return table(dice, 3 + dice.roll(6))
    return "> " + sentence(dice, 14)


def mixed(dice):
    number = 0
    while True:
        yield mixed_block(dice, number) + "\n\n"
        number += 1


def fence(dice):
    yield "```js\n"
    number = 0
    while True:
        yield code_line(dice, number) + "\n"
        number += 1


def one_list(dice):
    while True:
        yield "- " + sentence(dice, 6 + dice.roll(10)) + "\n"


def one_table(dice):
    yield table(dice, 0) + "\n"
    while True:
        yield table_row(dice) + "\n"


def paragraph(dice):
    while True:
        yield sentence(dice, 8 + dice.roll(10)) + " "


def cjk(dice):
    while True:
        yield han(dice, 30 + dice.roll(50)) + ("\n\n" if dice.roll(4) == 0 else "")


def emoji(dice):
    while True:
        yield words(dice, 2) + " " + "".join(dice.pick(EMOJI) for _ in range(1 + dice.roll(4)))
        yield "\n\n" if dice.roll(12) == 0 else " "


# What a hostile reply is made of, on top: one thing, over and over.
def word(dice):
    while True:
        yield "abcdefghij"


def marks(dice):
    while True:
        yield "e" + "\u0301\u0323" * 8


def quotes(dice):
    while True:
        yield "> "


def nested(dice):
    depth = 0
    while True:
        yield "  " * depth + "- x\n"
        depth += 1


def joined(dice):
    while True:
        yield "👩\u200d"


def directions(dice):
    while True:
        yield "\u202da\u202eb\u2067c"


def columns(dice):
    for line in ("| a " * 10000 + "|\n", "| - " * 10000 + "|\n"):
        yield line
    while True:
        yield "| x " * 10000 + "|\n"


KINDS = {"mixed": mixed, "fence": fence, "list": one_list, "table": one_table,
         "paragraph": paragraph, "cjk": cjk, "emoji": emoji}
HOSTILE = {"word": word, "marks": marks, "quotes": quotes, "nested": nested, "joined": joined,
           "directions": directions, "columns": columns}


def make(kind, size):
    """A reply of that many bytes, or one to three less where a character would be cut."""
    parts, length = [], 0
    for part in {**KINDS, **HOSTILE}[kind](Dice(11)):
        parts.append(part.encode())
        length += len(parts[-1])
        if length >= size:
            return b"".join(parts)[:size].decode("utf-8", "ignore")
    raise AssertionError


def cut(text):
    """The pieces of a text, whole characters."""
    pieces, piece, length = [], [], 0
    for character in text:
        piece.append(character)
        length += len(character.encode())
        if length >= PIECE_BYTES:
            pieces.append("".join(piece))
            piece, length = [], 0
    if piece:
        pieces.append("".join(piece))
    return pieces


if __name__ == "__main__":
    sys.stdout.write(make(sys.argv[1], int(sys.argv[2])))
