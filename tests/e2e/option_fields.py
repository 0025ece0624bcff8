# SPDX-License-Identifier: GPL-3.0-or-later
"""Every field of the protocol (2.1 to 2.4, and the headers of 1.3 that a person sets): on which page it
is set and how, and what is then in the request. The list is whole: checks/fields.py holds it against the
model's own."""

import dataclasses
import typing


@dataclasses.dataclass(frozen=True)
class Field:
    """`path` is where it stands in options; `how` is a method of options_dialog.Dialog with what it is
    given, or a step of scenario_fields. `sent` is in the request: at the same place in the body, or at
    `at`; None of /stream: not there."""

    path: str
    how: str
    given: tuple
    sent: typing.Any
    at: str = ""


RAG = "/parameters/rag_options"
BIZ = "/input/biz_params"
CIP = "/parameters/cip_service_codes"

# To an agent, in one message. Page by page, in the order in which they are set.
AGENT = {
    "Answers": [
        Field("/parameters/has_thoughts", "choice", ("Thoughts", 1), True),
        Field("/parameters/enable_thinking", "choice", ("Thinking", 1), True),
        Field("/parameters/enable_web_search", "choice", ("Web Search", 1), True),
        Field("/parameters/enable_system_time", "choice", ("System Time", 2), False),
        Field("/parameters/model_id", "text", ("Model ID", "qwen-max"), "qwen-max"),
        Field("/parameters/dialog_round", "text", ("Earlier Rounds", "3"), 3),
        Field("/parameters/temperature", "text", ("Temperature", "0.5"), 0.5),
        Field("/parameters/top_p", "text", ("Top P", "1.0"), 1.0),
        Field("/parameters/top_k", "text", ("Top K", "20"), 20),
        Field("/parameters/seed", "text", ("Seed", "9223372036854775807"), 9223372036854775807),
        Field("/parameters/max_tokens", "text", ("Tokens at Most", "100"), 100),
    ],
    "Knowledge Base": [
        Field(f"{RAG}/pipeline_ids", "ids", ("Add Knowledge Base", ("phones", "manuals")),
              ["phones", "manuals"]),
        Field(f"{RAG}/file_ids", "ids", ("Add File", ("file_1",)), ["file_1"]),
        Field(f"{RAG}/tags", "tags", ("Tag", 0, ("flagship", "2024")), ["flagship", "2024"]),
        Field(f"{RAG}/metadata_filter", "conditions",
              ("Metadata Filter", (("brand", ("Aurora", "Bailian")), ("year", ("2024",)))),
              {"brand": ["Aurora", "Bailian"], "year": "2024"}),
        Field(f"{RAG}/structured_filter", "conditions",
              ("Structured Filter", (("price", ("4999", "0.5")), ("code", ('"42"',)), ("kind", ("a",)))),
              {"price": [4999, 0.5], "code": "42", "kind": "a"}),
        Field(f"{RAG}/session_file_ids", "ids", ("Add Session File", ("file_session_1",)),
              ["file_session_1"]),
    ],
    "Plug-ins": [
        Field(f"{BIZ}/user_defined_params/dormitory/text", "parameter",
              ("dormitory", "text", "Text", "12"), "12"),
        Field(f"{BIZ}/user_defined_params/dormitory/article_index", "parameter",
              ("dormitory", "article_index", "Number", "2"), 2),
        Field(f"{BIZ}/user_defined_params/dormitory/yes", "parameter",
              ("dormitory", "yes", "Yes or No", "true"), True),
        Field(f"{BIZ}/user_defined_params/dormitory/no", "parameter",
              ("dormitory", "no", "Yes or No", ""), False),
        Field(f"{BIZ}/user_defined_params/dormitory/list", "parameter",
              ("dormitory", "list", "List", '["A", 1]'), ["A", 1]),
        Field(f"{BIZ}/user_defined_params/dormitory/object", "parameter",
              ("dormitory", "object", "Object", '{"a": {"b": null}}'), {"a": {"b": None}}),
        Field(f"{BIZ}/user_defined_params/dormitory/null", "parameter",
              ("dormitory", "null", "Null", ""), None),
        # What is sent in the place of a token, the service's log does not tell.
        Field("/tokens/dormitory", "token", ("dormitory", None), "***",
              f"{BIZ}/user_defined_tokens/dormitory/user_token"),
        Field("/tokens/amap-maps", "token", ("amap-maps", "Authorization"), "***",
              f"{BIZ}/user_defined_params/amap-maps/Authorization"),
    ],
    "Workflow Inputs": [
        Field(f"{BIZ}/user_prompt_params/tone", "input", ("Add Variable", "tone", "Text", "friendly"),
              "friendly"),
        Field(f"{BIZ}/user_prompt_params/length", "input", ("Add Variable", "length", "Number", "1.0"),
              1.0),
    ],
    "Advanced": [
        Field("/input/memory_id", "text", ("Memory ID", "mem-1"), "mem-1"),
        Field("/parameters/mcp_servers", "tags", ("Code", 0, ("amap-maps", "Meitu")),
              ["amap-maps", "Meitu"]),
        Field("/parameters/enable_premium", "choice", ("Premium", 2), False),
        Field("/input/doc_tag_codes", "tags", ("Code", 1, ("t1",)), ["t1"]),
        Field("/input/doc_reference_type", "choice", ("References", 2), "indexed"),
        Field(f"{CIP}/text/input", "text", ("Text Sent", "query_security_check"), "query_security_check"),
        Field(f"{CIP}/text/output", "text", ("Text Answered", "c2"), "c2"),
        Field(f"{CIP}/image/input", "text", ("Images Sent", "c3"), "c3"),
        Field(f"{CIP}/image/output", "text", ("Images Answered", "c4"), "c4"),
        Field("/headers/X-DashScope-DataInspection", "text",
              ("X-DashScope-DataInspection", '{"input":"cip","output":"cip"}'),
              '{"input":"cip","output":"cip"}'),
        Field("/headers/X-DashScope-OssResourceResolve", "text",
              ("X-DashScope-OssResourceResolve", "enable"), "enable"),
        Field("/input/history", "text", ("input", '{"history": [{"user": "Hi", "bot": "Hello"}]}'),
              [{"user": "Hi", "bot": "Hello"}]),
        Field("/parameters/later", "text", ("parameters", '{"later": [1, "1", null, true, 1.0]}'),
              [1, "1", None, True, 1.0]),
        Field("/debug", "text", ("debug", '{"on": 1}'), {"on": 1}),
        Field("/body/model", "text", ("The request itself", '{"model": ""}'), "", "/model"),
    ],
}

# With the next message only, from the composer.
ATTACHED = [
    Field("/input/image_list", "attach", ("Image by Address", "Address", "https://example.com/a.png"),
          ["https://example.com/a.png"]),
    Field("/input/file_list", "attach", ("File by Address", "Address", "https://example.com/rules.pdf"),
          ["https://example.com/rules.pdf"]),
    Field("/input/memory_id", "attach", ("Long-Term Memory", "Memory ID", "mem-2"), "mem-2"),
]

# To a workflow.
WORKFLOW = {
    "Answers": [
        Field("/stream", "choice", ("The Answer Comes", 2), None, "/parameters/incremental_output"),
        Field("/parameters/flow_stream_mode", "choice", ("Workflow Streams", 4), "message_format_plus"),
        Field("/parameters/has_thoughts", "choice", ("Thoughts", 2), False),
    ],
    "Workflow Inputs": [
        Field(f"{BIZ}/city", "input", ("Add Input", "city", "Text", "Singapore"), "Singapore"),
        Field(f"{BIZ}/count", "input", ("Add Input", "count", "Number", "-2.5"), -2.5),
        Field(f"{BIZ}/short", "input", ("Add Input", "short", "Yes or No", "true"), True),
        Field(f"{BIZ}/long", "input", ("Add Input", "long", "Yes or No", ""), False),
        Field(f"{BIZ}/list", "input", ("Add Input", "list", "List", "[1, 2.0]"), [1, 2.0]),
        Field(f"{BIZ}/file", "input", ("Add Input", "file", "Object", '{"type": "audio", "source": "url"}'),
              {"type": "audio", "source": "url"}),
        Field(f"{BIZ}/nothing", "input", ("Add Input", "nothing", "Null", ""), None),
    ],
}

# On top of these, one after the other: how the answer comes, and the caller's own messages.
STREAMS = [
    Field("/stream", "choice", ("The Answer Comes", 3), "application/json", "Accept"),
    Field("/parameters/incremental_output", "json", ('{"parameters": {"incremental_output": false}}',),
          False),
]
MESSAGES = Field("/input/messages", "text",
                 ("input", '{"messages": [{"role": "system", "content": "Be short."}]}'),
                 [{"role": "system", "content": "Be short."}])

# Not an option: it belongs to the connection.
WORKSPACE = Field("", "workspace", ("ws-1",), "ws-1", "X-DashScope-WorkSpace")


def every():
    """All fields that are options."""
    for pages in (AGENT, WORKFLOW):
        for fields in pages.values():
            yield from fields
    yield from ATTACHED
    yield from STREAMS
    yield MESSAGES
