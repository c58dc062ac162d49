package io.github.ssebridge.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ssebridge.EventFeed;
import io.github.ssebridge.testkit.Eventually;
import io.github.ssebridge.testkit.RedisConsole;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** A Redis stream of a name of its own, and links to it; closes these. For one test. */
final class TestStream implements AutoCloseable {

  private static final AtomicInteger LAST = new AtomicInteger();

  private static final Pattern READS = Pattern.compile(" cmd=(xread|xinfo|xrevrange)\\b");

  private final RedisConsole console;
  private final String uri;
  private final String key = "stream-" + LAST.incrementAndGet();
  private final List<RedisLink> links = new ArrayList<>();

  TestStream(RedisConsole console, String uri) {
    this.console = console;
    this.uri = uri;
  }

  String key() {
    return key;
  }

  /** A feed with a link of its own, as that of another node. */
  EventFeed feed() {
    return feed(new RedisStreamOptions(key));
  }

  EventFeed feed(RedisStreamOptions options) {
    RedisLink link = RedisLink.create(uri);
    links.add(link);
    return RedisStreamFeed.create(link, options);
  }

  /** Adds entries with this data; returns the id of the last one. */
  String add(String... data) {
    String id = "";
    for (String each : data) {
      id = add(each.getBytes(UTF_8));
    }
    return id;
  }

  String add(byte[] data) {
    return String.valueOf(console.command(words("XADD", key, "*", "data").plus(data)));
  }

  /** Adds an entry with any id and fields. */
  String addWith(String id, String... fields) {
    List<String> words = new ArrayList<>(List.of("XADD", key, id));
    words.addAll(List.of(fields));
    return console.text(words.toArray(String[]::new));
  }

  /** The ids of all entries. */
  List<String> ids() {
    return console.list("XRANGE", key, "-", "+").stream()
        .map(entry -> String.valueOf(((List<?>) entry).get(0)))
        .toList();
  }

  void trimTo(int length) {
    var unused = console.command("XTRIM", key, "MAXLEN", String.valueOf(length));
  }

  void delete(String id) {
    var unused = console.command("XDEL", key, id);
  }

  /**
   * Deletes the key. Returns in a later millisecond, or new entries might be given ids of old ones.
   */
  void remove() {
    var unused = console.command("DEL", key);
    long now = System.currentTimeMillis();
    Eventually.until(() -> System.currentTimeMillis() > now + 1);
  }

  /** How many connections wait for entries, or have just got some. */
  int readers() {
    return (int)
        console.text("CLIENT", "LIST").lines().filter(line -> READS.matcher(line).find()).count();
  }

  @Override
  public void close() {
    links.forEach(RedisLink::close);
  }

  private static Words words(String... words) {
    return new Words(List.of(words).stream().map(word -> word.getBytes(UTF_8)).toList());
  }

  private record Words(List<byte[]> first) {
    byte[][] plus(byte[] last) {
      List<byte[]> all = new ArrayList<>(first);
      all.add(last);
      return all.toArray(byte[][]::new);
    }
  }
}
