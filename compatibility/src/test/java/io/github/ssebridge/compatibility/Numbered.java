package io.github.ssebridge.compatibility;

import io.github.ssebridge.ServerSentEvent;

/** Events that say their number, each in one of the forms that data may have. */
final class Numbered {

  private static final String LONG = "0123456789abcdef".repeat(1024);

  private Numbered() {}

  static ServerSentEvent event(int number) {
    return number % 7 == 0 ? with(number, number + LONG) : shortEvent(number);
  }

  /** Without the long ones. */
  static ServerSentEvent shortEvent(int number) {
    String data =
        switch (number % 7) {
          case 1 -> number + "\nof two lines\n\nand a fourth";
          case 2 -> number + " grüße 你好 🎉 a\u2028b\u0085c";
          case 3 -> " " + number + " after a blank, and before one ";
          case 4 -> number + "\n";
          case 5 -> "\n" + number;
          default -> Integer.toString(number);
        };
    return with(number, data);
  }

  private static ServerSentEvent with(int number, String data) {
    return ServerSentEvent.of(number % 2 == 0 ? "message" : "note", data);
  }
}
