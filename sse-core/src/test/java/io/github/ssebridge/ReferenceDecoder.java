package io.github.ssebridge;

import io.github.ssebridge.Decoding.Dispatched;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The specification taken literally, of a whole stream at once and with no thought of speed. */
final class ReferenceDecoder {

  final List<Dispatched> dispatched = new ArrayList<>();
  String lastEventId = "";
  private String idBuffer = "";
  private String data = "";
  private String type = "";

  static ReferenceDecoder of(byte[] stream) {
    String text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(stream)).toString();
    String unmarked = text.startsWith("\uFEFF") ? text.substring(1) : text;
    String[] lines = unmarked.replace("\r\n", "\n").replace('\r', '\n').split("\n", -1);
    ReferenceDecoder decoder = new ReferenceDecoder();
    for (int i = 0; i < lines.length - 1; i++) {
      decoder.line(lines[i]);
    }
    return decoder;
  }

  private void line(String line) {
    int colon = line.indexOf(':');
    if (line.isEmpty()) {
      dispatch();
    } else if (colon < 0) {
      field(line, "");
    } else {
      String value = line.substring(colon + 1);
      field(line.substring(0, colon), value.startsWith(" ") ? value.substring(1) : value);
    }
  }

  private void field(String name, String value) {
    switch (name) {
      case "event" -> type = value;
      case "data" -> data += value + "\n";
      case "id" -> idBuffer = value.indexOf('\0') < 0 ? value : idBuffer;
      default -> {}
    }
  }

  private void dispatch() {
    lastEventId = idBuffer;
    if (!data.isEmpty()) {
      String name = type.isEmpty() ? "message" : type;
      dispatched.add(new Dispatched(name, data.substring(0, data.length() - 1), lastEventId));
    }
    data = "";
    type = "";
  }
}
