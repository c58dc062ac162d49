package io.github.ssebridge.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions that belong on one connection, and that connection, which is made anew as often
 * as it is lost. The thread that looks after subscriptions owns it.
 */
final class Lane {

  /** How the clocks of two machines may differ. */
  static final Duration CLOCK_MARGIN = Duration.ofMillis(100);

  private static final int LOOKS_BETWEEN_COUNTS = 10;

  // A server that accepts and drops connections in turn is not asked 20 times a second; but one
  // that has been cut off a few times in a second is soon back, so that less is missing.
  private static final Duration STEADY = Duration.ofMillis(100);

  // Sentinel makes a replica of a master that lives on after some 10 s, and cuts its clients off.
  private static final Duration LINGER = Duration.ofSeconds(30);

  private final Subscriptions all;
  private final Supplier<CompletionStage<ChosenServer>> server;
  private final Duration margin;
  private final LinkWatch watch;
  private final Set<Subscription> members = new LinkedHashSet<>();

  private boolean connecting;
  private @Nullable PubSubSession session;
  private @Nullable PubSubSession retired;
  private int attempts;
  private @Nullable KillCount killCount;
  private int looks;
  private boolean closed;

  /**
   * A lane that connects when it has its first member.
   *
   * @param server where to connect to, asked each time
   * @param margin how long before messages are here they may have been published, at most
   */
  Lane(
      Subscriptions all,
      LinkWatch watch,
      Supplier<CompletionStage<ChosenServer>> server,
      Duration margin) {
    this.all = all;
    this.watch = watch;
    this.server = server;
    this.margin = margin;
  }

  boolean isEmpty() {
    return members.isEmpty();
  }

  List<Subscription> members() {
    return List.copyOf(members);
  }

  void add(Subscription subscription) {
    members.add(subscription);
    subscription.lane(this);
    if (session != null) {
      session.subscribe(subscription);
    } else if (!connecting) {
      connect();
    }
  }

  /** Takes a subscription out, and says so to Redis. */
  void remove(Subscription subscription) {
    if (members.remove(subscription) && session != null) {
      session.unsubscribe(subscription);
    }
    subscription.lane(null);
    watch.forget(subscription.subject());
  }

  /** Closes the connection, if there is one; with members left it is made anew. */
  void disconnect() {
    if (session != null) {
      session.end();
    }
  }

  /** Closes the connection for good, and says nothing more. */
  void close() {
    closed = true;
    watch.closing();
    disconnect();
    forgetRetired();
  }

  private void connect() {
    connecting = true;
    var unused =
        server.get().thenCompose(this::connect).whenCompleteAsync(this::connected, all.control());
  }

  private CompletionStage<PubSubSession> connect(ChosenServer chosen) {
    return all.clients()
        .connectPubSub(new ChannelCodec(), chosen.uri())
        .thenApply(connection -> new PubSubSession(connection, chosen, all.control(), this));
  }

  private void connected(@Nullable PubSubSession made, @Nullable Throwable failure) {
    connecting = false;
    if (failure != null) {
      watch.unreachable(failure);
      members.forEach(member -> tellUnreachable(member, failure));
      again();
    } else if (made != null && closed) {
      made.end();
    } else if (made != null) {
      session = made;
      made.begin(members);
      compareCounts(made);
      all.met(made);
    }
  }

  private void tellUnreachable(Subscription member, Throwable failure) {
    String why = watch.why(failure);
    if (Causes.isMissingRight(failure)) {
      member.refused(why);
    } else {
      member.unreachable(why);
    }
  }

  private void again() {
    connecting = true;
    all.control().later(Backoff.after(attempts++), () -> all.reconnect(this));
  }

  /** After a pause, and when whoever belongs elsewhere has left. */
  void reconnect() {
    connecting = false;
    if (!members.isEmpty() && session == null && !closed) {
      connect();
    }
  }

  /** The connection is lost. */
  void ended(PubSubSession lost) {
    session = null;
    if (closed) {
      return;
    }
    if (lost.hasStoodFor(STEADY)) {
      attempts = 0;
    }
    lose(lost, watch.whyLost());
    watch.lost(lost.silentSeconds());
    again();
  }

  private void lose(PubSubSession lost, String why) {
    for (Subscription member : members) {
      member.lost(lost.provenFor(member).minus(margin));
      member.unreachable(why);
    }
  }

  /**
   * Another server has taken its place, although the connection stands. Who has not heard of that
   * still publishes there, until it is told to follow the other: so until then both are read.
   */
  void replaced(PubSubSession old) {
    session = null;
    lose(old, watch.whyReplaced());
    watch.replaced();
    forgetRetired();
    old.retire();
    retired = old;
    all.control()
        .later(
            LINGER,
            () -> {
              if (old.equals(retired)) {
                forgetRetired();
              }
            });
    connect();
  }

  private void forgetRetired() {
    if (retired != null) {
      retired.end();
      retired = null;
    }
  }

  /** An answer has come. */
  void heard() {
    looks++;
    PubSubSession here = session;
    if (here != null && looks % LOOKS_BETWEEN_COUNTS == 0) {
      // So that what is counted after the loss of a connection is not of long ago.
      var unused =
          here.info()
              .whenCompleteAsync(
                  (info, failure) -> count(info == null ? null : KillCount.of(info)),
                  all.control());
    }
  }

  private void count(@Nullable KillCount now) {
    killCount = now == null ? killCount : now;
  }

  private void compareCounts(PubSubSession here) {
    var unused =
        here.info()
            .whenCompleteAsync(
                (info, failure) -> compared(here, info == null ? null : KillCount.of(info)),
                all.control());
  }

  private void compared(PubSubSession here, @Nullable KillCount now) {
    if (!here.equals(session)) {
      // It was lost before it answered.
      return;
    }
    long kills = now == null || killCount == null ? 0 : now.since(killCount);
    count(now);
    watch.connected(kills);
    if (kills > 0) {
      members.forEach(member -> member.killed(1));
    }
  }

  void stands(Subscription member) {
    watch.forget(member.subject());
    member.stands();
  }

  /** Redis does not subscribe this one, at least not here. */
  void refused(Subscription member, Throwable failure) {
    members.remove(member);
    member.lane(null);
    if (Causes.passes(failure)) {
      member.unreachable(watch.why(failure));
      all.placeLater(member, Backoff.after(member.nextAttempt()));
    } else {
      watch.refused(member.subject(), failure);
      member.refused(watch.whyRefused(member.subject(), failure));
      all.placeLater(member, LinkOptions.RETRY_PAUSE);
    }
  }

  /** The channel belongs to another node now, as this one says. */
  void moved(Subscription member) {
    PubSubSession here = session;
    if (members.remove(member) && here != null) {
      member.lane(null);
      Instant known = here.provenFor(member);
      member.lost(known.minus(Subscriptions.MOVE_MARGIN));
      member.unreachable(watch.whyMoved(member.subject()));
      all.placeLater(member, Backoff.after(member.nextAttempt()));
    }
  }
}
