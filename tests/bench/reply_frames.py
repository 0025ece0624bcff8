# SPDX-License-Identifier: GPL-3.0-or-later
"""The replies of replies.py as the frames of a stream."""

import functools
import json

import replies


def frame(number, piece, finish):
    data = {"output": {"session_id": "5d1c2a90be6f4c7f8a3b9e0d7c6f5a41", "finish_reason": finish,
                       "text": piece},
            "usage": {"models": [{"input_tokens": 120, "output_tokens": 5 * number,
                                  "model_id": "qwen-plus"}]},
            "request_id": "0b9d7c52-3f1e-9a64-8c2b-6d5e4f3a2b10"}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"id:{number}\nevent:result\n:HTTP_STATUS/200\ndata:{text}\n\n".encode()


@functools.lru_cache(8)
def make_stream(kind, size):
    pieces = replies.cut(replies.make(kind, size))
    frames = [frame(i + 1, piece, "null") for i, piece in enumerate(pieces)]
    return frames + [frame(len(pieces) + 1, "", "stop")]
