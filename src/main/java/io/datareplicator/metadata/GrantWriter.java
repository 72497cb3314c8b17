package io.datareplicator.metadata;

import io.datareplicator.apply.Failures;
import io.datareplicator.apply.PartialFailure;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.permissions.PermissionsApi;
import io.datareplicator.model.SecurableType;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.plan.uc.Change;
import io.datareplicator.plan.uc.Change.GrantChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Grants and revokes: all of an object in one request, one by one when a principal is refused. */
final class GrantWriter {
  static final String UNRESOLVED = "unresolved_principals";
  private static final String ALL = "ALL_PRIVILEGES";

  private final Workspace target;

  GrantWriter(Workspace target) {
    this.target = target;
  }

  /**
   * Makes the changes.
   *
   * @throws PartialFailure when some principals were refused; the others have got theirs
   */
  void set(UcName object, Change.SetGrants set, Map<String, Object> details) {
    try {
      update(object, set.changes());
    } catch (ApiException e) {
      if (set.changes().size() == 1 && !aboutPrincipal(e)) {
        throw e;
      }
      if (Failures.isTransient(e) || Failures.stopsRun(e)) {
        throw e;
      }
      oneByOne(object, set, details);
    }
  }

  private void oneByOne(UcName object, Change.SetGrants set, Map<String, Object> details) {
    List<String> unresolved = new ArrayList<>();
    Map<String, String> refused = new LinkedHashMap<>();
    ApiException last = null;
    for (GrantChange change : set.changes()) {
      try {
        update(object, List.of(change));
      } catch (ApiException e) {
        if (Failures.stopsRun(e)) {
          throw e;
        }
        last = e;
        if (aboutPrincipal(e)) {
          unresolved.add(change.principal());
        } else {
          refused.put(change.principal(), Failures.describe(e));
        }
      }
    }
    if (last == null) {
      return;
    }
    Map<String, Object> all = new LinkedHashMap<>(details);
    StringBuilder said = new StringBuilder();
    if (!unresolved.isEmpty()) {
      all.put(UNRESOLVED, unresolved);
      said.append("the target does not know ")
          .append(String.join(", ", unresolved))
          .append("; name who they are there in principal_mapping, or create them");
    }
    refused.forEach(
        (principal, why) ->
            said.append(said.isEmpty() ? "" : "; ").append(principal).append(": ").append(why));
    int done = set.changes().size() - unresolved.size() - refused.size();
    all.put("principals_done", done);
    throw new PartialFailure(said.toString(), all, null);
  }

  private void update(UcName object, List<GrantChange> changes) {
    SecurableType type = object.kind().securable();
    List<PermissionsApi.Change> requests = new ArrayList<>();
    List<PermissionsApi.Change> again = new ArrayList<>();
    for (GrantChange change : changes) {
      requests.add(
          new PermissionsApi.Change(
              change.principal(), List.copyOf(change.add()), List.copyOf(change.remove())));
      if (change.remove().contains(ALL) && !change.complete().isEmpty()) {
        again.add(
            new PermissionsApi.Change(
                change.principal(), List.copyOf(change.complete()), List.of()));
      }
    }
    target.permissions().update(type, object.fullName(), requests);
    if (!again.isEmpty()) {
      target.permissions().update(type, object.fullName(), again);
    }
  }

  private static boolean aboutPrincipal(ApiException e) {
    return e.errorCode().equals("PRINCIPAL_DOES_NOT_EXIST");
  }
}
