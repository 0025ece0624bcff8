# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests know of how an answer is stored while it grows."""

# The text of a row of `message`, for a query of one's own: as long as it is open it is in pieces.
TEXT_NOW = ("coalesce((SELECT group_concat(text, '') FROM (SELECT text FROM open_text"
            " WHERE open_text.answer = message.id ORDER BY start)), message.text)")

# What had come so many seconds before a process was killed is not lost.
PROMISE = 1.0
