package io.datareplicator.model.uc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a table is clustered.
 *
 * @param auto whether the platform chooses the columns
 * @param columns paths of the columns, names from the outer to the inner one; those chosen last
 *     when {@code auto}
 */
public record Clustering(boolean auto, List<List<String>> columns) {
  public static final Clustering NONE = new Clustering(false, List.of());
  public static final Clustering AUTO = new Clustering(true, List.of());

  /** Table property that holds the columns as JSON, {@code [["a"],["b","c"]]}. */
  public static final String COLUMNS_PROPERTY = "clusteringColumns";

  /** Table property of automatic clustering. */
  public static final String AUTO_PROPERTY = "clusterByAuto";

  public Clustering {
    columns = columns.stream().map(List::copyOf).toList();
  }

  public static Clustering by(List<List<String>> columns) {
    return new Clustering(false, columns);
  }

  /**
   * What the properties of a table tell.
   *
   * @throws IllegalArgumentException when the columns cannot be read
   */
  public static Clustering of(Map<String, String> properties) {
    boolean auto = Boolean.parseBoolean(properties.get(AUTO_PROPERTY));
    String columns = properties.get(COLUMNS_PROPERTY);
    return new Clustering(auto, columns == null || columns.isBlank() ? List.of() : paths(columns));
  }

  private static List<List<String>> paths(String text) {
    JsonNode json;
    try {
      json = TypeJson.read(text);
    } catch (IllegalArgumentException e) {
      throw unreadable(text, e);
    }
    List<List<String>> paths = new ArrayList<>();
    for (JsonNode path : json.isArray() ? json : List.<JsonNode>of(json)) {
      List<String> names = new ArrayList<>();
      path.forEach(name -> names.add(name.asText()));
      if (!path.isArray() || names.isEmpty()) {
        throw unreadable(text, null);
      }
      paths.add(names);
    }
    return paths;
  }

  private static IllegalArgumentException unreadable(String text, Throwable cause) {
    return new IllegalArgumentException(
        "table property " + COLUMNS_PROPERTY + " is not a list of column paths: " + text, cause);
  }

  public boolean isNone() {
    return !auto && columns.isEmpty();
  }
}
