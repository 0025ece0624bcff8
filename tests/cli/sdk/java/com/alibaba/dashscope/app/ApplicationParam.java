// SPDX-License-Identifier: GPL-3.0-or-later
package com.alibaba.dashscope.app;

import com.alibaba.dashscope.common.Message;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes what the SDK's builder takes, and gives it back as JSON. */
public final class ApplicationParam {
  final Map<String, Object> input = new LinkedHashMap<>();
  final Map<String, Object> parameters = new LinkedHashMap<>();
  final Map<String, Object> request = new LinkedHashMap<>();

  public static ApplicationParam builder() {
    return new ApplicationParam();
  }

  private ApplicationParam put(Map<String, Object> where, String name, Object value) {
    where.put(name, value);
    return this;
  }

  private ApplicationParam text(Map<String, Object> where, String name, String value) {
    return put(where, name, JsonElement.quote(value));
  }

  private ApplicationParam list(String name, List<String> values) {
    List<String> quoted = new ArrayList<>();
    for (String value : values) {
      quoted.add(JsonElement.quote(value));
    }
    return put(input, name, quoted);
  }

  public ApplicationParam apiKey(String key) {
    return text(request, "key", key);
  }

  public ApplicationParam appId(String id) {
    return text(request, "app_id", id);
  }

  public ApplicationParam workspace(String id) {
    return text(request, "workspace", id);
  }

  public ApplicationParam prompt(String prompt) {
    return text(input, "prompt", prompt);
  }

  public ApplicationParam sessionId(String id) {
    return text(input, "session_id", id);
  }

  public ApplicationParam memoryId(String id) {
    return text(input, "memory_id", id);
  }

  public ApplicationParam messages(List<Message> messages) {
    return put(input, "messages", new ArrayList<>(messages));
  }

  public ApplicationParam images(List<String> images) {
    return list("image_list", images);
  }

  public ApplicationParam files(List<String> files) {
    return list("file_list", files);
  }

  public ApplicationParam bizParams(JsonObject params) {
    return put(input, "biz_params", params);
  }

  public ApplicationParam parameters(Map<String, Object> more) {
    parameters.putAll(more);
    return this;
  }

  public ApplicationParam headers(Map<String, Object> headers) {
    JsonObject all = new JsonObject();
    for (Map.Entry<String, Object> header : headers.entrySet()) {
      all.addProperty(header.getKey(), header.getValue().toString());
    }
    return put(request, "headers", all);
  }

  public ApplicationParam build() {
    return this;
  }
}
