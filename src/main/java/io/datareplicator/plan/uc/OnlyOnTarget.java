package io.datareplicator.plan.uc;

import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.TableName;
import io.datareplicator.model.uc.UcContents;
import io.datareplicator.model.uc.UcName;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Finds objects that the target has and the source has not, of the types that are asked for. */
public final class OnlyOnTarget {
  private OnlyOnTarget() {}

  /**
   * The objects in one schema, sorted.
   *
   * @param from what the source has, selected or not; nothing when it has no such schema
   * @param sourceCatalog the catalog's name at the source
   * @param filter tables of the target that the user's filters let through
   */
  public static List<UcName> of(
      UcContents from,
      UcContents to,
      String sourceCatalog,
      Scope scope,
      Predicate<TableName> filter) {
    SortedSet<UcName> extra = new TreeSet<>();
    to.relations().values().stream()
        .filter(r -> !from.relations().containsKey(r.name().in(sourceCatalog)))
        .filter(r -> scope.wants(ViewPlanner.type(r.kind())))
        .filter(r -> scope.config().selectsTable(r.name().table()) && filter.test(r.name()))
        .forEach(r -> extra.add(r.ucName()));
    if (scope.wants(UcObjectType.VOLUME)) {
      to.volumes().values().stream()
          .filter(v -> !from.volumes().containsKey(v.name().in(sourceCatalog)))
          .filter(v -> scope.config().selectsVolume(v.name().volume()))
          .forEach(v -> extra.add(v.ucName()));
    }
    if (scope.wants(UcObjectType.FUNCTION)) {
      to.functions().keySet().stream()
          .filter(f -> !from.functions().containsKey(f.in(sourceCatalog)))
          .forEach(extra::add);
    }
    if (scope.wants(UcObjectType.REGISTERED_MODEL)) {
      to.models().keySet().stream()
          .filter(m -> !from.models().containsKey(m.in(sourceCatalog)))
          .forEach(extra::add);
    }
    return List.copyOf(extra);
  }
}
