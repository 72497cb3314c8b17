package io.datareplicator.plan.recon;

import io.datareplicator.model.uc.ColumnDetails;
import io.datareplicator.model.uc.ColumnMeta;
import io.datareplicator.model.uc.ColumnType;
import io.datareplicator.plan.recon.ColumnDifference.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Compares the columns of two tables: names without case, types, nullability, order, generated
 * values.
 *
 * @param differences in the order of the source's columns, then those that only the target has
 * @param common columns of both sides, in the order of the source
 * @param unknown excluded columns that neither side has
 */
public record ColumnCheck(
    List<ColumnDifference> differences, List<Pair> common, List<String> unknown) {

  /** A column of both sides. */
  public record Pair(
      String sourceName, ColumnType sourceType, String targetName, ColumnType targetType) {}

  public ColumnCheck {
    differences = List.copyOf(differences);
    common = List.copyOf(common);
    unknown = List.copyOf(unknown);
  }

  /**
   * Compares.
   *
   * @param excluded columns left out, whatever their case
   * @param generatedKnown whether the source tells which columns are generated; a share does not
   * @throws IllegalArgumentException names the column whose type cannot be understood
   */
  public static ColumnCheck of(
      List<ColumnMeta> source,
      List<ColumnMeta> target,
      Collection<String> excluded,
      boolean generatedKnown) {
    Set<String> left = new HashSet<>();
    excluded.forEach(name -> left.add(key(name)));
    Map<String, ColumnMeta> here = byName(source, left);
    Map<String, ColumnMeta> there = byName(target, left);
    List<ColumnDifference> differences = new ArrayList<>();
    List<Pair> common = new ArrayList<>();
    here.forEach(
        (name, column) -> {
          ColumnMeta other = there.get(name);
          if (other == null) {
            differences.add(difference(column, null, Kind.MISSING_IN_TARGET));
          } else {
            common.add(compare(column, other, generatedKnown, differences));
          }
        });
    order(here, there, differences);
    there.forEach(
        (name, column) -> {
          if (!here.containsKey(name)) {
            differences.add(difference(null, column, Kind.MISSING_IN_SOURCE));
          }
        });
    Set<String> known = new HashSet<>();
    source.forEach(c -> known.add(key(c.name())));
    target.forEach(c -> known.add(key(c.name())));
    return new ColumnCheck(
        differences, common, excluded.stream().filter(name -> !known.contains(key(name))).toList());
  }

  /** Whether each side has columns that the other lacks, so that whole rows cannot be equal. */
  public boolean columnsMissing() {
    return differences.stream()
        .anyMatch(d -> d.kind() == Kind.MISSING_IN_SOURCE || d.kind() == Kind.MISSING_IN_TARGET);
  }

  private static Pair compare(
      ColumnMeta source, ColumnMeta target, boolean generatedKnown, List<ColumnDifference> into) {
    ColumnDetails here = ColumnDetails.of(source);
    ColumnDetails there = ColumnDetails.of(target);
    if (!here.canonicalType().equals(there.canonicalType())) {
      into.add(difference(source, target, Kind.TYPE));
    } else if (!here.nestedNotNull().equals(there.nestedNotNull())
        && source.nullable() == target.nullable()) {
      into.add(difference(source, target, Kind.NULLABILITY));
    }
    if (source.nullable() != target.nullable()) {
      into.add(difference(source, target, Kind.NULLABILITY));
    }
    if (generatedKnown
        && !(Objects.equals(here.generationExpression(), there.generationExpression())
            && Objects.equals(here.identity(), there.identity()))) {
      into.add(difference(source, target, Kind.GENERATED));
    }
    return new Pair(source.name(), here.type(), target.name(), there.type());
  }

  /** Columns that only one side has do not make the others stand elsewhere. */
  private static void order(
      Map<String, ColumnMeta> here, Map<String, ColumnMeta> there, List<ColumnDifference> into) {
    List<String> left = here.keySet().stream().filter(there::containsKey).toList();
    List<String> right = there.keySet().stream().filter(here::containsKey).toList();
    for (int i = 0; i < left.size(); i++) {
      String name = left.get(i);
      if (!name.equals(right.get(i))) {
        into.add(difference(here.get(name), there.get(name), Kind.POSITION));
      }
    }
  }

  private static ColumnDifference difference(ColumnMeta source, ColumnMeta target, Kind kind) {
    return new ColumnDifference(
        (source == null ? target : source).name(),
        source == null ? null : source.typeText(),
        target == null ? null : target.typeText(),
        source == null ? null : source.nullable(),
        target == null ? null : target.nullable(),
        kind);
  }

  private static Map<String, ColumnMeta> byName(List<ColumnMeta> columns, Set<String> left) {
    Map<String, ColumnMeta> byName = new LinkedHashMap<>();
    for (ColumnMeta column : columns) {
      if (!left.contains(key(column.name()))) {
        byName.put(key(column.name()), column);
      }
    }
    return byName;
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
