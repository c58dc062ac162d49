package io.github.ssebridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ssebridge.TestReader.ManualThread;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SendingAwayTest {

  private final EventHub hub = EventHub.create().stream("prices").stream("chat");
  private final ManualThread thread = new ManualThread();

  @AfterEach
  void close() {
    hub.close();
  }

  private TestReader reader(String stream) {
    return new TestReader(hub, stream, null, thread);
  }

  @Test
  void endsThoseItIsAskedFor() {
    TestReader prices = reader("prices");
    TestReader chat = reader("chat");
    var disconnected = hub.disconnect(client -> client.reads("chat")).toCompletableFuture();
    assertThat(disconnected).isNotDone();
    thread.runAll();
    assertThat(disconnected).isCompletedWithValue(1);
    assertThat(chat.ended).isTrue();
    assertThat(prices.ended).isFalse();
    assertThat(hub.subscribers("chat")).isZero();
  }

  @Test
  void saysWhichStreamsAndKeysAClientReads() {
    List<StreamSelection> reads =
        List.of(new StreamSelection("prices", Set.of("EUR")), StreamSelection.all("chat"));
    var unused = new TestReader(hub, reads, null, thread);
    List<ConnectedClient> seen = new ArrayList<>();
    var unusedToo = hub.disconnect(client -> !seen.add(client));
    thread.runAll();
    assertThat(seen).containsExactly(new ConnectedClient("", null, null, reads));
  }

  @Test
  void asksEachOnceWhileSomeLeave() {
    List<TestReader> readers = IntStream.range(0, 1000).mapToObj(i -> reader("prices")).toList();
    List<ConnectedClient> asked = new ArrayList<>();
    var done = hub.disconnect(client -> asked.add(client) && asked.size() % 3 == 0);
    thread.tasks.remove().run();
    readers.get(500).subscription.close();
    readers.get(0).subscription.close();
    thread.runAll();
    assertThat(asked).hasSizeBetween(998, 1000);
    assertThat(done.toCompletableFuture()).isCompletedWithValue(asked.size() / 3);
    assertThat(hub.subscribers("prices")).isEqualTo(998 - asked.size() / 3);
  }

  @Test
  void tellsWhenTheQuestionFails() {
    var unused = reader("prices");
    CompletableFuture<Integer> asked =
        hub.disconnect(
                client -> {
                  throw new IllegalStateException("no answer");
                })
            .toCompletableFuture();
    thread.runAll();
    assertThatThrownBy(asked::join)
        .isInstanceOf(CompletionException.class)
        .hasRootCauseMessage("no answer");
  }

  @Test
  void noticesCarryTheIdOfWhereTheClientIs() {
    TestReader reader = reader("prices");
    hub.publish("prices", ServerSentEvent.of("1"));
    assertThat(reader.data()).containsExactly("1");
    String id = reader.lastEventId();
    hub.publish("prices", ServerSentEvent.of("2"));
    LogSlice notice = reader.subscription.notice(ServerSentEvent.of("sse:goaway", "{}"));
    reader.decoding.decoder.decode(notice.bytes());
    assertThat(reader.lastEventId()).isEqualTo(id);
    assertThat(reader.only("sse:goaway").id()).isEqualTo(id);
  }

  @Test
  void noticesOfSeveralStreamsCarryTheIdsOfAll() {
    List<StreamSelection> both =
        List.of(StreamSelection.all("prices"), StreamSelection.all("chat"));
    TestReader reader = new TestReader(hub, both, null, thread);
    hub.publish("chat", ServerSentEvent.of("1"));
    assertThat(reader.data()).containsExactly("1");
    String id = reader.lastEventId();
    LogSlice notice = reader.subscription.notice(ServerSentEvent.of("sse:goaway", "{}"));
    reader.decoding.decoder.decode(notice.bytes());
    assertThat(reader.only("sse:goaway").id()).isEqualTo(id).contains("prices=", "chat=");
  }

  @Test
  void noticesNeverCarryAnIdThatOnlyAClientMayHave() {
    hub.stream("silent", new ManualFeed());
    for (String id : List.of("1-2/3", "a\nb", "", "é")) {
      TestReader reader = new TestReader(hub, "silent", id, thread);
      LogSlice notice = reader.subscription.notice(ServerSentEvent.of("sse:goaway", "{}"));
      reader.decoding.decoder.decode(notice.bytes());
      assertThat(reader.types()).containsExactly("sse:goaway");
      assertThat(reader.lastEventId()).matches("[!-~]*");
    }
  }

  @Test
  void noticesAreNoWayToSendEvents() {
    TestReader reader = reader("prices");
    assertThatThrownBy(() -> reader.subscription.notice(ServerSentEvent.of("x")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
