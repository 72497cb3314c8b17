package io.datareplicator.sandbox.metastore;

import io.datareplicator.sandbox.metastore.Principal.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Users, groups and service principals of one workspace, durable. Thread-safe. The administrator,
 * the service principal that logs in by OAuth and the groups {@code admins} and {@code users} are
 * always there.
 */
public final class PrincipalStore {
  private static final String ADMINS = "1";
  private static final String USERS = "2";
  private static final long FIRST_ID = 10_000;

  private final StateFile file;
  private final List<Principal> system;
  private List<Principal> added;
  private long nextId;

  PrincipalStore(StateFile file, Workspace workspace) {
    this.file = file;
    Content content = file.exists() ? file.read(Content.class) : new Content(FIRST_ID, List.of());
    this.added = List.copyOf(content.principals());
    this.nextId = content.nextId();
    String user = Long.toString(workspace.id() + 1);
    String service = Long.toString(workspace.id() + 2);
    this.system =
        List.of(
            new Principal(user, Kind.USER, workspace.user(), "Sandbox admin", true, null),
            new Principal(
                service,
                Kind.SERVICE_PRINCIPAL,
                workspace.clientId(),
                "sandbox-replicator",
                true,
                null),
            new Principal(ADMINS, Kind.GROUP, "admins", "admins", false, List.of(user, service)),
            new Principal(USERS, Kind.GROUP, "users", "users", false, List.of(user, service)));
  }

  /** All of one kind, in the order in which they came. */
  public synchronized List<Principal> list(Kind kind) {
    return all().stream().filter(p -> p.kind() == kind).toList();
  }

  public synchronized List<Principal> all() {
    List<Principal> all = new ArrayList<>(system);
    all.addAll(added);
    return all;
  }

  /** By the name that grants use. */
  public Optional<Principal> find(String name) {
    return all().stream().filter(p -> p.isNamed(name)).findFirst();
  }

  /** The groups of which somebody is a direct member. */
  public List<Principal> groupsOf(String id) {
    return list(Kind.GROUP).stream().filter(g -> g.members().contains(id)).toList();
  }

  /**
   * Adds a principal.
   *
   * @param members names of a group's members, which must be there
   * @throws UcException RESOURCE_ALREADY_EXISTS, or INVALID_PARAMETER_VALUE for an unknown member
   */
  public synchronized Principal add(
      Kind kind, String name, String displayName, boolean account, List<String> members) {
    if (find(name).isPresent()) {
      throw new UcException(
          409, "RESOURCE_ALREADY_EXISTS", "A principal with name " + name + " already exists.");
    }
    List<String> ids = new ArrayList<>();
    for (String member : members) {
      ids.add(
          find(member)
              .orElseThrow(() -> UcException.invalid("There is no principal " + member))
              .id());
    }
    Principal principal =
        new Principal(Long.toString(nextId), kind, name, displayName, account, ids);
    List<Principal> changed = new ArrayList<>(added);
    changed.add(principal);
    file.write(new Content(nextId + 1, changed));
    added = changed;
    nextId++;
    return principal;
  }

  /**
   * Removes a principal; what it was granted stays, as on Databricks.
   *
   * @return false when there is none of that id, or it is always there
   */
  public synchronized boolean remove(String id) {
    List<Principal> changed = new ArrayList<>(added);
    boolean found = changed.removeIf(p -> p.id().equals(id));
    if (found) {
      file.write(new Content(nextId, changed));
      added = changed;
    }
    return found;
  }

  /** The file's content. */
  record Content(long nextId, List<Principal> principals) {}
}
