// SPDX-License-Identifier: GPL-3.0-or-later
package com.google.gson;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Stands in for Gson's class of this name. */
public class JsonObject extends JsonElement {
  private final Map<String, JsonElement> members = new LinkedHashMap<>();

  public JsonObject() {
    super(null);
  }

  public void add(String name, JsonElement value) {
    members.put(name, value);
  }

  public void addProperty(String name, String value) {
    members.put(name, JsonElement.of(quote(value)));
  }

  public JsonObject getAsJsonObject(String name) {
    return (JsonObject) members.get(name);
  }

  public Set<Map.Entry<String, JsonElement>> entrySet() {
    return members.entrySet();
  }

  @Override
  public String toString() {
    return write(members);
  }
}
