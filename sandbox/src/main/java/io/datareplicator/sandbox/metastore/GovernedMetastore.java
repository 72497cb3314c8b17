package io.datareplicator.sandbox.metastore;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What a metastore keeps about its objects beside the objects: tags, grants, keys and so on. */
abstract class GovernedMetastore implements Metastore, Guarded {
  final World world;
  final World.Cell cell;
  private final Tags tags = new Tags(this);
  private final Grants grants = new Grants(this, this::principal);
  private final TagPolicies tagPolicies = new TagPolicies(this);
  private final Models models = new Models(this, grants);
  private final Connections connections = new Connections(this, grants);
  private final Constraints constraints = new Constraints(this);
  private final Bindings bindings = new Bindings(this);
  private final Functions functions = new Functions(this, grants::checked);

  GovernedMetastore(World world, World.Cell cell) {
    this.world = world;
    this.cell = cell;
  }

  @Override
  public <T> T read(Function<MetastoreState, T> query) {
    return world.read(cell, query);
  }

  @Override
  public <T> T write(Function<MetastoreState, T> change) {
    return world.write(cell, change);
  }

  @Override
  public Tags tags() {
    return tags;
  }

  @Override
  public Grants grants() {
    return grants;
  }

  @Override
  public TagPolicies tagPolicies() {
    return tagPolicies;
  }

  @Override
  public Bindings bindings() {
    return bindings;
  }

  @Override
  public Constraints constraints() {
    return constraints;
  }

  @Override
  public Models models() {
    return models;
  }

  @Override
  public Connections connections() {
    return connections;
  }

  @Override
  public Functions functions() {
    return functions;
  }

  /** The changes of a PATCH, their owner checked and under its own name. */
  final Map<String, Object> withCheckedOwner(Map<String, Object> changes) {
    Object owner = changes.get("owner");
    if (owner == null || owner.toString().isBlank()) {
      return changes;
    }
    Map<String, Object> checked = new LinkedHashMap<>(changes);
    checked.put("owner", grants.checked(owner.toString()));
    return checked;
  }

  private Optional<Principal> principal(String name) {
    return world.principal(cell.state.id, name);
  }
}
