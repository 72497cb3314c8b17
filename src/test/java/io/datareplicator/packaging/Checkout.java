package io.datareplicator.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files of this repository. */
final class Checkout {
  static final Path ROOT = Path.of(System.getProperty("basedir", ".")).toAbsolutePath().normalize();
  static final Path DEPLOY = ROOT.resolve("deploy");

  private Checkout() {}

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All files below a directory whose names end so. */
  static List<Path> files(Path directory, String... endings) {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The documents of a YAML file; a key that stands twice is an error. */
  static List<Map<String, Object>> documents(Path file) {
    LoaderOptions strict = new LoaderOptions();
    strict.setAllowDuplicateKeys(false);
    List<Map<String, Object>> documents = new ArrayList<>();
    StreamSupport.stream(
            new Yaml(new SafeConstructor(strict)).loadAll(text(file)).spliterator(), false)
        .forEach(document -> documents.add(map(document)));
    return documents;
  }

  static Map<String, Object> yaml(Path file) {
    List<Map<String, Object>> documents = documents(file);
    if (documents.size() != 1) {
      throw new AssertionError(file + " has " + documents.size() + " documents");
    }
    return documents.get(0);
  }

  /** The value at a path of keys and indices. */
  static Object at(Object node, Object... path) {
    Object here = node;
    for (Object step : path) {
      here = step instanceof Integer index ? list(here).get(index) : map(here).get(step);
      if (here == null) {
        throw new AssertionError("nothing at " + List.of(path) + ", missing is " + step);
      }
    }
    return here;
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Object node) {
    return (Map<String, Object>) node;
  }

  @SuppressWarnings("unchecked")
  static List<Object> list(Object node) {
    return (List<Object>) node;
  }

  static List<String> strings(Object node) {
    return list(node).stream().map(String::valueOf).toList();
  }
}
