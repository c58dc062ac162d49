package io.github.ssebridge.gateway;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a gateway's YAML file, and says in one line what is wrong with it. */
final class ConfigFile {

  private static final YAMLMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private ConfigFile() {}

  /**
   * Reads a file.
   *
   * @throws GatewayException if it cannot be read, with file, line, setting and remedy
   */
  static GatewayConfig read(Path file) {
    try {
      GatewayConfig config = YAML.readValue(Files.readString(file), GatewayConfig.class);
      if (config == null) {
        throw new GatewayException(file + " is empty: it needs at least 'streams'");
      }
      return config;
    } catch (NoSuchFileException e) {
      throw new GatewayException(
          "there is no file " + file + ": name the configuration with --config, or try --demo");
    } catch (JacksonException e) {
      throw new GatewayException(at(file, e.getLocation()) + explain(e));
    } catch (IOException e) {
      throw new GatewayException("cannot read " + file + ": " + e.getMessage());
    }
  }

  private static String explain(JacksonException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      String known =
          unknown.getKnownPropertyIds().stream()
              .map(Object::toString)
              .sorted()
              .collect(Collectors.joining(", "));
      return "unknown setting '%s'; known here: %s".formatted(path(unknown), known);
    }
    if (e instanceof ValueInstantiationException && e.getCause() != null) {
      String where = path((JsonMappingException) e);
      return (where.isEmpty() ? "" : where + ": ") + e.getCause().getMessage();
    }
    if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      return "the setting '%s' cannot be read: %s".formatted(path(mapping), firstLine(e));
    }
    return "not valid YAML: " + firstLine(e);
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(
            part -> part.getFieldName() == null ? "[" + part.getIndex() + "]" : part.getFieldName())
        .collect(Collectors.joining("."));
  }

  private static String at(Path file, @Nullable JsonLocation location) {
    return location == null || location.getLineNr() < 1
        ? file + ": "
        : file + ":" + location.getLineNr() + ": ";
  }

  private static String firstLine(JacksonException e) {
    return e.getOriginalMessage().lines().findFirst().orElse("");
  }
}
