package io.datareplicator.backup;

import io.datareplicator.apply.Applier;
import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.apply.ResultSink;
import io.datareplicator.apply.SetupSteps;
import io.datareplicator.apply.SetupSteps.Outcome;
import io.datareplicator.apply.StopCatalog;
import io.datareplicator.backup.SharedMembers.Member;
import io.datareplicator.config.BackupConfig;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.catalog.CatalogApi.SchemaInfo;
import io.datareplicator.databricks.sharing.SharingApi.DataObject;
import io.datareplicator.databricks.sharing.SharingApi.RecipientInfo;
import io.datareplicator.inventory.TableFilter;
import io.datareplicator.model.SchemaName;
import io.datareplicator.model.TableName;
import io.datareplicator.plan.LastClone;
import io.datareplicator.setup.Shared;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Shares the selected schemas of a catalog, and the data of its streaming tables. */
public final class BackupOperation {
  public static final String TYPE = "backup";

  private static final int MAX_SCHEMAS_PER_SHARE = 500;

  private final Workspace source;
  private final ResultSink sink;
  private final Applier applier;
  private final Clock clock;
  private final ShareSetup setup;
  private final Map<TableName, LastClone> lastCopies;
  private final Map<String, String> tags;

  /**
   * @param lastCopies what earlier runs recorded of copies of legacy backing tables
   * @param tags query tags of the run
   */
  public BackupOperation(
      Workspace source,
      Workspace target,
      ResultSink sink,
      Applier applier,
      Clock clock,
      Map<TableName, LastClone> lastCopies,
      Map<String, String> tags) {
    this.source = source;
    this.sink = sink;
    this.applier = applier;
    this.clock = clock;
    this.setup = new ShareSetup(source, target);
    this.lastCopies = lastCopies;
    this.tags = tags;
  }

  /**
   * Backs one catalog up. Schemas may name a share of their own; each share is set up by itself.
   *
   * @return what is in shares now
   * @throws StopCatalog when the recipient or the schemas cannot be had; the failure is recorded
   */
  public Shared run(CatalogConfig catalog) throws InterruptedException {
    BackupConfig config = catalog.backup();
    SetupSteps steps = new SetupSteps(TYPE, catalog.name(), sink, clock, catalog.retry());
    Optional<RecipientInfo> to =
        steps.step("recipient", config.recipientName(), () -> setup.ensureRecipient(config));
    Set<TableName> matching =
        catalog.schemaTableFilter() == null
            ? null
            : steps.step(
                "catalog", config.sourceCatalog(), () -> new Outcome<>(filtered(catalog), null));
    Set<String> wanted =
        steps.step(
            "catalog",
            config.sourceCatalog(),
            () -> new Outcome<>(selected(catalog, config, matching), null));
    wanted.removeIf(schema -> !catalog.schema(schema).backup().enabled());
    Set<String> present = to.isPresent() ? share(catalog, to.get(), wanted, steps) : wanted;
    if (to.isEmpty()) {
      wanted.forEach(schema -> nothingToShare(schema, steps));
    }
    StreamingBackup streaming =
        new StreamingBackup(source, catalog, to, setup, steps, applier, lastCopies, tags);
    return new Shared(present, streaming.run(present, matching));
  }

  private static void nothingToShare(String schema, SetupSteps steps) {
    steps.ended(
        schema,
        "schema",
        schema,
        Status.SKIPPED,
        Map.of("reason", "source and target are workspaces of one metastore: nothing is shared"),
        null);
  }

  private Set<String> share(
      CatalogConfig catalog, RecipientInfo to, Set<String> wanted, SetupSteps steps) {
    Map<String, Set<String>> byShare = new TreeMap<>();
    for (String schema : wanted) {
      String name = catalog.schema(schema).backup().shareName();
      byShare.computeIfAbsent(name, s -> new TreeSet<>()).add(schema);
    }
    SharedMembers members = new SharedMembers(source, setup, steps);
    Set<String> present = new TreeSet<>();
    for (Set<String> schemas : byShare.values()) {
      BackupConfig settings = catalog.schema(schemas.iterator().next()).backup();
      ShareTarget share =
          new ShareTarget(
              settings.shareName(),
              settings.createShare(),
              "create_share",
              settings.addToShare(),
              "schema",
              MAX_SCHEMAS_PER_SHARE);
      Collection<Member> all = new ArrayList<>();
      for (String schema : schemas) {
        all.add(schemaMember(new SchemaName(settings.sourceCatalog(), schema), schema));
      }
      members.ensure(share, to, all).forEach(m -> present.add(m.object()));
    }
    return present;
  }

  /** A whole schema, with history, so that clones of its tables are incremental. */
  static Member schemaMember(SchemaName name, String resultSchema) {
    return new Member(
        resultSchema,
        name.schema(),
        new DataObject(name.fullName(), "SCHEMA", null, "ENABLED", null));
  }

  private Set<TableName> filtered(CatalogConfig catalog) {
    return TableFilter.matching(
        source.sql(), catalog.backup().sourceCatalog(), null, catalog.schemaTableFilter(), tags);
  }

  private Set<String> selected(
      CatalogConfig catalog, BackupConfig config, Set<TableName> matching) {
    Set<String> names = new TreeSet<>();
    if (!catalog.schemas().isEmpty()) {
      catalog.schemas().forEach(s -> names.add(s.name()));
      return names;
    }
    if (matching != null) {
      matching.stream().map(TableName::schema).filter(catalog::selects).forEach(names::add);
      return names;
    }
    List<SchemaInfo> all =
        source
            .catalogs()
            .schemas(config.sourceCatalog())
            .orElseThrow(
                () ->
                    new StopCatalog(
                        "catalog '"
                            + config.sourceCatalog()
                            + "' does not exist on the "
                            + source.label()));
    for (SchemaInfo schema : all) {
      String name = schema.name().toLowerCase(Locale.ROOT);
      if (catalog.selects(name)) {
        names.add(name);
      }
    }
    return names;
  }
}
