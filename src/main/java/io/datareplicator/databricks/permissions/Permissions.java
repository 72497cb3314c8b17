package io.datareplicator.databricks.permissions;

import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.http.Pages;
import io.datareplicator.databricks.permissions.PermissionsApi.Assignment;
import io.datareplicator.databricks.permissions.PermissionsApi.AssignmentPage;
import io.datareplicator.databricks.permissions.PermissionsApi.Change;
import io.datareplicator.databricks.permissions.PermissionsApi.UpdatePermissions;
import io.datareplicator.model.SecurableType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Privileges that were granted on the objects of one workspace's metastore. */
public final class Permissions {
  private static final int SERVER_PAGE = 0;

  private final PermissionsApi api;
  private final HttpPipeline http;

  public Permissions(PermissionsApi api, HttpPipeline http) {
    this.api = api;
    this.http = http;
  }

  /**
   * The grants on the object itself, without inherited ones and without ownership, in no order;
   * empty Optional when there is no such object.
   */
  public Optional<List<Assignment>> direct(SecurableType type, String fullName) {
    return http.find("GET permissions page", () -> page(type, fullName, null))
        .map(
            first -> {
              List<Assignment> all = new ArrayList<>();
              Pages.forEach(
                  token ->
                      token == null
                          ? first
                          : http.read("GET permissions page", () -> page(type, fullName, token)),
                  AssignmentPage::privilegeAssignments,
                  AssignmentPage::nextPageToken,
                  all::add);
              return all;
            });
  }

  private AssignmentPage page(SecurableType type, String fullName, String token) {
    return api.list(type.path(), fullName, SERVER_PAGE, token);
  }

  /**
   * Grants and revokes in one request: all is done or nothing. What is granted already, or was
   * never granted, changes nothing.
   */
  public void update(SecurableType type, String fullName, List<Change> changes) {
    UpdatePermissions request = new UpdatePermissions(List.copyOf(changes), true);
    http.change(
        "PATCH permissions",
        () -> {
          api.update(type.path(), fullName, request);
          return type;
        });
  }
}
