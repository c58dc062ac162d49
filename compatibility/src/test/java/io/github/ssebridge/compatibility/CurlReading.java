package io.github.ssebridge.compatibility;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ssebridge.DecoderLimits;
import io.github.ssebridge.SseDecoder;
import io.github.ssebridge.testkit.Programs;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** curl in a loop of bash; our decoder reads what comes out of it. */
final class CurlReading implements Reading {

  static final Path SCRIPT = Path.of("src", "test", "shell", "follow.sh");

  private final List<SeenEvent> events = new CopyOnWriteArrayList<>();
  private final SseDecoder decoder =
      new SseDecoder(event -> events.add(SeenEvent.of(event)), "", DecoderLimits.defaults());
  private final LineProcess script;

  CurlReading(URI uri, String... options) {
    Programs.need("curl", "curl");
    List<String> command = new ArrayList<>();
    command.add(Programs.need("bash", "bash").toString());
    command.add(SCRIPT.toString());
    command.addAll(List.of(options));
    command.add(uri.toString());
    script = LineProcess.start(Path.of("."), command, this::read);
  }

  private void read(String line) {
    byte[] bytes = (line + "\n").getBytes(UTF_8);
    decoder.decode(bytes, 0, bytes.length);
  }

  @Override
  public List<SeenEvent> events() {
    return List.copyOf(events);
  }

  @Override
  public void close() {
    script.close();
  }
}
