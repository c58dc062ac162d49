package io.github.ssebridge.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Draws the newest figures of each scenario. */
@Command(
    name = "draw",
    mixinStandardHelpOptions = true,
    description = "Draws the pictures of the newest results.")
final class Draw implements Callable<Integer> {

  /** A picture of the scenarios whose name is like this, for any JDK. */
  private record Picture(String scenario, String file, Function<JsonNode, String> drawing) {}

  private static final List<Picture> PICTURES =
      List.of(
          new Picture("saturation", "fan-out-sustained.svg", Pictures::sustained),
          new Picture("saturation", "fan-out-latency.svg", Pictures::latency),
          new Picture("stalled", "fan-out-memory.svg", Pictures::memory),
          new Picture("storm", "fan-out-storm.svg", Pictures::storm),
          new Picture("keyed", "fan-out-keys.svg", Pictures::keyCost),
          new Picture("crowd", "kafka-crowd.svg", KafkaPictures::crowd),
          new Picture("codec-jdk*-encode", "codec-encode-small.svg", CodecPictures::encodeSmall),
          new Picture("codec-jdk*-encode", "codec-encode-lines.svg", CodecPictures::encodeLines),
          new Picture("codec-jdk*-decode", "codec-decode.svg", CodecPictures::decode),
          new Picture("codec-jdk*-deliver", "codec-deliver.svg", CodecPictures::deliver),
          new Picture("codec-jdk*-growth", "codec-growth.svg", CodecPictures::growth));

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description = "where the directories of the days are (${DEFAULT-VALUE})")
  private Path results = Path.of("benchmarks", "results");

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "where to put the pictures (${DEFAULT-VALUE})")
  private Path to = Path.of("docs", "img");

  @Option(names = "--quick", description = "draw results of quick runs as well")
  private boolean quick;

  @Override
  public Integer call() throws IOException {
    Files.createDirectories(to);
    for (Picture picture : PICTURES) {
      Optional<Path> newest = newest(picture.scenario + ".json");
      if (newest.isEmpty()) {
        System.out.println("no figures of " + picture.scenario);
        continue;
      }
      JsonNode figures = Json.read(Files.readString(newest.get()), JsonNode.class).get("figures");
      Path drawn = Files.writeString(to.resolve(picture.file), picture.drawing.apply(figures));
      System.out.println(drawn + " from " + newest.get());
    }
    return 0;
  }

  /**
   * Directories are named by the day, so the last name is the newest; of JDKs, the last as well.
   */
  private Optional<Path> newest(String file) throws IOException {
    if (!Files.isDirectory(results)) {
      return Optional.empty();
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + file);
    try (Stream<Path> files = Files.walk(results, 2)) {
      return files
          .filter(found -> matcher.matches(found.getFileName()))
          .filter(found -> quick || !isOfQuickRun(found))
          .max(Comparator.naturalOrder());
    }
  }

  private static boolean isOfQuickRun(Path file) {
    return String.valueOf(file.getParent()).endsWith(ScenarioCommand.QUICK_SUFFIX);
  }
}
