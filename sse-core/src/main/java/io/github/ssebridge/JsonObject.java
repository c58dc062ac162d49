package io.github.ssebridge;

/** Writes one JSON object (RFC 8259). Confined to its owner. */
final class JsonObject {

  private final StringBuilder text = new StringBuilder("{");

  JsonObject put(String name, String value) {
    name(name);
    quote(value);
    return this;
  }

  JsonObject put(String name, long value) {
    name(name);
    text.append(value);
    return this;
  }

  JsonObject put(String name, JsonObject value) {
    name(name);
    text.append(value);
    return this;
  }

  JsonObject put(String name, boolean value) {
    name(name);
    text.append(value);
    return this;
  }

  @Override
  public String toString() {
    return text + "}";
  }

  private void name(String name) {
    if (text.length() > 1) {
      text.append(',');
    }
    quote(name);
    text.append(':');
  }

  private void quote(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        text.append("\\u%04x".formatted((int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }
}
