package io.datareplicator.compare.metadata;

import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.identity.Directory;
import io.datareplicator.plan.uc.Principals;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Makes of {@code principal_mapping}, which may name service principals by their display names,
 * what grants use: application ids. Groups and users go by their names on both sides. Whether a
 * principal exists is left to the server: an account's principals need not be in the workspace.
 */
final class PrincipalResolver {
  private static final Pattern APPLICATION_ID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private PrincipalResolver() {}

  static Principals resolve(Map<String, String> mapping, Workspace source, Workspace target) {
    expect(source.directory(), mapping.keySet().stream().filter(PrincipalResolver::open).toList());
    expect(target.directory(), mapping.values().stream().filter(PrincipalResolver::open).toList());
    Map<String, String> resolved = new HashMap<>();
    mapping.forEach(
        (from, to) -> {
          String wanted = applicationId(to, target.directory()).orElse(to);
          resolved.put(from, wanted);
          applicationId(from, source.directory()).ifPresent(id -> resolved.put(id, wanted));
        });
    return new Principals(resolved);
  }

  private static void expect(Directory directory, List<String> names) {
    directory.expectServicePrincipalsNamed(names);
    directory.expectGroups(names);
  }

  /** Whether only the directory can tell what it names. */
  private static boolean open(String principal) {
    return !principal.contains("@") && !APPLICATION_ID.matcher(principal).matches();
  }

  /** A group of that name comes first: grants name it so. */
  private static Optional<String> applicationId(String principal, Directory directory) {
    if (!open(principal) || directory.group(principal).isPresent()) {
      return Optional.empty();
    }
    return directory
        .servicePrincipalNamed(principal)
        .map(servicePrincipal -> servicePrincipal.applicationId());
  }
}
