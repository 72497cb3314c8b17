package io.datareplicator.databricks;

import io.datareplicator.config.Side;
import io.datareplicator.config.SideConfig;
import io.datareplicator.databricks.catalog.Catalogs;
import io.datareplicator.databricks.files.Files;
import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.jobs.Jobs;
import io.datareplicator.databricks.sharing.Sharing;
import io.datareplicator.databricks.sql.SqlEngine;
import io.datareplicator.databricks.workspacefiles.WorkspaceFiles;
import java.util.Optional;

/** One workspace with its clients. Close it to stop its threads. */
public final class Workspace implements AutoCloseable {
  private final SideConfig config;
  private final HttpPipeline http;
  private final Catalogs catalogs;
  private final Sharing sharing;
  private final Jobs jobs;
  private final WorkspaceFiles workspaceFiles;
  private final Files files;
  private final SqlEngine sql;
  private String globalMetastoreId;

  public Workspace(
      SideConfig config,
      HttpPipeline http,
      Catalogs catalogs,
      Sharing sharing,
      Jobs jobs,
      WorkspaceFiles workspaceFiles,
      SqlEngine sql) {
    this(config, http, catalogs, sharing, jobs, workspaceFiles, null, sql);
  }

  /** As above, with the files of volumes. */
  public Workspace(
      SideConfig config,
      HttpPipeline http,
      Catalogs catalogs,
      Sharing sharing,
      Jobs jobs,
      WorkspaceFiles workspaceFiles,
      Files files,
      SqlEngine sql) {
    this.config = config;
    this.http = http;
    this.catalogs = catalogs;
    this.sharing = sharing;
    this.jobs = jobs;
    this.workspaceFiles = workspaceFiles;
    this.files = files;
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
    return catalogs;
  }

  public Sharing sharing() {
    return sharing;
  }

  public Jobs jobs() {
    return jobs;
  }

  public WorkspaceFiles workspaceFiles() {
    return workspaceFiles;
  }

  /** Files of volumes. */
  public Files files() {
    return files;
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
      globalMetastoreId = catalogs.metastore().globalMetastoreId();
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
    if (files != null) {
      files.close();
    }
  }
}
