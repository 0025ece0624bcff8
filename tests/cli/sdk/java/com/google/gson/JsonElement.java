// SPDX-License-Identifier: GPL-3.0-or-later
package com.google.gson;

import java.util.Map;

/** Stands in for Gson's class of this name: what a test prints and compares, and no more. */
public class JsonElement {
  /** The text of anything but an object. */
  private final String text;

  protected JsonElement(String text) {
    this.text = text;
  }

  static JsonElement of(String text) {
    return new JsonElement(text);
  }

  @Override
  public String toString() {
    return text;
  }

  public static String quote(String value) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : value.toCharArray()) {
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < 0x20 || c > 0x7e) {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  public static String write(Map<String, ?> members) {
    StringBuilder text = new StringBuilder("{");
    for (Map.Entry<String, ?> member : members.entrySet()) {
      text.append(text.length() > 1 ? "," : "").append(quote(member.getKey())).append(':')
          .append(member.getValue());
    }
    return text.append('}').toString();
  }

  /** Cuts JSON into its members; what is no object stays as it is written. */
  public static final class Reader {
    private final String json;
    private int at;

    public Reader(String json) {
      this.json = json;
    }

    public JsonElement read() {
      if (json.charAt(at) == '{') {
        return readObject();
      }
      int begin = at;
      int depth = 0;
      do {
        char c = json.charAt(at);
        if (c == '"') {
          readString();
        } else {
          depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
          at++;
        }
      } while (depth > 0 || ",]}".indexOf(json.charAt(at)) < 0);
      return of(json.substring(begin, at));
    }

    private JsonObject readObject() {
      JsonObject object = new JsonObject();
      at++;
      while (json.charAt(at) != '}') {
        String name = readString();
        at++;
        object.add(name, read());
        if (json.charAt(at) == ',') {
          at++;
        }
      }
      at++;
      return object;
    }

    private String readString() {
      StringBuilder value = new StringBuilder();
      for (at++; json.charAt(at) != '"'; at++) {
        char c = json.charAt(at);
        if (c != '\\') {
          value.append(c);
          continue;
        }
        c = json.charAt(++at);
        int plain = "bfnrt".indexOf(c);
        if (c == 'u') {
          value.append((char) Integer.parseInt(json.substring(at + 1, at + 5), 16));
          at += 4;
        } else {
          value.append(plain >= 0 ? "\b\f\n\r\t".charAt(plain) : c);
        }
      }
      at++;
      return value.toString();
    }
  }
}
