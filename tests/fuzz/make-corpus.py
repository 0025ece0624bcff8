#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes seeds for the fuzz targets, made of the event stream vectors.

usage: make-corpus.py VECTORS FOLDER
"""

import base64
import hashlib
import json
import pathlib
import sys

MAX_SEED = 4096

BODIES = (
    '{"output":{"finish_reason":"stop","session_id":"s","text":"a"},"request_id":"r"}',
    '{"code":"InvalidApiKey","message":"Invalid API-key provided.","request_id":"r"}',
    '{"error":{"message":"m","type":"t","code":"c"},"requestId":"r"}',
    '{"output":{"thoughts":[{"action_type":"agentRag","action":"rag","observation":"[]"},'
    '{"action_type":"reasoning","thought":"a","response":"a"}],'
    '"doc_references":[{"index_id":"1","title":"t"}],"text":"<ref>[1]</ref>"}}',
    "<html><title>502 Bad Gateway</title></html>",
    'event:error\ndata:{"code":"x"}\n\n',
)

DOCUMENTS = (
    "# Head\n\ntext **bold** `code`<ref>[1]</ref>\nline\n\n- a\n- b\n  1. c\n",
    "```c\nx\n```\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n> q\n> > r\n",
    "$x$ \\(y\\)\n\n$$\nz\n$$\n\n[a](http://b) <http://c> ![d](e)\n\n[f]: http://g\n",
)

OPTIONS = (
    '{"stream":"none","input":{"biz_params":{"city":"x","user_defined_params":{"p":{"n":1}}}},'
    '"tokens":{"p":true,"m":"Authorization","o":false},"debug":{},"body":{"model":""}}',
    '{"parameters":{"rag_options":{"pipeline_ids":["a"],"file_ids":["b"],"tags":["t"],'
    '"metadata_filter":{"k":["v"]},"structured_filter":{"k":1.5},'
    '"session_file_ids":["file_session_1"]},"temperature":0.5,"top_k":1}}',
    '{"input":{"messages":[{"role":"system","content":"s"}],"image_list":["oss://a","https://b"]},'
    '"headers":{"X-DashScope-DataInspection":"enable"},"unset":["/parameters/seed"]}',
)

MESSAGES = (
    '[{"role":"system","content":"s"},{"role":"user","content":"a"},'
    '{"role":"assistant","content":"b"},{"role":"user","content":"c"}]',
    '{"messages":[{"role":"user","content":"\\ud83d\\ude00"}]}',
)

THOUGHTS = (
    'data:{"output":{"thoughts":[{"action_type":"reasoning","action":"reasoning","thought":"Hm"}]}}',
    'data:{"output":{"thoughts":[{"response":"{\\"nodeId\\":\\"L\\",\\"nodeResult\\":'
    '\\"{\\\\\\"result\\\\\\":\\\\\\"a\\\\\\"}\\"}"}]}}',
    'data:{"output":{"workflow_message":{"node_id":"a","message":{"content":"x"}}}}',
    'data:{"output":{"doc_references":[{"index_id":"4"}],"finish_reason":"stop"}}',
)


# The last level of JSON in JSON as the wire has it, one place deeper than in a frame.
EVIDENCE = (
    '[{"index_id":"1","title":"t","doc_name":"n","images":["u"],"page_number":[1],"new":{}},7,null]',
    '[{"action_type":"agentRag","action":"rag","arguments":"{}","observation":'
    '"[{\\"content\\":\\"c\\",\\"score\\":0.5,\\"images\\":[]}]"},'
    '{"action":"memory","observation":"[\\"m\\"]"},{"action_type":"api","action_input":{"x":1}}]',
    '[{"response":"{\\"nodeId\\":\\"L\\",\\"nodeExecTime\\":\\"1332ms\\",\\"usages\\":[]}"}]',
    '[{"node_id":"C","parent_node_id":"P","message":{"content":"{\\"nodeId\\":\\"C\\",'
    '\\"index\\":1,\\"errorCode\\":\\"e\\"}"}},'
    '{"node_id":"L","message":{"content":"{\\"result\\":\\"a\\"}"}},'
    '{"node_id":"L","message":{"content":"{\\"result\\":\\"ab\\",\\"reasoningContent\\":\\"r\\"}"}}]',
)


def stream_of(vector):
    """The bytes of a vector, or None when they are too many for a seed."""
    stream = b""
    for chunk in vector["chunks"]:
        text, times = (chunk["repeat"], chunk["times"]) if isinstance(chunk, dict) else (chunk, 1)
        piece = base64.b64decode(text) if vector["enc"] == "b64" else text.encode()
        if len(stream) + len(piece) * times > MAX_SEED:
            return None
        stream += piece * times
    return stream


def write(folder, seed):
    (folder / hashlib.sha1(seed).hexdigest()).write_bytes(seed)


vectors_path, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
parser_seeds, decoder_seeds = out / "sse-parser", out / "reply-decoder"
evidence_seeds, document_seeds = out / "evidence", out / "document"
for path in (parser_seeds, decoder_seeds, evidence_seeds, document_seeds):
    path.mkdir(parents=True, exist_ok=True)

for line in vectors_path.read_text(encoding="utf-8").split("\n"):
    if not line.strip():
        continue
    one = json.loads(line)
    data = stream_of(one)
    if data is None:
        continue
    write(parser_seeds, (b"\1" if "lenient" in one["profile"] else b"\0") + b"\7" + data)
    if "api" in one:
        mode = b"\1" if one["api"]["mode"] == "cumulative" else b"\0"
        write(decoder_seeds, mode + data)

for body in BODIES:
    write(decoder_seeds, b"\x82" + body.encode())
    write(decoder_seeds, b"\x85" + body.encode())
write(decoder_seeds, b"\0" + "\n\n".join(THOUGHTS).encode() + b"\n\n")
write(decoder_seeds, b"\1" + "\n\n".join(THOUGHTS).encode() + b"\n\n")
for text in EVIDENCE:
    for mode in b"\1\2\3":
        write(evidence_seeds, bytes([mode]) + text.encode())

for text in DOCUMENTS:
    write(document_seeds, b"\x07" + text.encode())

for folder, seeds, head in (("options", OPTIONS, b"\0"), ("messages", MESSAGES, b"")):
    (out / folder).mkdir(parents=True, exist_ok=True)
    for seed in seeds:
        write(out / folder, head + seed.encode())
