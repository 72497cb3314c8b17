package io.datareplicator.reconcile;

import io.datareplicator.apply.Failures;
import io.datareplicator.apply.StopRun;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.identity.Directory;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Principals that the directory of a workspace does not list. It explains why a grant is missing,
 * and decides nothing: an account may have principals that a workspace does not show.
 */
final class UnknownPrincipals implements Predicate<String> {
  private static final Logger LOG = Logger.getLogger(UnknownPrincipals.class);
  private static final Pattern APPLICATION_ID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /** Groups that are everywhere and that no directory lists. */
  private static final Set<String> BUILT_IN = Set.of("account users");

  private final Workspace workspace;
  private boolean refused;

  UnknownPrincipals(Workspace workspace) {
    this.workspace = workspace;
  }

  @Override
  public synchronized boolean test(String principal) {
    if (refused || BUILT_IN.contains(principal)) {
      return false;
    }
    try {
      return isUnknown(principal, workspace.directory());
    } catch (RuntimeException e) {
      if (Failures.stopsRun(e)) {
        throw new StopRun(Failures.describe(e), e);
      }
      refused = true;
      LOG.warnf(
          "whether the %s knows the principals of missing grants cannot be told: %s",
          workspace.label(), Failures.describe(e));
      return false;
    }
  }

  private static boolean isUnknown(String principal, Directory directory) {
    if (principal.contains("@")) {
      return directory.user(principal).isEmpty();
    }
    return APPLICATION_ID.matcher(principal).matches()
        ? directory.servicePrincipal(principal).isEmpty()
        : directory.group(principal).isEmpty();
  }
}
