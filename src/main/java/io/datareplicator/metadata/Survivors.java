package io.datareplicator.metadata;

import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.permissions.PermissionsApi.Assignment;
import io.datareplicator.databricks.permissions.PermissionsApi.Change;
import io.datareplicator.databricks.sql.Statement;
import io.datareplicator.databricks.sql.ddl.TagStatements;
import io.datareplicator.databricks.sql.infoschema.Level;
import io.datareplicator.inventory.GovernanceReader;
import io.datareplicator.model.uc.Governance;
import io.datareplicator.model.uc.Privileges;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Sees to it that grants and tags survive the replacement of their object: not every kind keeps
 * them when it is created anew, so that what is gone is set again.
 */
final class Survivors {
  private final Workspace target;
  private final Governance before;
  private final Map<String, String> queryTags;

  /**
   * @param before what the target had when it was read
   */
  Survivors(Workspace target, Governance before, Map<String, String> queryTags) {
    this.target = target;
    this.before = before;
    this.queryTags = queryTags;
  }

  /** Keys of the tags that a column had. */
  Set<String> columnTags(UcName relation, String column) {
    return before
        .columnTagsOf(ActionRunner.table(relation))
        .getOrDefault(column.toLowerCase(Locale.ROOT), new TreeMap<>())
        .keySet();
  }

  /** Sets again what the object has lost. */
  void restore(UcName object) {
    grants(object);
    if (object.kind() != UcKind.FUNCTION) {
      tags(object);
    }
  }

  private void grants(UcName object) {
    Privileges wanted = before.grantsOn(object);
    if (wanted.isEmpty()) {
      return;
    }
    Map<String, Set<String>> there = new HashMap<>();
    for (Assignment assignment :
        target
            .permissions()
            .direct(object.kind().securable(), object.fullName())
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        object + " is gone although the statement that made it succeeded"))) {
      there.put(assignment.principal(), new HashSet<>(assignment.privileges()));
    }
    List<Change> lost = new ArrayList<>();
    wanted
        .byPrincipal()
        .forEach(
            (principal, privileges) -> {
              Set<String> missing = new HashSet<>(privileges);
              missing.removeAll(there.getOrDefault(principal, Set.of()));
              if (!missing.isEmpty()) {
                lost.add(new Change(principal, missing.stream().sorted().toList(), List.of()));
              }
            });
    if (!lost.isEmpty()) {
      target.permissions().update(object.kind().securable(), object.fullName(), lost);
    }
  }

  private void tags(UcName object) {
    SortedMap<String, String> wanted = before.tagsOf(object);
    SortedMap<String, SortedMap<String, String>> ofColumns =
        before.columnTagsOf(ActionRunner.table(object));
    if (wanted.isEmpty() && ofColumns.isEmpty()) {
      return;
    }
    Governance now =
        new GovernanceReader(target, object.catalog(), List.of(object.schema()), queryTags)
            .read(Set.of(Level.TABLE, Level.COLUMN), Set.of(), false);
    SortedMap<String, String> lost = missing(wanted, now.tagsOf(object));
    if (!lost.isEmpty()) {
      send(TagStatements.set(object, lost));
    }
    ofColumns.forEach(
        (column, tags) -> {
          SortedMap<String, String> there =
              now.columnTagsOf(ActionRunner.table(object)).getOrDefault(column, new TreeMap<>());
          SortedMap<String, String> gone = missing(tags, there);
          if (!gone.isEmpty()) {
            TagStatements.setColumn(object, column, gone, there.keySet()).forEach(this::send);
          }
        });
  }

  private static SortedMap<String, String> missing(
      Map<String, String> wanted, Map<String, String> there) {
    SortedMap<String, String> missing = new TreeMap<>(wanted);
    missing.entrySet().removeAll(there.entrySet());
    return missing;
  }

  private void send(String text) {
    target.sql().run(Statement.query(text, queryTags));
  }
}
