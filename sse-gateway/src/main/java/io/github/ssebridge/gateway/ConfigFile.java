package io.github.ssebridge.gateway;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a gateway's YAML file, and says in one line what is wrong with it. */
final class ConfigFile {

  private static final YAMLMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .withCoercionConfig(
              LogicalType.Integer,
              config -> config.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
          .build();

  private ConfigFile() {}

  /**
   * Reads a file.
   *
   * @throws GatewayException if it cannot be read, with file, line, setting and remedy
   */
  static GatewayConfig read(Path file) {
    String text = text(file);
    Map<String, Integer> lines = new HashMap<>();
    try {
      noteLines(text, lines);
      if (lines.isEmpty()) {
        throw new GatewayException(file + " has no settings: it needs at least 'streams'");
      }
      return YAML.readValue(text, GatewayConfig.class).checked();
    } catch (JacksonException e) {
      throw new GatewayException(at(file, line(e, lines)) + explain(e));
    } catch (IOException | IllegalArgumentException e) {
      throw new GatewayException(file + ": " + e.getMessage());
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new GatewayException(
          "there is no file " + file + ": name the configuration with --config, or try --demo");
    } catch (IOException e) {
      throw new GatewayException("cannot read " + file + ": " + e);
    }
  }

  /** Where each setting stands: Jackson reports an unknown one where the object around it ends. */
  private static void noteLines(String text, Map<String, Integer> lines) throws IOException {
    try (JsonParser parser = YAML.createParser(text)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.FIELD_NAME) {
          lines.putIfAbsent(
              parser.getParsingContext().pathAsPointer().toString(),
              parser.currentTokenLocation().getLineNr());
        }
      }
    }
  }

  private static int line(JacksonException e, Map<String, Integer> lines) {
    if (e instanceof JsonMappingException mapping) {
      String pointer =
          mapping.getPath().stream()
              .map(part -> "/" + part.getFieldName())
              .collect(Collectors.joining());
      Integer known = lines.get(pointer);
      if (known != null) {
        return known;
      }
    }
    return e.getLocation() == null ? 0 : e.getLocation().getLineNr();
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
    if (e instanceof MismatchedInputException mismatch && !mismatch.getPath().isEmpty()) {
      return "'%s' must be %s".formatted(path(mismatch), kind(mismatch.getTargetType()));
    }
    if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      return "the setting '%s' cannot be read: %s".formatted(path(mapping), firstLine(e));
    }
    return "not valid YAML: " + firstLine(e);
  }

  private static String kind(@Nullable Class<?> type) {
    if (type == Integer.class || type == Long.class) {
      return "a whole number";
    }
    if (type == boolean.class) {
      return "true or false";
    }
    if (type == List.class) {
      return "a list of texts, such as [a, b]";
    }
    return type == String.class ? "a text" : "a group of settings, indented below it";
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(
            part -> part.getFieldName() == null ? "[" + part.getIndex() + "]" : part.getFieldName())
        .collect(Collectors.joining("."));
  }

  private static String at(Path file, int line) {
    return line < 1 ? file + ": " : file + ":" + line + ": ";
  }

  private static String firstLine(JacksonException e) {
    return e.getOriginalMessage().lines().findFirst().orElse("");
  }
}
