package io.datareplicator.metadata;

import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.catalog.CatalogApi.CatalogInfo;
import io.datareplicator.databricks.catalog.CatalogApi.CreateCatalog;
import io.datareplicator.databricks.catalog.CatalogApi.UpdateCatalog;
import io.datareplicator.databricks.catalog.CatalogApi.UpdateSchema;
import io.datareplicator.databricks.catalog.VolumesApi.UpdateVolume;
import io.datareplicator.databricks.catalog.VolumesApi.VolumeInfo;
import io.datareplicator.databricks.http.Trace;
import io.datareplicator.databricks.models.ModelsApi.UpdateModel;
import io.datareplicator.databricks.sql.DaemonThreads;
import io.datareplicator.model.SchemaName;
import io.datareplicator.model.TableName;
import io.datareplicator.model.VolumeKind;
import io.datareplicator.model.VolumeName;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.plan.UrlMapping;
import io.datareplicator.plan.uc.Change;
import io.datareplicator.plan.uc.Change.Settings;
import io.datareplicator.plan.uc.UcAction;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Carries out single changes on the target. */
final class ActionRunner implements AutoCloseable {
  private final Workspace target;
  private final SqlChanges sql;
  private final GrantWriter grants;
  private final MetastoreChanges metastore;
  private final ExecutorService workers =
      Executors.newCachedThreadPool(DaemonThreads.named("metadata"));

  ActionRunner(Workspace target, SqlChanges sql) {
    this.target = target;
    this.sql = sql;
    this.grants = new GrantWriter(target);
    this.metastore = new MetastoreChanges(target);
  }

  /** Starts a change; the future ends with details for the audit row. */
  CompletableFuture<Map<String, Object>> start(UcAction action, Trace trace) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return trace.during(() -> run(action));
          } catch (RuntimeException e) {
            throw e;
          } catch (Exception e) {
            throw new CompletionException(e);
          }
        },
        workers);
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }

  private Map<String, Object> run(UcAction action) {
    Map<String, Object> details = new LinkedHashMap<>();
    if (!action.warnings().isEmpty()) {
      details.put("warnings", action.warnings());
    }
    UcName object = action.object();
    Change change = action.change();
    if (change instanceof Change.CreateCatalog create) {
      create(object, create);
    } else if (change instanceof Change.CreateSchema create) {
      create(object, create);
    } else if (change instanceof Settings settings) {
      settings(object, settings);
    } else if (change instanceof Change.CreateVolume create) {
      create(object, create);
    } else if (change instanceof Change.CreateModel create) {
      target.models().create(schema(object), object.object(), create.comment());
    } else if (change instanceof Change.OfMetastore definition) {
      metastore.run(object, definition, details);
    } else if (change instanceof Change.SetComment comment) {
      comment(object, comment);
    } else if (change instanceof Change.SetGrants set) {
      grants.set(object, set, details);
    } else if (change instanceof Change.SetOwner owner) {
      owner(object, owner.owner());
    } else {
      sql.run(object, change, details);
    }
    return details;
  }

  private void create(UcName object, Change.CreateCatalog create) {
    Map<String, String> properties = create.settings().properties();
    CatalogInfo made =
        target
            .catalogs()
            .create(
                new CreateCatalog(
                    object.object(),
                    nonEmpty(create.source().comment()),
                    create.storageRoot(),
                    null,
                    null,
                    properties,
                    null,
                    null));
    if (create.storageRoot() != null
        && made.storageRoot() != null
        && !UrlMapping.same(create.storageRoot(), made.storageRoot())) {
      throw new IllegalStateException(
          "catalog '"
              + object.object()
              + "' was made by somebody else meanwhile, at "
              + made.storageRoot());
    }
    settings(object, withoutProperties(create.settings()));
  }

  private void create(UcName object, Change.CreateSchema create) {
    target
        .catalogs()
        .createSchema(
            schema(object),
            nonEmpty(create.source().comment()),
            create.settings().properties(),
            create.storageRoot());
    settings(object, withoutProperties(create.settings()));
  }

  private static Settings withoutProperties(Settings settings) {
    return new Settings(null, null, settings.isolationMode(), settings.optimization());
  }

  private void settings(UcName object, Settings settings) {
    if (settings.isEmpty()) {
      return;
    }
    if (object.schema() == null) {
      target
          .catalogs()
          .update(
              object.object(),
              new UpdateCatalog(
                  null,
                  settings.comment(),
                  settings.properties(),
                  null,
                  settings.isolationMode(),
                  settings.optimization()));
    } else {
      target
          .catalogs()
          .updateSchema(
              schema(object),
              new UpdateSchema(
                  null, settings.comment(), settings.properties(), settings.optimization()));
    }
  }

  private void create(UcName object, Change.CreateVolume create) {
    VolumeInfo made =
        target.catalogs().createVolume(volume(object), create.location(), create.comment());
    VolumeKind wanted = create.location() == null ? VolumeKind.MANAGED : VolumeKind.EXTERNAL;
    if (VolumeKind.fromApi(made.volumeType()) != wanted) {
      throw new IllegalStateException(
          "a volume '"
              + object.fullName()
              + "' of type "
              + made.volumeType()
              + " is there already");
    }
  }

  private void comment(UcName object, Change.SetComment comment) {
    switch (object.kind()) {
      case VOLUME ->
          target.catalogs().updateVolume(volume(object), new UpdateVolume(comment.comment(), null));
      case REGISTERED_MODEL ->
          target.models().update(object.fullName(), new UpdateModel(comment.comment(), null));
      default -> sql.comment(object, comment.comment());
    }
  }

  private void owner(UcName object, String owner) {
    switch (object.kind()) {
      case STORAGE_CREDENTIAL, EXTERNAL_LOCATION -> metastore.owner(object, owner);
      case CATALOG ->
          target
              .catalogs()
              .update(object.object(), new UpdateCatalog(owner, null, null, null, null, null));
      case SCHEMA ->
          target.catalogs().updateSchema(schema(object), new UpdateSchema(owner, null, null, null));
      case TABLE, VIEW, MATERIALIZED_VIEW, STREAMING_TABLE ->
          target.catalogs().setTableOwner(table(object), owner);
      case VOLUME -> target.catalogs().updateVolume(volume(object), new UpdateVolume(null, owner));
      case FUNCTION -> target.functions().setOwner(object.fullName(), owner);
      case REGISTERED_MODEL ->
          target.models().update(object.fullName(), new UpdateModel(null, owner));
      default -> throw new IllegalArgumentException("the owner of a " + object + " is not set");
    }
  }

  private static String nonEmpty(String comment) {
    return comment == null || comment.isEmpty() ? null : comment;
  }

  static SchemaName schema(UcName object) {
    return new SchemaName(object.catalog(), object.schema());
  }

  static TableName table(UcName object) {
    return new TableName(object.catalog(), object.schema(), object.object());
  }

  private static VolumeName volume(UcName object) {
    return new VolumeName(object.catalog(), object.schema(), object.object());
  }
}
