package io.datareplicator.sandbox.metastore;

import io.datareplicator.sandbox.metastore.Metastore.PermissionChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Privileges on a metastore's objects. Ownership is not a privilege and does not show here. The
 * sandbox keeps privileges but does not enforce them. Thread-safe; changes are durable.
 */
public final class Grants {
  /** Everybody in the account; no listing shows this group, yet it can hold privileges. */
  private static final String ACCOUNT_USERS = "account users";

  private final Guarded state;
  private final Function<String, Optional<Principal>> principals;

  Grants(Guarded state, Function<String, Optional<Principal>> principals) {
    this.state = state;
    this.principals = principals;
  }

  /** Who gave a privilege, and when. */
  record Given(String grantor, long at) {}

  /**
   * A privilege that somebody has on an object.
   *
   * @param from the ancestor that it was given on; null = the object itself
   */
  public record Held(String principal, String privilege, String grantor, Securable from) {}

  /** Principal → privileges given on the object itself, both sorted. */
  public SortedMap<String, List<String>> direct(Securable securable) {
    return state.read(
        s -> {
          SortedMap<String, List<String>> direct = new TreeMap<>();
          on(s, securable).forEach((who, what) -> direct.put(who, List.copyOf(what.keySet())));
          return direct;
        });
  }

  /** Privileges on the object and those inherited from its ancestors. */
  public List<Held> effective(Securable securable) {
    return state.read(
        s -> {
          List<Held> held = new ArrayList<>();
          for (Securable level : securable.lineage()) {
            Securable from = level == securable ? null : level;
            on(s, level)
                .forEach(
                    (who, what) ->
                        what.forEach(
                            (privilege, given) ->
                                held.add(new Held(who, privilege, given.grantor(), from))));
          }
          return held;
        });
  }

  /**
   * Gives and takes privileges: all changes or none. What is there already, or not there, is no
   * error.
   *
   * @throws UcException PRINCIPAL_DOES_NOT_EXIST, or INVALID_PARAMETER_VALUE for a privilege that
   *     the object does not take, or that is both added and removed for a principal
   */
  public void update(Securable securable, List<PermissionChange> changes, String user) {
    state.write(
        s -> {
          Map<String, Change> byPrincipal = new LinkedHashMap<>();
          for (PermissionChange change : changes) {
            String principal = principal(s, securable, change);
            Change sum = byPrincipal.computeIfAbsent(principal, p -> new Change());
            change.add().forEach(p -> sum.add.add(Privileges.of(securable, p)));
            change.remove().forEach(p -> sum.remove.add(Privileges.of(securable, p)));
          }
          byPrincipal.forEach(Grants::checkNoContradiction);
          byPrincipal.forEach((principal, change) -> apply(s, securable, principal, change, user));
          touch(s, securable);
          return null;
        });
  }

  private static SortedMap<String, SortedMap<String, Given>> on(
      MetastoreState state, Securable securable) {
    return state.governed.grants.getOrDefault(securable.id(), new TreeMap<>());
  }

  /** The name under which a principal is kept; somebody who is gone can still lose privileges. */
  private String principal(MetastoreState state, Securable securable, PermissionChange change) {
    String name = change.principal();
    if (name != null && change.add().isEmpty() && on(state, securable).containsKey(name)) {
      return name;
    }
    return checked(name);
  }

  /**
   * The canonical name of somebody who can hold privileges or own objects.
   *
   * @throws UcException PRINCIPAL_DOES_NOT_EXIST, also for groups that only a workspace knows
   */
  public String checked(String name) {
    if (ACCOUNT_USERS.equals(name)) {
      return name;
    }
    return Optional.ofNullable(name)
        .flatMap(principals)
        .filter(Principal::account)
        .map(Principal::name)
        .orElseThrow(
            () ->
                new UcException(
                    404, "PRINCIPAL_DOES_NOT_EXIST", "Could not find principal with name " + name));
  }

  private static void checkNoContradiction(String principal, Change change) {
    if (change.add.stream().anyMatch(change.remove::contains)) {
      throw UcException.invalid(
          "Duplicate privileges to add and delete for principal " + principal + ".");
    }
  }

  private static void apply(
      MetastoreState state, Securable securable, String principal, Change change, String user) {
    SortedMap<String, SortedMap<String, Given>> all =
        state.governed.grants.computeIfAbsent(securable.id(), id -> new TreeMap<>());
    SortedMap<String, Given> held = all.computeIfAbsent(principal, p -> new TreeMap<>());
    if (change.remove.contains(Privileges.ALL)) {
      held.clear();
    }
    held.keySet().removeAll(change.remove);
    long now = System.currentTimeMillis();
    change.add.forEach(p -> held.putIfAbsent(p, new Given(user, now)));
    if (held.isEmpty()) {
      all.remove(principal);
    }
    if (all.isEmpty()) {
      state.governed.grants.remove(securable.id());
    }
  }

  /** A grant on a schema shows in its time of change. */
  private static void touch(MetastoreState state, Securable securable) {
    if (securable.type() == SecurableType.SCHEMA && !securable.readOnly()) {
      String[] name = Names.split(securable.name(), 2);
      CatalogRules.updateSchema(state, name[0], name[1], Map.of());
    }
  }

  private static final class Change {
    final Set<String> add = new TreeSet<>();
    final Set<String> remove = new TreeSet<>();
  }
}
