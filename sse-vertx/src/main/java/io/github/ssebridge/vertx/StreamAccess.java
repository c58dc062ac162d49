package io.github.ssebridge.vertx;

import io.vertx.ext.auth.User;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks to read, for a predicate to decide.
 *
 * @param user who has logged in, null for nobody
 * @param stream the stream
 * @param key the key whose events it wants, null for all events
 * @param replays whether it asks for events that are past: it comes with an id, or says from where
 */
public record StreamAccess(
    @Nullable User user, String stream, @Nullable String key, boolean replays) {

  /** Who has logged in, null for nobody or for somebody without a name. */
  public @Nullable String principal() {
    return nameOf(user);
  }

  /** The name of somebody, null for nobody or for somebody without one. */
  static @Nullable String nameOf(@Nullable User user) {
    if (user == null) {
      return null;
    }
    String name;
    try {
      name = user.subject();
    } catch (ClassCastException notAText) {
      name = String.valueOf(user.<Object>get("sub"));
    }
    return name == null || name.isBlank() ? null : name;
  }
}
