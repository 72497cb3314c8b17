package io.datareplicator.sandbox.metastore;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** User-defined functions of a metastore. Thread-safe; changes are durable. */
public final class Functions {
  private final Guarded state;
  private final UnaryOperator<String> principals;

  /**
   * @param principals the canonical name of an owner, or PRINCIPAL_DOES_NOT_EXIST
   */
  Functions(Guarded state, UnaryOperator<String> principals) {
    this.state = state;
    this.principals = principals;
  }

  /** Whether any schema has a function. */
  public boolean any() {
    return state.read(s -> !s.governed.functions.isEmpty());
  }

  /** The functions of a schema by name; a shared or built-in schema has none. */
  public List<FunctionEntry> list(String catalog, String schema) {
    return state.read(
        s -> {
          if (CatalogRules.catalog(s, catalog).entry.readOnly()) {
            return List.of();
          }
          return List.copyOf(of(s, catalog, schema).values());
        });
  }

  public Optional<FunctionEntry> find(String catalog, String schema, String name) {
    return state.read(
        s -> {
          var known = s.catalogs.get(Names.key(catalog));
          var owner = known == null ? null : known.schemas.get(Names.key(schema));
          return owner == null
              ? Optional.empty()
              : Optional.ofNullable(
                  s.governed
                      .functions
                      .getOrDefault(owner.entry.id(), new TreeMap<>())
                      .get(Names.key(name)));
        });
  }

  /**
   * @throws UcException FUNCTION_DOES_NOT_EXIST, or that of its catalog or schema
   */
  public FunctionEntry get(String catalog, String schema, String name) {
    return state.read(s -> required(s, catalog, schema, name));
  }

  /**
   * Adds a function, or replaces one, which keeps its id and owner.
   *
   * @throws UcException FUNCTION_ALREADY_EXISTS
   */
  public FunctionEntry put(String catalog, String schema, FunctionEntry function, boolean replace) {
    return state.write(
        s -> {
          CatalogRules.writable(s, catalog);
          String name = Names.valid(function.name());
          SortedMap<String, FunctionEntry> all = of(s, catalog, schema);
          FunctionEntry old = all.get(name);
          if (old != null && !replace) {
            throw UcException.alreadyExists(
                "FUNCTION", "Function", fullName(catalog, schema, name));
          }
          long now = System.currentTimeMillis();
          FunctionEntry entry =
              old == null
                  ? function.withId(UUID.randomUUID().toString(), function.owner(), now, now)
                  : function.withId(old.id(), old.owner(), old.createdAt(), now);
          all.put(name, entry);
          s.governed.functions.put(CatalogRules.schema(s, catalog, schema).entry.id(), all);
          return entry;
        });
  }

  public FunctionEntry setOwner(String catalog, String schema, String name, String owner) {
    String checked = principals.apply(owner);
    return state.write(
        s -> {
          FunctionEntry old = required(s, catalog, schema, name);
          FunctionEntry entry =
              old.withId(old.id(), checked, old.createdAt(), System.currentTimeMillis());
          of(s, catalog, schema).put(old.name(), entry);
          return entry;
        });
  }

  public void drop(String catalog, String schema, String name) {
    state.write(
        s -> {
          CatalogRules.writable(s, catalog);
          return of(s, catalog, schema).remove(required(s, catalog, schema, name).name());
        });
  }

  /** How many functions stand in the way of dropping a schema. */
  static int count(MetastoreState state, SchemaEntry schema) {
    return state.governed.functions.getOrDefault(schema.id(), new TreeMap<>()).size();
  }

  private static SortedMap<String, FunctionEntry> of(
      MetastoreState state, String catalog, String schema) {
    return state.governed.functions.getOrDefault(
        CatalogRules.schema(state, catalog, schema).entry.id(), new TreeMap<>());
  }

  private static FunctionEntry required(
      MetastoreState state, String catalog, String schema, String name) {
    FunctionEntry found = of(state, catalog, schema).get(Names.key(name));
    if (found == null) {
      throw UcException.notFound("FUNCTION", "Function", fullName(catalog, schema, name));
    }
    return found;
  }

  private static String fullName(String catalog, String schema, String name) {
    return Names.key(catalog) + "." + Names.key(schema) + "." + Names.key(name);
  }
}
