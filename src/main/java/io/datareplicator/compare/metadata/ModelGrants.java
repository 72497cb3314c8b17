package io.datareplicator.compare.metadata;

import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.permissions.PermissionsApi.Assignment;
import io.datareplicator.model.uc.ModelMeta;
import io.datareplicator.model.uc.Privileges;
import io.datareplicator.model.uc.UcContents;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Grants on registered models: no relation lists them, so that each model is asked for. */
final class ModelGrants {
  private ModelGrants() {}

  /** By key of the model. */
  static Map<String, Privileges> read(Workspace workspace, UcContents contents) {
    Map<String, Privileges> grants = new HashMap<>();
    for (ModelMeta model : contents.models().values()) {
      Map<String, Set<String>> byPrincipal = new HashMap<>();
      List<Assignment> assignments =
          workspace
              .permissions()
              .direct(model.name().kind().securable(), model.name().fullName())
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          model.name() + " was listed a moment ago and does not exist any more"));
      assignments.forEach(a -> byPrincipal.put(a.principal(), new HashSet<>(a.privileges())));
      grants.put(model.name().key(), Privileges.of(byPrincipal));
    }
    return grants;
  }
}
