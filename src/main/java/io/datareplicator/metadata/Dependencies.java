package io.datareplicator.metadata;

import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.catalog.TablesApi.Dependency;
import io.datareplicator.databricks.catalog.TablesApi.TableInfo;
import io.datareplicator.model.TableName;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.plan.uc.Change;
import io.datareplicator.plan.uc.UcAction;
import io.datareplicator.plan.uc.UcRules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Asks the source what a view refers to, for those whose text does not tell for sure. */
final class Dependencies {
  private final Workspace source;
  private final UcRules rules;

  Dependencies(Workspace source, UcRules rules) {
    this.source = source;
    this.rules = rules;
  }

  UcAction complete(UcAction action) {
    TableName view = sourceOf(action.change());
    if (view == null) {
      return action;
    }
    Optional<TableInfo> info = source.catalogs().table(view);
    if (info.isEmpty() || info.get().viewDependencies() == null) {
      return action;
    }
    Set<String> keys = new HashSet<>();
    for (Dependency dependency : info.get().viewDependencies().dependencies()) {
      if (dependency.table() != null) {
        add(UcKind.TABLE, dependency.table().tableFullName(), keys);
      } else if (dependency.function() != null) {
        add(UcKind.FUNCTION, dependency.function().functionFullName(), keys);
      }
    }
    return action.needing(keys, false);
  }

  private static TableName sourceOf(Change change) {
    if (change instanceof Change.CreateView create) {
      return create.source().name();
    }
    return change instanceof Change.CreateDataset create ? create.source().name() : null;
  }

  private void add(UcKind kind, String fullName, Set<String> keys) {
    List<String> parts = new ArrayList<>(List.of(fullName.split("\\.", 3)));
    if (parts.size() == 3) {
      parts.set(0, rules.catalog(parts.get(0)));
      keys.add(new UcName(kind, parts).key());
    }
  }
}
