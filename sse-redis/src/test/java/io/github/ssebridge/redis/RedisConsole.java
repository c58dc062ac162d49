package io.github.ssebridge.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;

/** Gives commands to a Redis on this machine without Lettuce; a connection for each command. */
record RedisConsole(int port) {

  private static final int LIMIT_MILLIS = 5_000;

  /** Publishes in this order; returns when the Redis has all of them. */
  void publish(String channel, List<byte[]> payloads) {
    try (Socket socket = connect()) {
      ByteArrayOutputStream commands = new ByteArrayOutputStream();
      for (byte[] payload : payloads) {
        write(commands, "PUBLISH".getBytes(US_ASCII), channel.getBytes(UTF_8), payload);
      }
      socket.getOutputStream().write(commands.toByteArray());
      BufferedReader answers = answers(socket);
      for (int i = 0; i < payloads.size(); i++) {
        number(answers);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the Redis on port " + port + " does not answer", e);
    }
  }

  void publish(String channel, String... payloads) {
    publish(channel, List.of(payloads).stream().map(p -> p.getBytes(UTF_8)).toList());
  }

  /** How many connections have subscribed a channel. */
  int subscribers(String channel) {
    try (Socket socket = connect()) {
      ByteArrayOutputStream command = new ByteArrayOutputStream();
      write(
          command,
          "PUBSUB".getBytes(US_ASCII),
          "NUMSUB".getBytes(US_ASCII),
          channel.getBytes(UTF_8));
      socket.getOutputStream().write(command.toByteArray());
      return number(answers(socket));
    } catch (IOException e) {
      throw new UncheckedIOException("the Redis on port " + port + " does not answer", e);
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(LIMIT_MILLIS);
    return socket;
  }

  private static void write(ByteArrayOutputStream to, byte[]... words) throws IOException {
    to.write(("*" + words.length + "\r\n").getBytes(US_ASCII));
    for (byte[] word : words) {
      to.write(("$" + word.length + "\r\n").getBytes(US_ASCII));
      to.write(word);
      to.write("\r\n".getBytes(US_ASCII));
    }
  }

  private static BufferedReader answers(Socket socket) throws IOException {
    return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
  }

  /** The next number in the answers. */
  private static int number(BufferedReader answers) throws IOException {
    for (String line = answers.readLine(); line != null; line = answers.readLine()) {
      if (line.startsWith(":")) {
        return Integer.parseInt(line.substring(1));
      }
      if (line.startsWith("-")) {
        throw new IOException(line);
      }
    }
    throw new EOFException("no answer");
  }
}
