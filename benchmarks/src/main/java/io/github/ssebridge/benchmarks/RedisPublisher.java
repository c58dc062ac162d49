package io.github.ssebridge.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A process that publishes into channels and streams over a bare socket and waits for no answer
 * before it goes on, so that it costs little. Its commands run on one thread.
 */
final class RedisPublisher {

  /** Stands for a rate: as many as Redis takes. */
  static final double FLAT_OUT = 0;

  private static final double NANOS = 1e9;
  private static final long BATCH_NANOS = 1_000_000;
  private static final long LIMIT_SECONDS = 120;
  private static final int READ_BYTES = 64 << 10;

  /**
   * Messages to be published.
   *
   * @param first the number of the first one
   * @param perSecond how many a second, or {@link #FLAT_OUT}
   * @param asBlocks whether each shall make a block of {@link EventText#BLOCK_BYTES} in a log whose
   *     position is its number, else it is one of {@link RecordText#BYTES}
   */
  record Publish(
      RedisKind kind, String name, long first, long count, double perSecond, boolean asBlocks) {

    /** An answer is a number, or the id of an entry after a line with its length. */
    long lines() {
      return kind == RedisKind.CHANNEL ? count : 2 * count;
    }
  }

  /**
   * What was published.
   *
   * @param seconds until Redis had answered to the last one
   * @param lateMillis how late a message was at worst, 0 if none was due
   */
  record Done(long messages, double seconds, double lateMillis) {

    double perSecond() {
      return messages / seconds;
    }
  }

  private final int port;
  private final EventText blocks = new EventText();

  private RedisPublisher(int port) {
    this.port = port;
  }

  /** Takes the port of Redis. */
  public static void main(String[] args) throws InterruptedException {
    RedisPublisher publisher = new RedisPublisher(Json.read(args[0], Integer.class));
    new CommandLoop().on("publish", Publish.class, publisher::publish).run(Nothing.NOTHING);
  }

  private Done publish(Publish wanted) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      CompletableFuture<Void> answered = answers(socket.getInputStream(), wanted.lines());
      long start = System.nanoTime();
      long lateNanos = write(wanted, start, socket.getOutputStream());
      var unused = answered.get(LIMIT_SECONDS, TimeUnit.SECONDS);
      return new Done(wanted.count, (System.nanoTime() - start) / NANOS, lateNanos / 1e6);
    }
  }

  /** How late the latest one was. */
  private long write(Publish wanted, long start, OutputStream out) throws IOException {
    PublishCommands commands = PublishCommands.to(wanted.kind, wanted.name);
    boolean paced = wanted.perSecond != FLAT_OUT;
    long lateNanos = 0;
    for (long i = 0; i < wanted.count; i++) {
      long due = paced ? start + (long) (i / wanted.perSecond * NANOS) : System.nanoTime();
      byte[] message = message(wanted, wanted.first + i, due);
      if (!commands.takes(message) || (paced && System.nanoTime() - due < 0)) {
        commands.writeTo(out);
      }
      if (paced && commands.isEmpty()) {
        // A millisecond's messages are written at once.
        Clock.sleepUntil(due + BATCH_NANOS);
        lateNanos = Math.max(lateNanos, System.nanoTime() - due - BATCH_NANOS);
      }
      commands.add(message);
    }
    commands.writeTo(out);
    return lateNanos;
  }

  private byte[] message(Publish wanted, long number, long dueNanos) {
    return wanted.asBlocks
        ? blocks.data(number, number, dueNanos).getBytes(ISO_8859_1)
        : RecordText.of((int) number, dueNanos);
  }

  private static CompletableFuture<Void> answers(InputStream in, long lines) {
    CompletableFuture<Void> answered = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                readAnswers(in, lines);
                answered.complete(null);
              } catch (IOException | RuntimeException e) {
                answered.completeExceptionally(e);
              }
            },
            "answers");
    reader.setDaemon(true);
    reader.start();
    return answered;
  }

  /** A line that begins with a minus is an error. */
  private static void readAnswers(InputStream in, long lines) throws IOException {
    byte[] bytes = new byte[READ_BYTES];
    boolean begins = true;
    for (long left = lines; left > 0; ) {
      int length = in.read(bytes);
      if (length < 0) {
        throw new IOException("Redis closed the connection");
      }
      for (int i = 0; i < length; i++) {
        if (begins && bytes[i] == '-') {
          throw new IOException("Redis says " + new String(bytes, i, length - i, ISO_8859_1));
        }
        begins = bytes[i] == '\n';
        left -= begins ? 1 : 0;
      }
    }
  }
}
