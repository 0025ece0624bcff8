#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`confab ask --json` over each situation that the protocol knows, nineteen of them: what is printed, what
it costs in requests, and the exit status."""

import concurrent.futures
import contextlib
import http.server
import json
import os
import signal
import threading

from stage import KEY, Stage, demo_service, until
from held_server import HeldServer
import tap

stage = Stage()
DATA = stage.data


class Service:
    """The demo service with its log of requests."""

    def __init__(self, base_url, log):
        self.base_url = base_url
        self._log = log

    def ask(self, app, *options, prompt="Who are you?", base_url=None, env=None):
        """Exit status, the last line, the lines before it, and what was said to the person."""
        # Only of these is silence to be seen.
        patience = "2" if app.startswith(("fault-stall", "fault-heart")) else "60"
        status, out, err = stage.ask("--base-url", base_url or self.base_url, "--app", app, "--json",
                                     "--timeout", patience, *options, prompt, env=env)
        assert KEY not in out + err, "the key was printed"
        lines = [json.loads(line) for line in out.splitlines()]
        assert lines and lines[-1]["type"] == "answer", (status, out, err)
        return status, lines[-1], lines[:-1], err

    def text(self, app, *options, **more):
        """The text of an answer that is complete."""
        status, last, _, err = self.ask(app, *options, **more)
        assert (status, last["status"], last["error"]) == (0, "complete", None), (app, last, err)
        return last["text"]

    def requests(self, app):
        """What came for an application, as the service saw it."""
        with open(self._log, encoding="utf-8") as log:
            # The last may be on its way.
            records = [json.loads(line) for line in log if line.endswith("\n")]
        return [record for record in records if record["path"].endswith(f"/apps/{app}/completion")]


def failed(result, status, state, kind, code=None):
    """Checks an answer that did not come."""
    got, last, _, err = result
    assert (got, last["status"], last["error"]["class"]) == (status, state, kind), (got, last, err)
    assert code is None or last["error"]["code"] == code, last
    assert err.startswith("confab: "), err
    return last


def together(function, *items):
    """Calls a function for each of the items, or for what is in it, a few at a time: as many as there are
    processors where the sanitizers keep these busy."""
    at_once = 2 if "CONFAB_TEST_SCALE" in os.environ else 4
    with concurrent.futures.ThreadPoolExecutor(at_once) as pool:
        for future in [pool.submit(function, *(item if isinstance(item, tuple) else (item,)))
                       for item in items]:
            future.result()


class Elsewhere:
    """A host that must hear nothing."""

    def __init__(self):
        self.heard = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):  # pylint: disable=invalid-name
                outer.heard.append(dict(self.headers))
                self.send_response(307)
                self.send_header("Location", outer.target)
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_GET = do_POST

            def log_message(self, *arguments):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base_url = f"http://127.0.0.1:{self._server.server_port}/api/v1"
        self.target = ""
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()


with contextlib.ExitStack() as stack:
    log = stage.data.parent / "requests.log"
    fast = Service(stack.enter_context(demo_service(stage, "--pace", "0.02", "--log", str(log))), log)
    ask, text = fast.ask, fast.text

    with tap.case("1: a JSON answer with its members in another order and no usage"):
        status, last, _, err = ask("fault-shuffled", "--no-stream")
        assert (status, last["status"], err) == (0, "complete", ""), (last, err)
        assert last["text"].startswith("This is fault-shuffled") and not last["usage"].get("models")
        assert fast.requests("fault-shuffled")[-1]["reply"] == "json"

    with tap.case("2: cumulative, incremental, and torn at every byte: one text"):
        for question in ("Who are you?", "你是谁？"):
            texts = {text("assistant", *option, prompt=question)
                     for option in ((), ("--cumulative",), ("--no-stream",))}
            assert len(texts) == 1, texts
            torn = text("fault-split", prompt=question)
            assert torn == text("fault-split", "--no-stream", prompt=question)
        assert "�" not in torn

    with tap.case("3: the last frame with text, and without"):
        status, last, frames, _ = ask("assistant")
        assert status == 0 and frames[-1]["output"]["text"] == ""
        status, last, frames, _ = ask("fault-last-text")
        assert status == 0 and frames[-1]["output"]["text"] != ""
        assert last["finish_reason"] == "stop" and last["text"].endswith(frames[-1]["output"]["text"])

    with tap.case("4: thoughts in their own channel, arguments and inputs of both kinds"):
        status, last, frames, _ = ask("phones", "--thoughts", prompt="A phone under 3000 yuan?")
        assert status == 0, last
        rag, memory, reasoning = last["thoughts"]
        assert (rag["action_type"], memory["action_type"], reasoning["action_type"]) == \
            ("agentRag", "memory", "reasoning")
        assert json.loads(rag["arguments"])["query"] == "A phone under 3000 yuan?"
        assert len(json.loads(rag["observation"])) == 3
        assert reasoning["thought"].startswith("After filtering") and \
            reasoning["thought"] not in last["text"]
        first_text = next(i for i, frame in enumerate(frames) if frame["output"]["text"])
        assert first_text > 5 and all(f["output"]["text"] for f in frames[first_text:-1])
        status, last, _, _ = ask("dormitory", "--thoughts", "--plugin", "dormitory:article_index=2")
        assert last["thoughts"][0]["action_input"] == {"article_index": 2}, last["thoughts"]
        status, last, _, _ = ask("dormitory-auth", "--thoughts", "--plugin",
                                 "dormitory:article_index=\"2\"", "--token", "dormitory",
                                 env={"CONFAB_TOKEN_DORMITORY": "demo-token"})
        assert json.loads(last["thoughts"][0]["action_input"]) == {"article_index": 2}, last
        sent = fast.requests("dormitory-auth")[-1]["body"]["input"]["biz_params"]
        assert sent["user_defined_params"] == {"dormitory": {"article_index": "2"}}, sent
        assert "demo-token" not in log.read_text(encoding="utf-8")

    with tap.case("5: references grow, a mark comes in two frames, and each is listed once"):
        status, last, frames, _ = ask("phones", prompt="A phone under 3000 yuan?")
        counts = [len(frame["output"].get("doc_references", [])) for frame in frames]
        assert status == 0 and counts == sorted(counts) and set(counts) == {0, 1, 2, 3}, counts
        assert any(frame["output"]["text"].endswith("<ref>[1]</") for frame in frames)
        assert [r["index_id"] for r in last["doc_references"]] == ["1", "2", "3"]
        assert all(f"<ref>[{n}]</ref>" in last["text"] for n in (1, 2, 3))

    with tap.case("6: the nodes of a workflow, in the four modes"):
        question = "Query the administrative divisions of this city"
        city = ("--input", '{"city":"Singapore"}')
        texts = set()
        for mode in ("full_thoughts", "message_format", "message_format_plus", "agent_format"):
            for increment in ((), ("--cumulative",)):
                status, last, _, err = ask("cities", *city, "--thoughts", "--flow-mode", mode,
                                           *increment, prompt=question)
                assert (status, last["status"]) == (0, "complete"), (last, err)
                texts.add(last["text"])
                nodes = [node for node in last["workflow_messages"] or []]
                if mode == "message_format_plus":
                    assert sum(1 for n in nodes if n.get("parent_node_id")) >= 1, nodes
                    assert {"Start_bYxoRU", "LLM_Ilo9", "Plugin_7sHd", "End_7w1V"} <= \
                        {n["node_id"] for n in nodes}
                if mode == "message_format":
                    assert {n["node_id"] for n in nodes} == {"Output_k3Qe", "End_7w1V"}, nodes
                if mode == "agent_format":
                    assert not nodes
        assert len(texts) == 1 and "Central Region" in texts.pop()
        assert fast.requests("cities")[-1]["body"]["input"]["biz_params"] == {"city": "Singapore"}

    with tap.case("7: error frames: first, in the middle, with and without a status"):
        failed(ask("fault-error-first"), 3, "refused", "authentication", "App.AccessDenied")
        failed(ask("fault-error-first-500"), 6, "unknown", "server", "InternalError")
        failed(ask("fault-error-first-bare"), 2, "refused", "usage", "InvalidParameter")
        for fault, code, kind in (("mid", 5, "content"), ("mid-429", 4, "quota"),
                                  ("mid-500", 6, "server"), ("mid-bare", 6, "server")):
            last = failed(ask(f"fault-error-{fault}"), code, "refused", kind)
            assert last["text"].startswith("This is"), last
            assert last["request_id"], last
        assert len(fast.requests("fault-error-mid-429")) == 1, "an answer has begun: no other try"

    with tap.case("8: statuses, a reply without a type, a web page, nothing, another shape"):
        def refused(fault, code, state, kind):
            failed(ask(f"fault-{fault}"), code, state, kind)
            assert len(fast.requests(f"fault-{fault}")) == 1, f"{fault} was asked again"

        together(
            refused,
            ("401", 3, "refused", "authentication"), ("401-bare", 3, "refused", "authentication"),
            ("401-workspace", 3, "refused", "authentication"),
            ("echo-key", 3, "refused", "authentication"),
            ("403", 3, "refused", "authentication"), ("404", 2, "refused", "usage"),
            ("413", 2, "refused", "usage"), ("408", 6, "unknown", "server"),
            ("500", 6, "unknown", "server"), ("500-empty", 6, "unknown", "server"),
            ("plugin", 6, "unknown", "server"), ("timeout", 6, "unknown", "server"),
            ("502", 6, "unknown", "server"), ("504", 6, "unknown", "server"),
            ("arrearage", 4, "refused", "quota"), ("429-bill", 4, "refused", "quota"),
            ("429-free", 4, "refused", "quota"), ("content", 5, "refused", "content"),
            ("not-published", 2, "refused", "usage"), ("error-shape", 2, "refused", "usage"),
            ("error-200", 2, "refused", "usage"), ("error-stream", 2, "refused", "usage"),
            ("html", 7, "unknown", "network"), ("text", 7, "unknown", "network"),
            ("empty", 7, "unknown", "network"), ("407", 7, "refused", "network"))

    with tap.case("9: throttled twice, then an answer; and when the service says how long to wait"):
        def answered(fault, tries):
            status, last, _, err = ask(f"fault-{fault}")
            assert (status, last["status"]) == (0, "complete"), (fault, last, err)
            assert err.count("trying again") == tries - 1, err
            assert len(fast.requests(f"fault-{fault}")) == tries

        together(answered, ("429-twice", 3), ("429-after", 2), ("429-after-date", 2),
                 ("429-after-odd", 2))

    with tap.case("10: ends that are none, and silence"):
        def cut(fault):
            last = failed(ask(f"fault-{fault}"), 8, "interrupted", "incomplete")
            assert last["text"].startswith("This is"), last

        def silent(fault):
            failed(ask(f"fault-{fault}"), 7, "unknown", "network")
            assert len(fast.requests(f"fault-{fault}")) == 1, "it may have been carried out"

        together(cut, "cut-between", "cut-inside", "half-close", "reset", "no-finish")
        together(silent, "reset-first", "no-answer")
        # Alone: others beside them would make some silence of their own.
        cut("stall-mid")
        silent("stall")

    with tap.case("11: all the ways to write an event stream"):
        def same_text(fault):
            assert text(f"fault-{fault}") == text(f"fault-{fault}", "--no-stream"), fault

        together(same_text, "crlf", "cr", "bom", "bare-frames", "comments", "two-lines", "done",
                 "done-event", "no-blank", "no-type")
        # What comes after the end is not part of the answer.
        assert text("fault-garbage").endswith("has come to its end.")

    with tap.case("12: compressed, both ways"):
        assert text("fault-gzip") == text("fault-gzip", "--no-stream")

    with tap.case("13: a frame of 4 MiB, 20,000 frames, and a frame above the limit"):
        assert text("fault-big").count("m") > 4 * 1024 * 1024
        status, last, frames, _ = ask("fault-many")
        assert (status, last["status"]) == (0, "complete") and len(frames) >= 20000, len(frames)
        assert last["text"].count("m" * 2000) == 1
        last = failed(ask("fault-huge"), 6, "interrupted", "server", "AnswerTooLarge")
        assert len(last["text"]) < 1000

    with tap.case("14: what is no JSON, no output, no number, no text"):
        failed(ask("fault-bad-json"), 6, "interrupted", "server", "InvalidFrame")
        failed(ask("fault-no-output"), 6, "interrupted", "server", "InvalidFrame")
        assert text("fault-numbers").endswith("Twelve.")
        assert text("fault-nulls") == "Nothing is missing."
        assert text("fault-unknown") == "Known."
        assert "This is fault-bad-utf8" in text("fault-bad-utf8")
        status, last, _, _ = ask("fault-rejected")
        assert (status, last["reject_status"]) == (0, True), last
        status, last, _, _ = ask("fault-length")
        assert (status, last["finish_reason"]) == (0, "length"), last

    with tap.case("15: a session that goes on, one that is forgotten, one that has expired"):
        first = ask("assistant", prompt="I want to visit Singapore")[1]["session_id"]
        second = ask("assistant", "--session", first, prompt="What are the foods there?")
        assert second[1]["session_id"] == first and "Laksa" in second[1]["text"]
        # Another application knows nothing of it.
        other = ask("phones", "--session", first)
        assert other[1]["session_id"] != first and "new session" in other[3], other[3]
        status, last, _, err = ask("fault-session-replaced", "--session", "f" * 32)
        assert (status, last["status"]) == (0, "complete") and "new session" in err, err
        failed(ask("fault-session-expired", "--session", "f" * 32), 2, "refused", "usage",
               "InvalidParameter")

    with tap.case("16: requests that are refused, in the service's own words"):
        for app, options, message in (
                ("nobody", (), "Required parameter(AppId) missing or invalid"),
                ("cities", (), "Required parameter(city) missing or invalid"),
                ("phones", ("--extra", '{"parameters":{"temperature":2.5}}'), "Temperature should"),
                ("assistant", ("--extra", '{"parameters":{"flow_stream_mode":"x"}}'),
                 "Required parameter(flow_stream_mode)")):
            status, out, err = stage.ask("--base-url", fast.base_url, "--app", app, *options, "Hello")
            assert (status, out) == (2, ""), (app, status, err)
            assert message in err or "temperature" in err or "flow_stream_mode" in err, err
        six = [option for n in range(6) for option in ("--pipeline", f"p{n}")]
        status, out, err = stage.ask("--base-url", fast.base_url, "--app", "phones", *six, "Hello")
        assert (status, out) == (2, "") and "pipeline" in err, err
        status, out, err = stage.ask("--base-url", fast.base_url, "--app", "phones", "--file",
                                     "file_tern_t6", "Hello")
        assert (status, out) == (2, "") and "pipeline" in err, err

    with tap.case("17: one JSON reply although a stream was asked for, and a stream without a type"):
        assert text("fault-plain").startswith("This is fault-plain")
        assert text("fault-no-type").startswith("This is fault-no-type")
        record = fast.requests("fault-no-type")[-1]
        assert record["headers"]["X-DashScope-SSE"] == "enable"
        assert "text/event-stream" in record["headers"]["Accept"]
        failed(ask("fault-wrong-type"), 7, "unknown", "network", "NotModelStudio")

    with tap.case("18: Ctrl+C: the service sees the end, and what came is kept"):
        held = HeldServer()
        process = stage.start("--base-url", held.base_url, "--app", "held-app", "--json", "Stop me")
        held.requests.get(timeout=30)
        held.send("So far")
        assert json.loads(process.stdout.readline())["output"]["text"] == "So far"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
        held.drop()
        held.close()
        last = json.loads(out.decode().splitlines()[-1])
        assert (process.returncode, last["status"], last["text"]) == (130, "stopped", "So far"), err
        assert stage.read("SELECT status, text FROM message ORDER BY id DESC LIMIT 1") == \
            [("stopped", "So far")]

    with tap.case("19: a redirect is not followed, and a prefix of the path is kept"):
        elsewhere, target = Elsewhere(), Elsewhere()
        elsewhere.target = target.base_url
        failed(ask("any", base_url=elsewhere.base_url), 7, "refused", "network", "Redirected")
        assert len(elsewhere.heard) == 1 and not target.heard, target.heard
        elsewhere.close()
        target.close()
        failed(ask("fault-redirect"), 7, "refused", "network", "Redirected")
        assert not [r for r in fast.requests("assistant") if r["headers"]["Host"].startswith("local")]
        prefixed = fast.base_url.replace("/api/v1", "/gateway/eu/api/v1")
        status, last, _, err = ask("assistant", base_url=prefixed)
        assert (status, last["status"]) == (0, "complete"), (last, err)
        assert fast.requests("assistant")[-1]["path"].startswith("/gateway/eu/api/v1/apps/")

    with tap.case("signs of life count as life"):
        slow = Service(stack.enter_context(demo_service(stage, "--quiet")), log)
        assert slow.text("fault-heartbeats").startswith("This is fault-heartbeats")

stage.close()
tap.end()
