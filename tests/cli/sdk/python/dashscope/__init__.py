# SPDX-License-Identifier: GPL-3.0-or-later
"""Stands in for the SDK: takes what Application.call() takes, and answers with the request."""

import json
import os
import types

# Set by the program.
base_http_api_url = None  # pylint: disable=invalid-name

# What the SDK puts into the input; all else becomes a parameter.
INPUT = ("session_id", "doc_reference_type", "doc_tag_codes", "memory_id", "biz_params",
         "image_list", "file_list")


class Application:
    """The one class that is used."""

    @staticmethod
    def call(app_id, prompt=None, history=None, workspace=None, api_key=None, messages=None,
             **arguments):
        given = {"messages": messages} if messages is not None else {}
        if messages is None:
            given |= {"history": history} if history else {}
            given["prompt"] = prompt
        given |= {name: arguments.pop(name) for name in INPUT if name in arguments}
        stream = arguments.pop("stream", False)
        request = {"base_url": base_http_api_url, "app_id": app_id, "stream": stream,
                   "key": api_key or os.environ["DASHSCOPE_API_KEY"], "input": given}
        if workspace is not None:
            request["workspace"] = workspace
        if "headers" in arguments:
            request["headers"] = arguments.pop("headers")
        request["parameters"] = arguments
        answer = types.SimpleNamespace(status_code=200, request_id="r", code=None, message=None,
                                       output=json.dumps(request))
        return iter([answer]) if stream else answer
