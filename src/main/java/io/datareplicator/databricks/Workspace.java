package io.datareplicator.databricks;

import io.datareplicator.config.Side;
import io.datareplicator.config.SideConfig;
import io.datareplicator.databricks.bindings.Bindings;
import io.datareplicator.databricks.catalog.Catalogs;
import io.datareplicator.databricks.connections.Connections;
import io.datareplicator.databricks.files.Files;
import io.datareplicator.databricks.functions.Functions;
import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.identity.Directory;
import io.datareplicator.databricks.jobs.Jobs;
import io.datareplicator.databricks.models.Models;
import io.datareplicator.databricks.permissions.Permissions;
import io.datareplicator.databricks.pipelines.Pipelines;
import io.datareplicator.databricks.sharing.Sharing;
import io.datareplicator.databricks.sql.SqlEngine;
import io.datareplicator.databricks.storage.Storage;
import io.datareplicator.databricks.tagpolicies.TagPolicies;
import io.datareplicator.databricks.workspacefiles.WorkspaceFiles;
import java.util.Optional;

/** One workspace with its clients. Close it to stop its threads. */
public final class Workspace implements AutoCloseable {
  private final SideConfig config;
  private final HttpPipeline http;
  private final Clients clients;
  private final SqlEngine sql;
  private String globalMetastoreId;

  public Workspace(SideConfig config, HttpPipeline http, Clients clients, SqlEngine sql) {
    this.config = config;
    this.http = http;
    this.clients = clients;
    this.sql = sql;
    this.globalMetastoreId = config.sharingIdentifier();
  }

  public Side side() {
    return config.side();
  }

  /** Host and side, for messages. */
  public String label() {
    return config.side().yaml() + " workspace " + config.host();
  }

  public HttpPipeline http() {
    return http;
  }

  public Catalogs catalogs() {
    return clients.catalogs();
  }

  /** Direct grants. */
  public Permissions permissions() {
    return clients.permissions();
  }

  public Functions functions() {
    return clients.functions();
  }

  /** Registered models. */
  public Models models() {
    return clients.models();
  }

  /** Storage credentials and external locations. */
  public Storage storage() {
    return clients.storage();
  }

  /** Connections to foreign systems. */
  public Connections connections() {
    return clients.connections();
  }

  /** Governed tags. */
  public TagPolicies tagPolicies() {
    return clients.tagPolicies();
  }

  /** Workspaces that isolated objects are bound to. */
  public Bindings bindings() {
    return clients.bindings();
  }

  public Pipelines pipelines() {
    return clients.pipelines();
  }

  /** Users, groups and service principals. */
  public Directory directory() {
    return clients.directory();
  }

  public Sharing sharing() {
    return clients.sharing();
  }

  public Jobs jobs() {
    return clients.jobs();
  }

  public WorkspaceFiles workspaceFiles() {
    return clients.workspaceFiles();
  }

  /** Files of volumes. */
  public Files files() {
    return clients.files();
  }

  /** The cluster that the configuration names, if it does. */
  public Optional<String> clusterId() {
    return Optional.ofNullable(config.clusterId());
  }

  public SqlEngine sql() {
    return sql;
  }

  /** Global metastore id {@code cloud:region:uuid}: configured, else looked up once. */
  public synchronized String globalMetastoreId() {
    if (globalMetastoreId == null) {
      globalMetastoreId = catalogs().metastore().globalMetastoreId();
    }
    return globalMetastoreId;
  }

  /** Takes the id that a statement of this workspace happened to tell, and so saves the look-up. */
  public synchronized void learnGlobalMetastoreId(String id) {
    if (globalMetastoreId == null && id != null && !id.isBlank()) {
      globalMetastoreId = id;
    }
  }

  @Override
  public void close() {
    sql.close();
    if (clients.files() != null) {
      clients.files().close();
    }
  }
}
