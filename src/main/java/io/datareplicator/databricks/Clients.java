package io.datareplicator.databricks;

import io.datareplicator.databricks.bindings.Bindings;
import io.datareplicator.databricks.bindings.BindingsApi;
import io.datareplicator.databricks.catalog.CatalogApi;
import io.datareplicator.databricks.catalog.Catalogs;
import io.datareplicator.databricks.catalog.TablesApi;
import io.datareplicator.databricks.catalog.VolumesApi;
import io.datareplicator.databricks.connections.Connections;
import io.datareplicator.databricks.connections.ConnectionsApi;
import io.datareplicator.databricks.files.Files;
import io.datareplicator.databricks.files.FilesApi;
import io.datareplicator.databricks.functions.Functions;
import io.datareplicator.databricks.functions.FunctionsApi;
import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.http.RestClients;
import io.datareplicator.databricks.identity.Directory;
import io.datareplicator.databricks.identity.DirectoryApi;
import io.datareplicator.databricks.identity.Identity;
import io.datareplicator.databricks.identity.ScimApi;
import io.datareplicator.databricks.jobs.Jobs;
import io.datareplicator.databricks.jobs.JobsApi;
import io.datareplicator.databricks.models.Models;
import io.datareplicator.databricks.models.ModelsApi;
import io.datareplicator.databricks.permissions.Permissions;
import io.datareplicator.databricks.permissions.PermissionsApi;
import io.datareplicator.databricks.pipelines.Pipelines;
import io.datareplicator.databricks.pipelines.PipelinesApi;
import io.datareplicator.databricks.sharing.Sharing;
import io.datareplicator.databricks.sharing.SharingApi;
import io.datareplicator.databricks.storage.Storage;
import io.datareplicator.databricks.storage.StorageApi;
import io.datareplicator.databricks.tagpolicies.TagPolicies;
import io.datareplicator.databricks.tagpolicies.TagPoliciesApi;
import io.datareplicator.databricks.workspacefiles.WorkspaceFiles;
import io.datareplicator.databricks.workspacefiles.WorkspaceFilesApi;
import java.time.Clock;

/** The REST clients of one workspace, all through one pipeline. */
public record Clients(
    Catalogs catalogs,
    Permissions permissions,
    Functions functions,
    Models models,
    Storage storage,
    Connections connections,
    TagPolicies tagPolicies,
    Bindings bindings,
    Pipelines pipelines,
    Directory directory,
    Sharing sharing,
    Jobs jobs,
    WorkspaceFiles workspaceFiles,
    Files files) {
  private static final int MAX_TRANSFERS = 128;

  /** All clients of the workspace that {@code http} reaches. */
  public static Clients of(RestClients rest, HttpPipeline http, Clock clock) {
    return new Clients(
        new Catalogs(
            rest.authenticated(CatalogApi.class, http),
            rest.authenticated(TablesApi.class, http),
            rest.authenticated(VolumesApi.class, http),
            http),
        new Permissions(rest.authenticated(PermissionsApi.class, http), http),
        new Functions(rest.authenticated(FunctionsApi.class, http), http),
        new Models(rest.authenticated(ModelsApi.class, http), http),
        new Storage(rest.authenticated(StorageApi.class, http), http),
        new Connections(rest.authenticated(ConnectionsApi.class, http), http),
        new TagPolicies(rest.authenticated(TagPoliciesApi.class, http), http),
        new Bindings(rest.authenticated(BindingsApi.class, http), http),
        new Pipelines(rest.authenticated(PipelinesApi.class, http), http),
        new Directory(rest.authenticated(DirectoryApi.class, http), http),
        new Sharing(rest.authenticated(SharingApi.class, http), http),
        new Jobs(rest.authenticated(JobsApi.class, http), http),
        new WorkspaceFiles(
            rest.authenticated(WorkspaceFilesApi.class, http),
            new Identity(rest.authenticated(ScimApi.class, http), http),
            http),
        files(rest, http, clock));
  }

  private static Files files(RestClients rest, HttpPipeline http, Clock clock) {
    return new Files(
        rest.authenticated(FilesApi.class, http),
        http,
        rest.bodies(http.transfers(MAX_TRANSFERS), MAX_TRANSFERS),
        store -> rest.bodies(http.withoutToken(store).transfers(MAX_TRANSFERS), MAX_TRANSFERS),
        clock);
  }
}
