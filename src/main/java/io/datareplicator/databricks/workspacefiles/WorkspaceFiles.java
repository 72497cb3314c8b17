package io.datareplicator.databricks.workspacefiles;

import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.identity.Identity;
import io.datareplicator.databricks.workspacefiles.WorkspaceFilesApi.ImportFile;
import io.datareplicator.databricks.workspacefiles.WorkspaceFilesApi.MakeDirectories;
import io.datareplicator.databricks.workspacefiles.WorkspaceFilesApi.ObjectStatus;
import java.util.Base64;
import java.util.Optional;

/** The tree of files and notebooks of one workspace. */
public final class WorkspaceFiles {
  private static final String FILE = "FILE";

  private final WorkspaceFilesApi api;
  private final Identity identity;
  private final HttpPipeline http;

  public WorkspaceFiles(WorkspaceFilesApi api, Identity identity, HttpPipeline http) {
    this.api = api;
    this.identity = identity;
    this.http = http;
  }

  /** Home folder of the caller; that of a service principal has its application id. */
  public String home() {
    String user = identity.me().userName();
    if (user == null || user.isBlank()) {
      throw new ApiException(
          0, "", "the workspace does not say who the caller is (SCIM Me)", null, null, null);
    }
    return "/Workspace/Users/" + user;
  }

  public Optional<ObjectStatus> find(String path) {
    return http.find("GET workspace object", () -> api.status(path));
  }

  /** Whether there is a file, and not a notebook or folder, under this path. */
  public boolean isFile(String path) {
    return find(path).filter(o -> FILE.equals(o.objectType())).isPresent();
  }

  /**
   * Writes a file, with the folders above it; one of that name is replaced.
   *
   * @throws ApiException also when what is there afterwards is no file
   */
  public void upload(String path, byte[] content) {
    String folder = path.substring(0, path.lastIndexOf('/'));
    http.change("POST workspace mkdirs", () -> api.mkdirs(new MakeDirectories(folder)));
    ImportFile file =
        new ImportFile(path, "RAW", Base64.getEncoder().encodeToString(content), true);
    http.change("POST workspace import", () -> api.importFile(file));
    if (!isFile(path)) {
      throw new ApiException(
          0,
          "",
          "after its upload there is no file " + path + " in the workspace",
          null,
          null,
          null);
    }
  }
}
