package io.github.ssebridge;

/** A subscription's place in an audience. Confined to the thread of its {@link ReaderLoop}. */
final class Seat {

  final Subscription reader;
  final Audience audience;
  private final Audiences audiences;
  int index;

  Seat(Subscription reader, Audience audience, Audiences audiences) {
    this.reader = reader;
    this.audience = audience;
    this.audiences = audiences;
  }

  void leave() {
    audiences.leave(this);
  }
}
