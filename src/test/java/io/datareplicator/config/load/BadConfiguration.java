package io.datareplicator.config.load;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A wrong configuration, made from a valid one by replacing text, and what must be said about it.
 */
public record BadConfiguration(
    String what,
    String file,
    String replace,
    String with,
    String without,
    Integer markedLine,
    String key,
    List<String> says) {

  private static final String CASES = "/bad-configurations.yaml";
  private static final String MARK = "#!";

  /** All cases of the resource file. */
  public static Stream<BadConfiguration> all() throws IOException {
    try (InputStream in = BadConfiguration.class.getResourceAsStream(CASES)) {
      List<Map<String, Object>> cases = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
      return cases.stream().map(BadConfiguration::of);
    }
  }

  @SuppressWarnings("unchecked")
  private static BadConfiguration of(Map<String, Object> entry) {
    return new BadConfiguration(
        (String) entry.get("what"),
        (String) entry.get("file"),
        (String) entry.get("replace"),
        (String) entry.get("with"),
        (String) entry.get("without"),
        (Integer) entry.get("line"),
        (String) entry.get("key"),
        (List<String>) entry.get("says"));
  }

  /** Text of the replication-group file. */
  public String group() {
    return inGroup() ? broken(Loading.GROUP) : Loading.GROUP;
  }

  /** Text of environments.yaml. */
  public String environments() {
    return inGroup() ? Loading.ENVIRONMENTS : broken(Loading.ENVIRONMENTS);
  }

  /** The line that the message must name. */
  public int line() {
    if (markedLine != null) {
      return markedLine;
    }
    List<String> lines = (inGroup() ? group() : environments()).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).endsWith(MARK)) {
        return i + 1;
      }
    }
    throw new IllegalArgumentException("no line is marked");
  }

  boolean inGroup() {
    return file.equals("group.yaml");
  }

  private String broken(String valid) {
    if (!valid.contains(replace)) {
      throw new IllegalArgumentException("the valid file does not contain: " + replace);
    }
    String yaml = valid.replace(replace, with);
    return without == null ? yaml : yaml.replace(without, "");
  }

  @Override
  public String toString() {
    return what;
  }
}
