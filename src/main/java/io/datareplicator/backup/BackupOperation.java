package io.datareplicator.backup;

import io.datareplicator.apply.Failures;
import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.apply.ResultSink;
import io.datareplicator.apply.SetupSteps;
import io.datareplicator.apply.SetupSteps.Outcome;
import io.datareplicator.apply.StopCatalog;
import io.datareplicator.apply.StopRun;
import io.datareplicator.config.BackupConfig;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.catalog.CatalogApi.SchemaInfo;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.Redactor;
import io.datareplicator.databricks.sharing.SharingApi.DataObject;
import io.datareplicator.databricks.sharing.SharingApi.RecipientInfo;
import io.datareplicator.databricks.sharing.SharingApi.ShareInfo;
import io.datareplicator.model.SchemaName;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/** Shares the selected schemas of a catalog with the target's metastore. */
public final class BackupOperation {
  public static final String TYPE = "backup";

  private static final Logger LOG = Logger.getLogger(BackupOperation.class);
  private static final String SCHEMA = "SCHEMA";
  private static final int MAX_SCHEMAS_PER_SHARE = 500;

  private final Workspace source;
  private final Workspace target;
  private final ResultSink sink;
  private final Clock clock;
  private RecipientInfo recipient;

  public BackupOperation(Workspace source, Workspace target, ResultSink sink, Clock clock) {
    this.source = source;
    this.target = target;
    this.sink = sink;
    this.clock = clock;
  }

  /**
   * Backs one catalog up. Schemas may name a share of their own; each share is set up by itself.
   *
   * @return the schemas that are in a share now
   * @throws StopCatalog when the recipient or the schemas cannot be had; the failure is recorded
   */
  public Set<String> run(CatalogConfig catalog) {
    BackupConfig config = catalog.backup();
    SetupSteps steps = new SetupSteps(TYPE, catalog.name(), sink, clock, catalog.retry());
    RecipientInfo to =
        steps.step("recipient", config.recipientName(), () -> ensureRecipient(config));
    Set<String> wanted =
        steps.step(
            "catalog",
            config.sourceCatalog(),
            () -> new Outcome<>(selected(catalog, config), null));
    Map<String, Set<String>> byShare = new TreeMap<>();
    for (String schema : wanted) {
      BackupConfig settings = catalog.schema(schema).backup();
      if (settings.enabled()) {
        byShare.computeIfAbsent(settings.shareName(), s -> new TreeSet<>()).add(schema);
      }
    }
    Set<String> present = new TreeSet<>();
    for (Set<String> schemas : byShare.values()) {
      BackupConfig settings = catalog.schema(schemas.iterator().next()).backup();
      present.addAll(share(settings, to, schemas, steps));
    }
    return present;
  }

  private Set<String> share(
      BackupConfig config, RecipientInfo to, Set<String> schemas, SetupSteps steps) {
    ShareInfo share;
    try {
      share = steps.step("share", config.shareName(), () -> ensureShare(config));
      steps.step("share_grant", config.shareName(), () -> ensureGrant(config, to));
    } catch (StopCatalog recorded) {
      for (String schema : schemas) {
        steps.ended(
            schema,
            "schema",
            schema,
            Status.FAILED,
            Map.of("share", config.shareName()),
            "its share could not be had: " + recorded.getMessage());
      }
      return Set.of();
    }
    return addSchemas(config, share, schemas, steps);
  }

  private Outcome<RecipientInfo> ensureRecipient(BackupConfig config) {
    if (recipient != null) {
      return new Outcome<>(recipient, null);
    }
    String metastore = target.globalMetastoreId();
    String action = null;
    recipient = source.sharing().recipientFor(metastore).orElse(null);
    if (recipient == null) {
      if (!config.createRecipient()) {
        throw new StopCatalog(
            "the source has no recipient for the target's metastore "
                + metastore
                + "; create one, or set backup_config.create_recipient: true");
      }
      recipient = source.sharing().createRecipient(config.recipientName(), metastore);
      action = "created for metastore " + metastore;
    } else if (!recipient.name().equalsIgnoreCase(config.recipientName())) {
      LOG.warnf(
          "recipient '%s' already stands for the target's metastore and is used instead of '%s'; there can be only one",
          recipient.name(), config.recipientName());
    }
    return new Outcome<>(recipient, action);
  }

  private Outcome<ShareInfo> ensureShare(BackupConfig config) {
    ShareInfo share = source.sharing().findShare(config.shareName()).orElse(null);
    if (share != null) {
      return new Outcome<>(share, null);
    }
    if (!config.createShare()) {
      throw new StopCatalog(
          "the source has no share '"
              + config.shareName()
              + "'; create it, or set backup_config.create_share: true");
    }
    return new Outcome<>(source.sharing().createShare(config.shareName(), null), "created");
  }

  private Outcome<Boolean> ensureGrant(BackupConfig config, RecipientInfo to) {
    if (source.sharing().isGranted(config.shareName(), to.name())) {
      return new Outcome<>(true, null);
    }
    source.sharing().grant(config.shareName(), to.name());
    return new Outcome<>(true, "granted SELECT to recipient " + to.name());
  }

  private Set<String> selected(CatalogConfig catalog, BackupConfig config) {
    Set<String> names = new TreeSet<>();
    if (!catalog.schemas().isEmpty()) {
      catalog.schemas().forEach(s -> names.add(s.name()));
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

  private Set<String> addSchemas(
      BackupConfig config, ShareInfo share, Set<String> wanted, SetupSteps steps) {
    Map<String, String> shared = sharedSchemas(share);
    Set<String> present = new TreeSet<>();
    List<String> missing = new ArrayList<>();
    for (String schema : wanted) {
      String status = shared.get(new SchemaName(config.sourceCatalog(), schema).fullName());
      if (status == null) {
        missing.add(schema);
      } else if (status.equals("PERMISSION_DENIED")) {
        steps.ended(
            schema,
            "schema",
            schema,
            Status.FAILED,
            Map.of("share", config.shareName()),
            "the owner of share '"
                + config.shareName()
                + "' lost access to the schema, so that its tables cannot be read through the share; grant it SELECT on the schema");
      } else {
        present.add(schema);
        steps.ended(
            schema,
            "schema",
            schema,
            Status.SKIPPED,
            Map.of("reason", "already shared", "share", config.shareName()),
            null);
      }
    }
    if (missing.isEmpty()) {
      return present;
    }
    String refusal = refusal(config, shared.size(), missing.size());
    if (refusal != null) {
      missing.forEach(
          s ->
              steps.ended(
                  s, "schema", s, Status.FAILED, Map.of("share", config.shareName()), refusal));
      return present;
    }
    present.addAll(add(config, missing, steps));
    return present;
  }

  private static Map<String, String> sharedSchemas(ShareInfo share) {
    Map<String, String> status = new HashMap<>();
    if (share.objects() != null) {
      for (DataObject object : share.objects()) {
        if (SCHEMA.equals(object.dataObjectType())) {
          status.put(
              object.name().toLowerCase(Locale.ROOT),
              object.status() == null ? "ACTIVE" : object.status());
        }
      }
    }
    return status;
  }

  private static String refusal(BackupConfig config, int present, int missing) {
    if (!config.addToShare()) {
      return "the schema is not in share '"
          + config.shareName()
          + "'; add it, or set backup_config.add_to_share: true";
    }
    if (present + missing > MAX_SCHEMAS_PER_SHARE) {
      return "share '"
          + config.shareName()
          + "' would hold "
          + (present + missing)
          + " schemas, the platform allows "
          + MAX_SCHEMAS_PER_SHARE
          + "; split the catalog over several shares with share_name per schema group";
    }
    return null;
  }

  /**
   * All in one request; when that is refused, one by one, so that one bad schema does not keep the
   * others out.
   */
  private List<String> add(BackupConfig config, List<String> missing, SetupSteps steps) {
    Map<String, Object> added = Map.of("action", "added", "share", config.shareName());
    if (missing.size() > 1) {
      try {
        source.sharing().addToShare(config.shareName(), objects(config, missing));
        missing.forEach(s -> steps.ended(s, "schema", s, Status.SUCCESS, added, null));
        return missing;
      } catch (ApiException e) {
        if (Failures.stopsRun(e)) {
          String why = Redactor.redact(Failures.describe(e));
          missing.forEach(s -> steps.ended(s, "schema", s, Status.FAILED, Map.of(), why));
          throw new StopRun(why, e);
        }
        LOG.infof(
            "adding %d schemas at once was refused (%s); adding them one by one",
            missing.size(), e.getMessage());
      }
    }
    List<String> done = new ArrayList<>();
    for (String schema : missing) {
      try {
        steps.step(
            schema,
            "schema",
            schema,
            () -> {
              source.sharing().addToShare(config.shareName(), objects(config, List.of(schema)));
              return new Outcome<>(schema, "added to share " + config.shareName());
            });
        done.add(schema);
      } catch (StopCatalog recorded) {
        LOG.debugf("schema %s stays out of the share: %s", schema, recorded.getMessage());
      }
    }
    return done;
  }

  private static List<DataObject> objects(BackupConfig config, List<String> schemas) {
    return schemas.stream()
        .map(
            s ->
                new DataObject(
                    new SchemaName(config.sourceCatalog(), s).fullName(),
                    SCHEMA,
                    null,
                    "ENABLED",
                    null))
        .toList();
  }
}
