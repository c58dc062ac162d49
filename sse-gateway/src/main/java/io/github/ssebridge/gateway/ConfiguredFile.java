package io.github.ssebridge.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that a setting names. */
final class ConfiguredFile {

  private ConfiguredFile() {}

  /**
   * What is in it.
   *
   * @param setting the setting that names it
   * @throws IllegalArgumentException if it cannot be read, naming the setting
   */
  static byte[] read(String setting, String file) {
    try {
      return Files.readAllBytes(Path.of(file));
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          "%s: there is no file %s: correct the path, which begins at the folder that the gateway is started in"
              .formatted(setting, file),
          e);
    } catch (IOException | InvalidPathException e) {
      throw new IllegalArgumentException(
          "%s: cannot read %s (%s): give the gateway's user the right to read it"
              .formatted(setting, file, e.getClass().getSimpleName()),
          e);
    }
  }
}
