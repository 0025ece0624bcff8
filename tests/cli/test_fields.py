#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every field of the protocol from outside: what a service gets of a request that has them all, and what
becomes of an answer that has them all, in the output and in the database."""

import http.server
import json
import threading

from stage import KEY, Stage
import tap

REQUEST = {
    "input": {
        "history": [{"user": "a", "bot": "b"}],
        "memory_id": "memory-1",
        "image_list": ["https://a/b.png", "data:image/png;base64,AAAA"],
        "file_list": ["https://a/b.pdf"],
        "doc_tag_codes": ["t1"],
        "doc_reference_type": "indexed",
        "biz_params": {"user_prompt_params": {"tone": "dry", "n": 1.0},
                       "user_defined_params": {"p": {"article_index": 2, "s": "2", "z": None}}},
        "later": [1.0, 1, None, {}],
    },
    "parameters": {
        "has_thoughts": True, "flow_stream_mode": "message_format_plus",
        "rag_options": {"pipeline_ids": ["p1"], "file_ids": ["f1"], "tags": ["t"],
                        "metadata_filter": {"year": ["2023", "2024"]},
                        "structured_filter": {"price": 2999.5, "n": 1},
                        "session_file_ids": ["file_session_1"]},
        "enable_thinking": True, "enable_web_search": True, "enable_system_time": False,
        "enable_premium": True, "model_id": "qwen-max", "dialog_round": 3,
        "mcp_servers": ["amap-maps", "Meitu"],
        "cip_service_codes": {"text": {"input": "query_security_check", "output": "c"},
                              "image": {"input": "c", "output": "c"}},
        "temperature": 1.0, "top_p": 0.8, "top_k": 50, "seed": 9223372036854775807,
        "max_tokens": 1500, "later": {"a": True},
    },
    "debug": [],
    "model": "",
}

THOUGHTS = [
    {"action_type": "agentRag", "action": "rag", "action_name": "知识检索",
     "arguments": '{"query":"q"}', "action_input": {"query": "q", "n": 1.0},
     "action_input_stream": '{"query":"q"}', "later": {"a": [1, 1.5, None]},
     "observation": json.dumps([{"content": "c", "dataId": "d", "dataName": "n", "display": True,
                                 "id": "i", "images": [], "referenceIndex": 1, "score": 0.5,
                                 "title": "t", "webSearch": False}])},
    {"action_type": "memory", "action": "memory", "action_input": "text", "observation": '["tea"]'},
    {"action_type": "reasoning", "action": "reasoning", "action_name": "思考过程", "thought": "Hm",
     "response": "Hm", "reasoning_content": "so", "reasoningContent": "so"},
]
REFERENCES = [
    {"index_id": str(number), "title": f"T{number}", "doc_id": "d", "doc_name": "N", "doc_url": None,
     "text": "passage", "biz_id": None, "images": ["https://a/i.png"], "page_number": [3, 4],
     "later": {"b": 1.0}} for number in (1, 2)]
NODE = {"node_id": "LLM_1", "node_name": "Think", "node_type": "LLM", "node_status": "success",
        "node_is_completed": True, "node_msg_seq_id": 1, "parent_node_id": "Loop_1",
        "message": {"role": "assistant", "content": "node text"}, "later": 1}
USAGE = {"models": [{"model_id": "qwen-max", "input_tokens": 121, "output_tokens": 51},
                    {"model_id": "qwen-plus", "input_tokens": 7, "output_tokens": 8}], "later": 2}
IDS = {"session_id": "0123456789abcdef0123456789abcdef"}
REST = {"trace": "t", "output": {"reject_status": True, "later": {"x": [1.5, None]}},
        "usage": {"later": 2}}


def whole(text):
    return {"output": {"text": text, "finish_reason": "stop", "thoughts": THOUGHTS,
                       "doc_references": REFERENCES, "workflow_message": NODE, "reject_status": True,
                       "later": {"x": [1.5, None]}, **IDS},
            "usage": USAGE, "request_id": "r-1", "trace": "t"}


def frames():
    """The same answer in four frames: a mark is cut, references grow, reasoning comes in pieces."""
    rag, memory, reasoning = THOUGHTS

    def thoughts(start, stop):
        pieces = ("thought", "response", "reasoning_content", "reasoningContent")
        return [rag, memory, {**reasoning, **{name: reasoning[name][start:stop] for name in pieces}}]

    first = {"thoughts": thoughts(0, 1), "text": ""}
    second = {"thoughts": thoughts(1, 2), "text": "So<ref>[", "workflow_message": NODE}
    third = {"text": "1]</re", "doc_references": REFERENCES[:1]}
    for output in (first, second, third):
        yield {"output": {**output, "finish_reason": "null", **IDS}, "request_id": "r-1"}
    last = whole("f>.")
    last["output"]["thoughts"] = thoughts(2, 2)
    del last["output"]["workflow_message"]
    yield last


class Service(http.server.BaseHTTPRequestHandler):
    """Answers with everything, and keeps what it was asked."""

    requests = []

    def do_POST(self):  # pylint: disable=invalid-name
        self.requests.append((dict(self.headers),
                              self.rfile.read(int(self.headers["Content-Length"])).decode()))
        if self.headers.get("X-DashScope-SSE") == "enable":
            kind = "text/event-stream"
            text = "".join(f"id:{number}\nevent:result\n:HTTP_STATUS/200\ndata:{json.dumps(frame)}\n\n"
                           for number, frame in enumerate(frames(), 1))
        else:
            kind, text = "application/json", json.dumps(whole("So<ref>[1]</ref>."))
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):  # pylint: disable=arguments-differ
        pass


def same(one, other):
    """As text: 1 is not 1.0 and not true."""
    one, other = (json.dumps(value, sort_keys=True) for value in (one, other))
    assert one == other, f"\n{one}\n{other}"


stage = Stage()
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service)
threading.Thread(target=server.serve_forever, daemon=True).start()
URL = f"http://127.0.0.1:{server.server_address[1]}/api/v1"

with tap.case("each field of a request gets to the service as it was given"):
    status, out, err = stage.ask("--base-url", URL, "--app", "an-app", "--workspace", "ws-1",
                                 "--session", "none", "--extra", json.dumps(REQUEST), "Why?")
    assert (status, out) == (0, "So[1].\n"), (status, out, err)
    headers, body = Service.requests[-1]
    assert headers["X-DashScope-WorkSpace"] == "ws-1" and headers["Authorization"] == f"Bearer {KEY}"
    wanted = json.loads(json.dumps(REQUEST))
    wanted["input"]["prompt"] = "Why?"
    wanted["parameters"]["incremental_output"] = True
    same(json.loads(body), wanted)

for option in ((), ("--no-stream",)):
    FORM = "in one piece" if option else "streamed"
    with tap.case(f"each field of an answer is there at the end, {FORM}"):
        status, out, err = stage.ask("--base-url", URL, "--app", "an-app", "--json", *option, "Why?")
        assert status == 0, err
        *events, answer = [json.loads(line) for line in out.splitlines()]
        assert len(events) == (1 if option else 4), out
        assert (answer["text"], answer["finish_reason"], answer["request_id"]) == \
            ("So<ref>[1]</ref>.", "stop", "r-1"), answer
        assert answer["session_id"] == IDS["session_id"] and answer["reject_status"] is True
        same(answer["thoughts"], THOUGHTS)
        same(answer["doc_references"], REFERENCES)
        same(answer["workflow_messages"], [NODE])
        same(answer["usage"]["models"], USAGE["models"])
        same(answer["rest"], REST)
        # Nothing of it is lost in an event, whatever it is.
        same(events[-1]["output"]["later"], {"x": [1.5, None]})

        [row] = stage.read(
            "SELECT text, thoughts, doc_references, nodes, usage, rest, finish_reason, request_id,"
            " status FROM message WHERE role <> 'user' ORDER BY id DESC LIMIT 1")
        assert row[0] == answer["text"] and row[6:] == ("stop", "r-1", "complete"), row
        same(json.loads(row[1]), THOUGHTS)
        same(json.loads(row[2]), REFERENCES)
        same(json.loads(row[3]), [NODE])
        same(json.loads(row[4]), USAGE["models"])
        same(json.loads(row[5]), REST)

with tap.case("the address comes from the environment, unless it is given"):
    named = ("--app", "an-app", "--session", "none", "--dry-run", "x")
    elsewhere = {"DASHSCOPE_HTTP_BASE_URL": f"{URL}/"}
    status, out, err = stage.ask(*named, env=elsewhere)
    assert status == 0 and json.loads(out)["url"] == f"{URL}/apps/an-app/completion", (out, err)
    status, out, err = stage.ask("--base-url", "https://a/api/v1", *named, env=elsewhere)
    assert status == 0 and json.loads(out)["url"].startswith("https://a/api/v1/apps/"), (out, err)
    # A whole address is one, too.
    status, out, err = stage.ask(*named, env={
        "DASHSCOPE_HTTP_BASE_URL": f"{URL}/apps/other/completion"})
    assert status == 0 and json.loads(out)["url"] == f"{URL}/apps/an-app/completion", (out, err)
    status, out, err = stage.ask(*named, env={"DASHSCOPE_HTTP_BASE_URL": "http://example.com"})
    assert (status, out) == (2, "") and "DASHSCOPE_HTTP_BASE_URL" in err, (status, err)
    asked = len(Service.requests)
    status, out, err = stage.ask("--app", "an-app", "--session", "none", "x", env=elsewhere)
    assert (status, out) == (0, "So[1].\n") and len(Service.requests) == asked + 1, (status, err)

server.shutdown()
stage.close()
tap.end()
