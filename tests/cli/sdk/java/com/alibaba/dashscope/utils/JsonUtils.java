// SPDX-License-Identifier: GPL-3.0-or-later
package com.alibaba.dashscope.utils;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/** Stands in for the SDK's class of this name. */
public final class JsonUtils {
  public static JsonObject parse(String json) {
    return (JsonObject) new JsonElement.Reader(json).read();
  }

  public static String toJson(Object value) {
    return value.toString();
  }
}
