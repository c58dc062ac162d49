package io.github.ssebridge.redis;

import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the URI of a Redis. Hosts are taken out before Lettuce reads the rest and put in again,
 * since it cannot read one with a {@code _} and a port, and knows no URIs of clusters.
 */
final class LinkUri {

  // An @ ends the login, which must have no other: Lettuce would read what is after it as a host.
  private static final Pattern URI =
      Pattern.compile(
          "(?<scheme>rediss?|redis\\+(?:ssl|tls)|rediss?-cluster|rediss?-sentinel)://(?:(?<login>[^/?#@]*)@)?"
              + "(?<hosts>[^/?#@]+)(?<rest>[/?#][^@]*)?");
  private static final Pattern HOST =
      Pattern.compile("(?<host>[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.%]+])(?::(?<port>[0-9]{1,5}))?");

  private static final int MAX_PORT = 65_535;

  private final String scheme;
  private final String login;
  private final List<String> hosts;
  private final String rest;

  private LinkUri(Matcher uri) {
    this.scheme = uri.group("scheme");
    this.login = uri.group("login") == null ? "" : uri.group("login") + "@";
    this.hosts = List.of(uri.group("hosts").split(",", -1));
    this.rest = uri.group("rest") == null ? "" : uri.group("rest");
  }

  /**
   * The Redis of a URI.
   *
   * @param timeout how long connecting may take
   * @throws IllegalArgumentException if it cannot be read; says neither user nor password
   */
  static LinkTarget parse(String uri, Duration timeout) {
    LinkTarget target;
    try {
      Matcher matcher = URI.matcher(uri);
      target = matcher.matches() ? new LinkUri(matcher).target() : socket(uri);
    } catch (IllegalArgumentException e) {
      // Neither the URI nor this exception is repeated, which may hold a password.
      throw unreadable();
    }
    target.uris().stream()
        .flatMap(each -> Stream.concat(Stream.of(each), each.getSentinels().stream()))
        .forEach(each -> each.setTimeout(timeout));
    return target;
  }

  private LinkTarget target() {
    if (scheme.endsWith("-cluster")) {
      String single = scheme.substring(0, scheme.indexOf('-'));
      List<RedisURI> nodes = hosts.stream().map(host -> server(single, host)).toList();
      return new LinkTarget(true, nodes, "the cluster of " + String.join(",", hosts));
    }
    if (scheme.endsWith("-sentinel")) {
      return new LinkTarget(
          false, List.of(sentinels()), "the sentinels " + String.join(",", hosts));
    }
    if (hosts.size() > 1) {
      throw unreadable();
    }
    RedisURI server = server(scheme, hosts.get(0));
    return new LinkTarget(false, List.of(server), server.getHost() + ":" + server.getPort());
  }

  private RedisURI server(String singleScheme, String hostAndPort) {
    Matcher host = host(hostAndPort);
    String port = host.group("port") == null ? "" : ":" + host.group("port");
    RedisURI server = RedisURI.create(singleScheme + "://" + login + "host" + port + rest);
    server.setHost(host.group("host"));
    return server;
  }

  private RedisURI sentinels() {
    List<String> names = new ArrayList<>();
    StringBuilder placeholders = new StringBuilder();
    for (String hostAndPort : hosts) {
      Matcher host = host(hostAndPort);
      String port = host.group("port") == null ? "" : ":" + host.group("port");
      placeholders.append(names.isEmpty() ? "" : ",").append("host").append(port);
      names.add(host.group("host"));
    }
    RedisURI uri = RedisURI.create(scheme + "://" + login + placeholders + rest);
    for (int i = 0; i < names.size(); i++) {
      uri.getSentinels().get(i).setHost(names.get(i));
    }
    return uri;
  }

  private static Matcher host(String hostAndPort) {
    Matcher host = HOST.matcher(hostAndPort);
    if (!host.matches() || !isPort(host.group("port"))) {
      throw unreadable();
    }
    return host;
  }

  private static boolean isPort(@Nullable String digits) {
    if (digits == null) {
      return true;
    }
    int port = Integer.parseInt(digits);
    return port > 0 && port <= MAX_PORT;
  }

  private static LinkTarget socket(String uri) {
    RedisURI parsed = RedisURI.create(uri);
    if (parsed.getSocket() == null) {
      throw unreadable();
    }
    return new LinkTarget(false, List.of(parsed), "the socket " + parsed.getSocket());
  }

  private static IllegalArgumentException unreadable() {
    return new IllegalArgumentException(
        "the Redis uri cannot be read: it must look like redis://localhost:6379,"
            + " redis://user:password@localhost:6379, redis-cluster://one:6379,two:6379 or"
            + " redis-sentinel://one,two#name, with a number as the port,"
            + " and with %-escapes in the password");
  }
}
