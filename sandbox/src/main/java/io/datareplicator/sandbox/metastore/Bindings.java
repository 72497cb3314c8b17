package io.datareplicator.sandbox.metastore;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which workspaces may use an object whose isolation mode is ISOLATED. The sandbox keeps bindings
 * but does not enforce them. Thread-safe; changes are durable.
 */
public final class Bindings {
  /** The weaker of the two types; for catalogs only. */
  public static final String READ_ONLY = "BINDING_TYPE_READ_ONLY";

  /** The type that counts when none is given. */
  public static final String READ_WRITE = "BINDING_TYPE_READ_WRITE";

  private final Guarded state;

  Bindings(Guarded state) {
    this.state = state;
  }

  /**
   * @param type {@link #READ_WRITE} or {@link #READ_ONLY}
   */
  public record Binding(long workspaceId, String type) {}

  /** By workspace id. */
  public List<Binding> of(Securable securable) {
    return state.read(s -> list(s, securable));
  }

  /**
   * Removes and adds bindings; a workspace has one at most, so an added one may change its type.
   *
   * @throws UcException INVALID_PARAMETER_VALUE
   */
  public List<Binding> update(Securable securable, List<Binding> add, List<Binding> remove) {
    return state.write(
        s -> {
          add.forEach(b -> check(securable, b));
          remove.forEach(b -> check(securable, b));
          SortedMap<Long, String> all =
              s.governed.bindings.computeIfAbsent(securable.id(), id -> new TreeMap<>());
          remove.forEach(b -> all.remove(b.workspaceId(), b.type()));
          add.forEach(b -> all.put(b.workspaceId(), b.type()));
          return list(s, securable);
        });
  }

  private static List<Binding> list(MetastoreState state, Securable securable) {
    List<Binding> bindings = new ArrayList<>();
    state
        .governed
        .bindings
        .getOrDefault(securable.id(), new TreeMap<>())
        .forEach((workspace, type) -> bindings.add(new Binding(workspace, type)));
    return bindings;
  }

  private static void check(Securable securable, Binding binding) {
    if (binding.workspaceId() <= 0) {
      throw UcException.invalid("workspace_id must be the id of a workspace");
    }
    boolean readOnly = READ_ONLY.equals(binding.type());
    if (!readOnly && !READ_WRITE.equals(binding.type())) {
      throw UcException.invalid("binding_type '" + binding.type() + "' does not exist");
    }
    if (readOnly && securable.type() != SecurableType.CATALOG) {
      throw UcException.invalid(READ_ONLY + " is supported for catalogs only");
    }
  }
}
