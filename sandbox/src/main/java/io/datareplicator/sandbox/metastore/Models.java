package io.datareplicator.sandbox.metastore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Registered models of a metastore: what Unity Catalog knows about them and their versions, without
 * files. Thread-safe; changes are durable.
 */
public final class Models {
  private final Guarded state;
  private final Grants grants;

  Models(Guarded state, Grants grants) {
    this.state = state;
    this.grants = grants;
  }

  /**
   * A version of a model.
   *
   * @param source where its files came from
   */
  public record Version(long number, String comment, String source, String by, long createdAt) {}

  /**
   * A model; its {@code name} is lower case.
   *
   * @param versions in order of their numbers
   * @param aliases alias → version number
   */
  public record Model(
      String id,
      String catalog,
      String schema,
      String name,
      String comment,
      String owner,
      String storageLocation,
      long createdAt,
      long updatedAt,
      List<Version> versions,
      SortedMap<String, Long> aliases) {
    public Model {
      versions = versions == null ? List.of() : List.copyOf(versions);
      aliases = aliases == null ? new TreeMap<>() : new TreeMap<>(aliases);
    }

    /**
     * @throws UcException when there is no such version
     */
    public Version version(String number) {
      return versions.stream()
          .filter(v -> Long.toString(v.number()).equals(number))
          .findFirst()
          .orElseThrow(
              () ->
                  UcException.notFound(
                      "MODEL_VERSION", "Model Version", fullName() + " version " + number));
    }

    public String fullName() {
      return catalog + "." + schema + "." + name;
    }
  }

  /**
   * The models of a schema, or of all schemas.
   *
   * @param catalog null, with {@code schema}, for all
   */
  public List<Model> list(String catalog, String schema) {
    return state.read(
        s -> {
          List<Model> models = new ArrayList<>();
          if (catalog != null) {
            SchemaEntry entry = CatalogRules.schema(s, catalog, schema).entry;
            of(s, entry).values().forEach(m -> models.add(placed(m, entry)));
            return models;
          }
          s.catalogs
              .values()
              .forEach(
                  c ->
                      c.schemas
                          .values()
                          .forEach(
                              x ->
                                  of(s, x.entry)
                                      .values()
                                      .forEach(m -> models.add(placed(m, x.entry)))));
          return models;
        });
  }

  /**
   * @throws UcException REGISTERED_MODEL_DOES_NOT_EXIST, or that of its catalog or schema
   */
  public Model get(String catalog, String schema, String name) {
    return find(catalog, schema, name)
        .orElseThrow(
            () ->
                UcException.notFound(
                    "REGISTERED_MODEL",
                    "Registered Model",
                    Names.key(catalog + "." + schema + "." + name)));
  }

  Optional<Model> find(String catalog, String schema, String name) {
    return state.read(
        s -> {
          SchemaEntry entry = CatalogRules.schema(s, catalog, schema).entry;
          return Optional.ofNullable(of(s, entry).get(Names.key(name))).map(m -> placed(m, entry));
        });
  }

  /**
   * @throws UcException REGISTERED_MODEL_ALREADY_EXISTS
   */
  public Model create(String catalog, String schema, String name, String comment, String owner) {
    return state.write(
        s -> {
          CatalogRules.writable(s, catalog);
          SchemaEntry entry = CatalogRules.schema(s, catalog, schema).entry;
          String key = Names.valid(name);
          if (of(s, entry).containsKey(key)) {
            throw UcException.alreadyExists(
                "REGISTERED_MODEL",
                "Registered Model",
                entry.catalogName() + "." + entry.name() + "." + key);
          }
          String id = UUID.randomUUID().toString();
          long now = System.currentTimeMillis();
          String location = UnityMetastore.managedLocation(s, catalog, schema, "models", id);
          Model model =
              new Model(
                  id,
                  entry.catalogName(),
                  entry.name(),
                  key,
                  comment,
                  owner,
                  location,
                  now,
                  now,
                  List.of(),
                  null);
          s.governed.models.computeIfAbsent(entry.id(), i -> new TreeMap<>()).put(key, model);
          return model;
        });
  }

  /** Applies the values that are not null. */
  public Model update(
      String catalog, String schema, String name, String newName, String comment, String owner) {
    String checkedOwner = owner == null ? null : grants.checked(owner);
    Model old = get(catalog, schema, name);
    return state.write(
        s -> {
          SchemaEntry entry = CatalogRules.schema(s, catalog, schema).entry;
          SortedMap<String, Model> all = s.governed.models.get(entry.id());
          String key = newName == null ? old.name() : Names.valid(newName);
          if (!key.equals(old.name()) && all.containsKey(key)) {
            throw UcException.alreadyExists("REGISTERED_MODEL", "Registered Model", key);
          }
          Model model =
              new Model(
                  old.id(),
                  entry.catalogName(),
                  entry.name(),
                  key,
                  comment == null ? old.comment() : comment,
                  checkedOwner == null ? old.owner() : checkedOwner,
                  old.storageLocation(),
                  old.createdAt(),
                  System.currentTimeMillis(),
                  old.versions(),
                  old.aliases());
          all.remove(old.name());
          all.put(key, model);
          return model;
        });
  }

  /** Adds a version, which gets the next number. */
  public Version addVersion(Model model, String comment, String source, String user) {
    long next = model.versions().isEmpty() ? 1 : last(model.versions()).number() + 1;
    var version = new Version(next, comment, source, user, System.currentTimeMillis());
    List<Version> versions = new ArrayList<>(model.versions());
    versions.add(version);
    change(model, versions, model.aliases());
    return version;
  }

  private static Version last(List<Version> versions) {
    return versions.get(versions.size() - 1);
  }

  /**
   * Gives a name to a version, or takes it away.
   *
   * @param version null = the alias goes
   */
  public void alias(Model model, String alias, Long version) {
    SortedMap<String, Long> aliases = new TreeMap<>(model.aliases());
    if (version == null) {
      aliases.remove(alias);
    } else {
      aliases.put(alias, model.version(version.toString()).number());
    }
    change(model, model.versions(), aliases);
  }

  private void change(Model m, List<Version> versions, SortedMap<String, Long> aliases) {
    state.write(
        s -> {
          SchemaEntry entry = CatalogRules.schema(s, m.catalog(), m.schema()).entry;
          return s.governed
              .models
              .get(entry.id())
              .put(
                  m.name(),
                  new Model(
                      m.id(),
                      m.catalog(),
                      m.schema(),
                      m.name(),
                      m.comment(),
                      m.owner(),
                      m.storageLocation(),
                      m.createdAt(),
                      System.currentTimeMillis(),
                      versions,
                      aliases));
        });
  }

  public void drop(String catalog, String schema, String name) {
    Model model = get(catalog, schema, name);
    state.write(
        s ->
            s.governed
                .models
                .get(CatalogRules.schema(s, catalog, schema).entry.id())
                .remove(model.name()));
  }

  /** How many models stand in the way of dropping a schema. */
  static int count(MetastoreState state, SchemaEntry schema) {
    return of(state, schema).size();
  }

  private static SortedMap<String, Model> of(MetastoreState state, SchemaEntry schema) {
    return state.governed.models.getOrDefault(schema.id(), new TreeMap<>());
  }

  /** With the present names of its catalog and schema. */
  private static Model placed(Model m, SchemaEntry schema) {
    return new Model(
        m.id(),
        schema.catalogName(),
        schema.name(),
        m.name(),
        m.comment(),
        m.owner(),
        m.storageLocation(),
        m.createdAt(),
        m.updatedAt(),
        m.versions(),
        m.aliases());
  }
}
