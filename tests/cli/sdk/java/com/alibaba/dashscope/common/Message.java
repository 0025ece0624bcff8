// SPDX-License-Identifier: GPL-3.0-or-later
package com.alibaba.dashscope.common;

import com.google.gson.JsonObject;

/** Stands in for the SDK's class of this name, and for its builder. */
public final class Message {
  private final JsonObject json = new JsonObject();

  public static Message builder() {
    return new Message();
  }

  public Message role(String role) {
    json.addProperty("role", role);
    return this;
  }

  public Message content(String content) {
    json.addProperty("content", content);
    return this;
  }

  public Message build() {
    return this;
  }

  @Override
  public String toString() {
    return json.toString();
  }
}
