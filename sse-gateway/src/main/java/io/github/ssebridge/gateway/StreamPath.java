package io.github.ssebridge.gateway;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A path of its own that a stream is served at, such as {@code /prices}, or {@code
 * /orders/{customer}}, where the parameter is the key.
 *
 * @param segments what stands between the slashes
 */
record StreamPath(List<String> segments) {

  private static final Pattern LITERAL = Pattern.compile("(?!\\.\\.?$)[A-Za-z0-9._~-]+");
  private static final Pattern PARAMETER = Pattern.compile("\\{[A-Za-z][A-Za-z0-9_]*}");
  private static final Set<String> RESERVED = Set.of("streams", "health");

  /** Refuses what cannot be served. */
  StreamPath {
    segments = List.copyOf(segments);
    require(
        !segments.isEmpty()
            && segments.stream().allMatch(segment -> isLiteral(segment) || isParameter(segment)),
        "must be like /prices or /orders/{customer}: / and then segments of A-Z a-z 0-9 . _ ~ -,"
            + " one of which may be a {parameter}");
    require(
        segments.stream().filter(StreamPath::isParameter).count() <= 1,
        "may have one {parameter}, which is the key, and no more");
    require(isLiteral(segments.get(0)), "must not begin with a {parameter}, or it takes all paths");
    require(
        !RESERVED.contains(segments.get(0)),
        "must not be under /streams or /health, which are the gateway's own");
  }

  /**
   * The path of a template.
   *
   * @throws IllegalArgumentException if it cannot be served
   */
  static StreamPath of(String template) {
    require(template.startsWith("/"), "must begin with a /, as in /orders/{customer}");
    return new StreamPath(List.of(template.substring(1).split("/", -1)));
  }

  /**
   * Refuses paths that one request could mean two of.
   *
   * @param paths the paths by the stream's name
   */
  static void requireDistinct(Map<String, StreamPath> paths) {
    paths.forEach(
        (name, path) ->
            paths.forEach(
                (other, otherPath) -> {
                  if (name.compareTo(other) < 0 && path.overlaps(otherPath)) {
                    throw new IllegalArgumentException(
                        "streams.%s.path %s and streams.%s.path %s are the same to a request"
                            .formatted(name, path, other, otherPath));
                  }
                }));
  }

  /** The name of the parameter that is the key; null if there is none. */
  @Nullable String parameter() {
    return segments.stream()
        .filter(StreamPath::isParameter)
        .map(segment -> segment.substring(1, segment.length() - 1))
        .findFirst()
        .orElse(null);
  }

  /** The path as a Vert.x route has it: {@code /orders/:customer}. */
  String route() {
    return toString().replace('{', ':').replace("}", "");
  }

  private boolean overlaps(StreamPath other) {
    return segments.size() == other.segments.size()
        && IntStream.range(0, segments.size())
            .allMatch(i -> canBeEqual(segments.get(i), other.segments.get(i)));
  }

  private static boolean canBeEqual(String segment, String other) {
    return segment.equals(other) || isParameter(segment) || isParameter(other);
  }

  private static boolean isLiteral(String segment) {
    return LITERAL.matcher(segment).matches();
  }

  private static boolean isParameter(String segment) {
    return PARAMETER.matcher(segment).matches();
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException("path " + message);
    }
  }

  /** The template. */
  @Override
  public String toString() {
    return "/" + String.join("/", segments);
  }
}
