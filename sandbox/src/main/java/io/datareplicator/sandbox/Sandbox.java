package io.datareplicator.sandbox;

import io.datareplicator.sandbox.api.BindingApi;
import io.datareplicator.sandbox.api.CatalogApi;
import io.datareplicator.sandbox.api.ClusterApi;
import io.datareplicator.sandbox.api.ConnectionApi;
import io.datareplicator.sandbox.api.ConstraintApi;
import io.datareplicator.sandbox.api.EntityTagApi;
import io.datareplicator.sandbox.api.FilesApi;
import io.datareplicator.sandbox.api.FunctionApi;
import io.datareplicator.sandbox.api.GrantPaging;
import io.datareplicator.sandbox.api.JobsApi;
import io.datareplicator.sandbox.api.MetastoreApi;
import io.datareplicator.sandbox.api.ModelApi;
import io.datareplicator.sandbox.api.OidcApi;
import io.datareplicator.sandbox.api.Paging;
import io.datareplicator.sandbox.api.PermissionApi;
import io.datareplicator.sandbox.api.PipelineApi;
import io.datareplicator.sandbox.api.ScimApi;
import io.datareplicator.sandbox.api.SecretApi;
import io.datareplicator.sandbox.api.SharingApi;
import io.datareplicator.sandbox.api.StatementApi;
import io.datareplicator.sandbox.api.StorageApi;
import io.datareplicator.sandbox.api.TableApi;
import io.datareplicator.sandbox.api.TagPolicyApi;
import io.datareplicator.sandbox.api.TaskApi;
import io.datareplicator.sandbox.api.UploadApi;
import io.datareplicator.sandbox.api.VolumeApi;
import io.datareplicator.sandbox.api.WarehouseApi;
import io.datareplicator.sandbox.api.WorkspaceApi;
import io.datareplicator.sandbox.cluster.Clusters;
import io.datareplicator.sandbox.control.BulkControl;
import io.datareplicator.sandbox.control.ControlApi;
import io.datareplicator.sandbox.control.FaultRules;
import io.datareplicator.sandbox.control.FilesControl;
import io.datareplicator.sandbox.control.PrincipalControl;
import io.datareplicator.sandbox.control.RequestLog;
import io.datareplicator.sandbox.control.TableControl;
import io.datareplicator.sandbox.files.FilesSettings;
import io.datareplicator.sandbox.files.VolumeAccess;
import io.datareplicator.sandbox.files.VolumeDirectories;
import io.datareplicator.sandbox.http.Authenticator;
import io.datareplicator.sandbox.http.Router;
import io.datareplicator.sandbox.http.StatementTexts;
import io.datareplicator.sandbox.http.WorkspaceServer;
import io.datareplicator.sandbox.jobs.CopyTask;
import io.datareplicator.sandbox.jobs.PythonTasks;
import io.datareplicator.sandbox.jobs.Runs;
import io.datareplicator.sandbox.jobs.TaskRunner;
import io.datareplicator.sandbox.jobs.TaskSession;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.Workspace;
import io.datareplicator.sandbox.metastore.WorkspaceObjects;
import io.datareplicator.sandbox.metastore.World;
import io.datareplicator.sandbox.sql.Datasets;
import io.datareplicator.sandbox.sql.SqlEngine;
import io.datareplicator.sandbox.statement.StatementService;
import io.datareplicator.sandbox.statement.Warehouses;
import io.datareplicator.sandbox.thrift.ThriftApi;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Both workspaces of a {@link World} on their ports. */
public final class Sandbox implements AutoCloseable {
  private final Map<String, WorkspaceServer> servers = new LinkedHashMap<>();
  private final Deque<AutoCloseable> resources = new ArrayDeque<>();

  private Sandbox() {}

  /**
   * Starts answering requests.
   *
   * @param ports role → port; 0 = any free one
   * @param engines engine of each workspace; closed with the sandbox
   * @throws java.io.UncheckedIOException when a port cannot be bound; nothing stays open then
   */
  public static Sandbox start(
      World world,
      Map<String, Integer> ports,
      Function<Workspace, SqlEngine> engines,
      Settings settings) {
    Sandbox sandbox = new Sandbox();
    // One for both workspaces: a bucket is one bucket, and what it holds is tidied up only once.
    VolumeDirectories directories = new VolumeDirectories(world.storage());
    try {
      for (Workspace workspace : world.workspaces()) {
        sandbox.serve(
            world, directories, workspace, ports.get(workspace.role()), engines, settings);
      }
      return sandbox;
    } catch (RuntimeException e) {
      sandbox.close();
      throw e;
    }
  }

  private void serve(
      World world,
      VolumeDirectories directories,
      Workspace workspace,
      int port,
      Function<Workspace, SqlEngine> engines,
      Settings settings) {
    RequestLog log = new RequestLog();
    FaultRules faults = new FaultRules();
    Authenticator authenticator = new Authenticator(workspace, settings.tokenSeconds());
    // The port comes first: that it is taken should be known before an engine has been started for
    // it.
    WorkspaceServer server = new WorkspaceServer(port, workspace, authenticator, log, faults);
    servers.put(workspace.role(), server);
    SqlEngine engine = engines.apply(workspace);
    resources.push(engine);
    Warehouses warehouses = new Warehouses(world.warehouses(workspace), settings);
    resources.push(warehouses);
    Clusters clusters = new Clusters(workspace, settings);
    resources.push(clusters);
    Metastore metastore = world.metastore(workspace);
    Paging paging = new Paging(settings);
    Router router = server.router();
    new ControlApi(log, faults, clusters).register(router);
    new OidcApi(workspace, metastore, authenticator, server.baseUrl()).register(router);
    new PrincipalControl(world.principals(workspace)).register(router);
    new ScimApi(world.principals(workspace)).register(router);
    new SecretApi(world.secrets(workspace)).register(router);
    new MetastoreApi(workspace, metastore).register(router);
    new CatalogApi(metastore, paging).register(router);
    new TableApi(metastore, engine, paging).register(router);
    new VolumeApi(metastore, paging).register(router);
    new SharingApi(metastore, paging).register(router);
    new PermissionApi(metastore, new GrantPaging(settings, new SecureRandom()::nextLong))
        .register(router);
    new FunctionApi(metastore, paging).register(router);
    new TagPolicyApi(metastore.tagPolicies(), paging).register(router);
    new BindingApi(metastore, paging).register(router);
    new ConstraintApi(metastore, engine).register(router);
    new ModelApi(metastore, paging).register(router);
    new ConnectionApi(metastore, paging).register(router);
    new EntityTagApi(metastore, engine, paging).register(router);
    VolumeAccess access = new VolumeAccess(metastore, directories);
    FilesSettings files = new FilesSettings(metastore.cloud());
    new FilesApi(access, files, paging).register(router);
    new UploadApi(access, files, authenticator, server.baseUrl()).register(router);
    new FilesControl(access, files).register(router);
    new StorageApi(metastore, paging).register(router);
    Datasets datasets = new Datasets(metastore, engine);
    new PipelineApi(metastore, datasets).register(router);
    new TableControl(workspace, metastore, datasets).register(router);
    new BulkControl(workspace, metastore).register(router);
    new WarehouseApi(warehouses, paging, server.baseUrl()).register(router);
    new ClusterApi(clusters, paging).register(router);
    WorkspaceObjects objects = world.objects(workspace);
    new WorkspaceApi(objects).register(router);
    TaskSession.All sessions = new TaskSession.All();
    new TaskApi(sessions, engine, access).register(router);
    TaskRunner tasks =
        new PythonTasks(
            objects,
            sessions,
            server.baseUrl(),
            PythonTasks.interpreter(),
            new CopyTask(objects, engine, access));
    Runs runs = new Runs(clusters, tasks, settings.startMillis());
    resources.push(runs);
    new JobsApi(workspace, runs, clusters, paging, server.baseUrl()).register(router);
    StatementApi statements =
        new StatementApi(
            new StatementService(engine, log, settings),
            warehouses,
            authenticator,
            server.baseUrl(),
            settings);
    statements.register(router);
    // Statements of clusters cannot be asked for by way of a warehouse's API.
    ThriftApi thrift =
        new ThriftApi(
            workspace,
            clusters,
            new StatementService(engine, log, settings),
            authenticator,
            settings);
    resources.push(thrift);
    thrift.register(router);
    server.start(StatementTexts.anyOf(statements, thrift));
  }

  /** {@code http://127.0.0.1:PORT} of a workspace. */
  public String baseUrl(String role) {
    return servers.get(role).baseUrl();
  }

  /** Stops serving, interrupts statements and closes the engines. */
  @Override
  public void close() {
    // Ports first, so that nobody sees statements fail only because the sandbox stops.
    servers.values().forEach(WorkspaceServer::close);
    IllegalStateException failure = null;
    while (!resources.isEmpty()) {
      try {
        resources.pop().close();
      } catch (Exception e) {
        if (failure == null) {
          failure = new IllegalStateException("Cannot stop the sandbox cleanly");
        }
        failure.addSuppressed(e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
