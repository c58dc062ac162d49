package io.github.ssebridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.TestReader.ManualThread;
import org.junit.jupiter.api.Test;

/** Whoever is told something of its connection comes back to where it was, and no further. */
class NoticeTest extends TableKit {

  private final ManualThread thread = new ManualThread();

  @Test
  void noticeAfterTheStreamSentTheClientAwayLosesNothing() {
    StreamOptions closing =
        StreamOptions.defaults()
            .withLog(LogOptions.defaults().withMaxEvents(2))
            .withOverflow(OverflowPolicy.CLOSE);
    try (EventHub hub = EventHub.create().stream("a", closing)) {
      TestReader reader = new TestReader(hub, "a", null, thread);
      hub.publish("a", ServerSentEvent.of("1"));
      assertThat(reader.data()).containsExactly("1");
      for (int i = 2; i < 9; i++) {
        hub.publish("a", ServerSentEvent.of("" + i));
      }
      String before = reader.lastEventId();
      assertThat(reader.types()).contains("sse:goaway");
      assertThat(reader.lastEventId()).isEqualTo(before);
      LogSlice notice = reader.subscription.notice(ServerSentEvent.of("sse:goaway", "{}"));
      reader.decoding.decoder.decode(notice.bytes());
      assertThat(reader.lastEventId()).isEqualTo(before);
    }
  }

  @Test
  void noticeWithinATableDoesNotTakeTheClientBack() {
    node.hub.close();
    node = node(TABLE.withLog(LogOptions.defaults().withMaxEvents(3)));
    open();
    append("a", "b");
    TestReader reader = readerOn(thread, "s.1");
    thread.runAll();
    append("c");
    assertThat(reader.data()).containsExactly("0:1", "0:2");
    // Now it is at s.3; the source is another one, or it was lapped.
    reader.asleep = true;
    node.writer().startedAnew(source.format, new long[] {3}, new long[] {100});
    reader.read(1);
    String before = reader.lastEventId();
    reader.read(1);
    LogSlice notice = reader.subscription.notice(ServerSentEvent.of("sse:goaway", "{}"));
    reader.decoding.decoder.decode(notice.bytes());
    assertThat(reader.lastEventId()).isEqualTo(before);
  }

  @Test
  void whoHasGotTheNewestEventNeedNotBeToldWhereItIs() {
    try (EventHub hub = EventHub.create().stream("a")) {
      TestReader reader = new TestReader(hub, "a", null, thread);
      for (int i = 1; i < 4; i++) {
        hub.publish("a", ServerSentEvent.of("" + i));
        reader.readAll();
        assertThat(reader.subscription.checkpoint()).as("after %d", i).isNull();
      }
    }
  }
}
