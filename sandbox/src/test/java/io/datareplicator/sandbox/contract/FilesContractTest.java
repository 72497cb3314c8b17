package io.datareplicator.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.databricks.sdk.WorkspaceClient;
import com.databricks.sdk.core.DatabricksConfig;
import com.databricks.sdk.core.error.platform.BadRequest;
import com.databricks.sdk.core.error.platform.NotFound;
import com.databricks.sdk.core.error.platform.PermissionDenied;
import com.databricks.sdk.core.error.platform.ResourceConflict;
import com.databricks.sdk.service.catalog.CreateVolumeRequestContent;
import com.databricks.sdk.service.catalog.ListVolumesRequest;
import com.databricks.sdk.service.catalog.UpdateVolumeRequestContent;
import com.databricks.sdk.service.catalog.VolumeInfo;
import com.databricks.sdk.service.catalog.VolumeType;
import com.databricks.sdk.service.files.CreateDirectoryRequest;
import com.databricks.sdk.service.files.DirectoryEntry;
import com.databricks.sdk.service.files.DownloadResponse;
import com.databricks.sdk.service.files.ListDirectoryContentsRequest;
import com.databricks.sdk.service.files.UploadRequest;
import com.databricks.sdk.service.sharing.SharedDataObject;
import com.databricks.sdk.service.sharing.SharedDataObjectDataObjectType;
import com.databricks.sdk.service.sharing.SharedDataObjectUpdate;
import com.databricks.sdk.service.sharing.SharedDataObjectUpdateAction;
import com.databricks.sdk.service.sharing.UpdateShare;
import io.datareplicator.sandbox.Settings;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.Metastore.PermissionChange;
import io.datareplicator.sandbox.metastore.Workspace;
import io.datareplicator.sandbox.testkit.TestSandbox;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * databricks-sdk-java, unmodified, against volumes and the Files API; pages are tiny on purpose.
 */
class FilesContractTest {
  private static final Settings SMALL_PAGES =
      new Settings(2, 100, 60_000, 4_000, 64L << 20, 60_000, 3_600, 2, true, true);
  @TempDir static Path data;
  private static TestSandbox box;
  private static WorkspaceClient source;
  private static WorkspaceClient target;

  @BeforeAll
  static void start() {
    box = TestSandbox.scripted(data, SMALL_PAGES);
    source = client(box.source());
    target = client(box.target());
    create("files");
    box.anonymous(box.source()).patch("/sandbox/files/settings", "{\"list_page_size\":2}");
  }

  @AfterAll
  static void stop() {
    box.close();
  }

  private static WorkspaceClient client(Workspace workspace) {
    return new WorkspaceClient(
        new DatabricksConfig()
            .setHost(box.url(workspace))
            .setToken(workspace.token())
            .setAuthType("pat"));
  }

  private static VolumeInfo create(String name) {
    return source
        .volumes()
        .create(
            new CreateVolumeRequestContent()
                .setCatalogName("main")
                .setSchemaName("default")
                .setName(name)
                .setVolumeType(VolumeType.MANAGED)
                .setComment("c"));
  }

  private static <T> List<T> list(Iterable<T> iterable) {
    List<T> all = new ArrayList<>();
    iterable.forEach(all::add);
    return all;
  }

  @Test
  void volumesLiveAndDie() {
    VolumeInfo created = create("Life");
    assertThat(created.getFullName()).isEqualTo("main.default.life");
    assertThat(created.getVolumeType()).isEqualTo(VolumeType.MANAGED);
    assertThatThrownBy(() -> create("life"))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("Volume 'main.default.life' already exists");
    VolumeInfo updated =
        source
            .volumes()
            .update(
                new UpdateVolumeRequestContent()
                    .setName("main.default.life")
                    .setNewName("lives")
                    .setComment("new"));
    assertThat(updated.getFullName()).isEqualTo("main.default.lives");
    assertThat(source.volumes().read("main.default.lives").getComment()).isEqualTo("new");
    source.volumes().delete("main.default.lives");
    assertThatThrownBy(() -> source.volumes().read("main.default.lives"))
        .isInstanceOf(NotFound.class)
        .hasMessageContaining("Volume 'main.default.lives' does not exist.");
  }

  @Test
  void volumesAreListed() {
    create("v1");
    create("v2");
    var request =
        new ListVolumesRequest().setCatalogName("main").setSchemaName("default").setMaxResults(1L);
    assertThat(list(source.volumes().list(request)).stream().map(VolumeInfo::getName))
        .contains("files", "v1", "v2");
  }

  @Test
  void filesLiveAndDie() throws Exception {
    byte[] content = new byte[3_000_000];
    new Random(1).nextBytes(content);
    String path = "/Volumes/main/default/files/a b/it's \u00fc%20#?.bin";
    source
        .files()
        .upload(
            new UploadRequest().setFilePath(path).setContents(new ByteArrayInputStream(content)));
    assertThat(source.files().getMetadata(path).getContentLength()).isEqualTo(content.length);
    DownloadResponse download = source.files().download(path);
    assertThat(download.getContentType()).isEqualTo("application/octet-stream");
    assertThat(download.getLastModified()).endsWith("GMT");
    try (var in = download.getContents()) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
    source.files().delete(path);
    assertThatThrownBy(() -> source.files().download(path)).isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> source.files().getMetadata(path)).isInstanceOf(NotFound.class);
  }

  /** The SDK undoes its own escapes as soon as there is a query, hence the plain name. */
  @Test
  void anExistingFileIsAConflict() {
    var request =
        new UploadRequest().setFilePath("/Volumes/main/default/files/once").setOverwrite(false);
    source.files().upload(request.setContents(new ByteArrayInputStream(new byte[1])));
    assertThatThrownBy(
            () -> source.files().upload(request.setContents(new ByteArrayInputStream(new byte[2]))))
        .isInstanceOf(ResourceConflict.class)
        .hasMessageContaining("already exists");
  }

  @Test
  void directoriesAreListedPageByPage() {
    String root = "/Volumes/main/default/files/list";
    source.files().createDirectory(new CreateDirectoryRequest().setDirectoryPath(root + "/sub"));
    for (String name : List.of("1", "2", "3", "\u65e5\u672c")) {
      source
          .files()
          .upload(
              new UploadRequest()
                  .setFilePath(root + "/" + name)
                  .setContents(new ByteArrayInputStream(new byte[7])));
    }
    var request = new ListDirectoryContentsRequest().setDirectoryPath(root);
    List<DirectoryEntry> entries = list(source.files().listDirectoryContents(request));
    assertThat(entries.stream().map(DirectoryEntry::getName))
        .containsExactly("1", "2", "3", "sub", "\u65e5\u672c");
    assertThat(entries.get(0).getFileSize()).isEqualTo(7);
    assertThat(entries.get(0).getIsDirectory()).isFalse();
    assertThat(entries.get(0).getPath()).isEqualTo(root + "/1");
    assertThat(entries.get(3).getIsDirectory()).isTrue();
    assertThat(entries.get(3).getPath()).isEqualTo(root + "/sub/");
    source.files().getDirectoryMetadata(root + "/sub");
    assertThatThrownBy(() -> source.files().deleteDirectory(root))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("not empty");
    source.files().deleteDirectory(root + "/sub");
    assertThatThrownBy(() -> source.files().getDirectoryMetadata(root + "/sub"))
        .isInstanceOf(NotFound.class);
  }

  @Test
  void aSharedVolumeIsReadOnly() throws Exception {
    create("shared");
    String path = "/Volumes/main/default/shared/x";
    source
        .files()
        .upload(
            new UploadRequest()
                .setFilePath(path)
                .setContents(new ByteArrayInputStream(new byte[5])));
    Metastore metastore = box.metastore(box.source());
    metastore.createShare("s", null, "me");
    source
        .shares()
        .update(
            new UpdateShare()
                .setName("s")
                .setUpdates(
                    List.of(
                        new SharedDataObjectUpdate()
                            .setAction(SharedDataObjectUpdateAction.ADD)
                            .setDataObject(
                                new SharedDataObject()
                                    .setName("main.default.shared")
                                    .setStringSharedAs("other.name")
                                    .setDataObjectType(SharedDataObjectDataObjectType.VOLUME)))));
    metastore.createRecipient(
        "r", "DATABRICKS", box.metastore(box.target()).globalId(), null, "me");
    metastore.updateSharePermissions(
        "s", List.of(new PermissionChange("r", List.of("SELECT"), null)));
    String provider = box.metastore(box.target()).providers().get(0).name();
    box.metastore(box.target()).createSharedCatalog("mirror", provider, "s", null, "me");
    assertThat(target.volumes().read("mirror.other.name").getVolumeType())
        .isEqualTo(VolumeType.MANAGED);
    String shared = "/Volumes/mirror/other/name/x";
    try (var in = target.files().download(shared).getContents()) {
      assertThat(in.readAllBytes()).hasSize(5);
    }
    assertThatThrownBy(() -> target.files().delete(shared)).isInstanceOf(PermissionDenied.class);
  }
}
