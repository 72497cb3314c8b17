package io.datareplicator.sandbox.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.databricks.sdk.WorkspaceClient;
import com.databricks.sdk.core.DatabricksConfig;
import com.databricks.sdk.core.error.platform.ResourceAlreadyExists;
import com.databricks.sdk.core.error.platform.ResourceDoesNotExist;
import com.databricks.sdk.service.workspace.Delete;
import com.databricks.sdk.service.workspace.ExportFormat;
import com.databricks.sdk.service.workspace.ExportRequest;
import com.databricks.sdk.service.workspace.Import;
import com.databricks.sdk.service.workspace.ImportFormat;
import com.databricks.sdk.service.workspace.Language;
import com.databricks.sdk.service.workspace.ListWorkspaceRequest;
import com.databricks.sdk.service.workspace.ObjectInfo;
import com.databricks.sdk.service.workspace.ObjectType;
import io.datareplicator.sandbox.testkit.Http;
import io.datareplicator.sandbox.testkit.Http.Answer;
import io.datareplicator.sandbox.testkit.TestSandbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and notebooks of the workspace, by the unmodified SDK and by hand. */
class WorkspaceApiTest {
  @TempDir Path data;
  private TestSandbox box;
  private WorkspaceClient sdk;
  private String home;

  @BeforeEach
  void start() {
    box = TestSandbox.scripted(data, TestSandbox.SETTINGS);
    sdk =
        new WorkspaceClient(
            new DatabricksConfig()
                .setHost(box.url(box.source()))
                .setToken(box.source().token())
                .setAuthType("pat"));
    home = "/Workspace/Users/" + box.source().user();
  }

  @AfterEach
  void stop() {
    box.close();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private void put(String path, ImportFormat format, String text, boolean overwrite) {
    sdk.workspace()
        .importContent(
            new Import()
                .setPath(path)
                .setFormat(format)
                .setContent(base64(text))
                .setOverwrite(overwrite));
  }

  private ObjectInfo status(String path) {
    return sdk.workspace().getStatus(path);
  }

  @Test
  void filesAreWrittenReadListedAndRemoved() {
    String path = home + "/a b/ü.py";
    assertThatThrownBy(() -> put(path, ImportFormat.RAW, "x", false))
        .isInstanceOf(ResourceDoesNotExist.class)
        .hasMessageContaining("parent folder");
    sdk.workspace().mkdirs(home + "/a b");
    sdk.workspace().mkdirs(home + "/a b");
    put(path, ImportFormat.RAW, "print('ü')", false);

    assertThat(status(path).getObjectType()).isEqualTo(ObjectType.FILE);
    assertThat(status(path).getSize()).isEqualTo(11);
    assertThat(status(home + "/a b").getObjectType()).isEqualTo(ObjectType.DIRECTORY);
    assertThat(status(path.substring("/Workspace".length())).getObjectId())
        .isEqualTo(status(path).getObjectId());
    assertThat(
            sdk.workspace()
                .export(new ExportRequest().setPath(path).setFormat(ExportFormat.RAW))
                .getContent())
        .isEqualTo(base64("print('ü')"));
    List<String> names = new ArrayList<>();
    sdk.workspace()
        .list(new ListWorkspaceRequest().setPath(home))
        .forEach(o -> names.add(o.getPath()));
    assertThat(names).containsExactly("/Users/" + box.source().user() + "/a b");
    assertThatThrownBy(() -> sdk.workspace().delete(new Delete().setPath(home + "/a b")))
        .hasMessageContaining("not empty");
    sdk.workspace().delete(new Delete().setPath(home + "/a b").setRecursive(true));
    assertThatThrownBy(() -> status(path)).isInstanceOf(ResourceDoesNotExist.class);
  }

  @Test
  void whatIsThereIsReplacedOnlyOnDemandAndByItsOwnKind() {
    String path = home + "/x.py";
    put(path, ImportFormat.RAW, "1", false);

    assertThatThrownBy(() -> put(path, ImportFormat.RAW, "2", false))
        .isInstanceOf(ResourceAlreadyExists.class);
    put(path, ImportFormat.RAW, "2", true);
    assertThatThrownBy(
            () ->
                sdk.workspace()
                    .importContent(
                        new Import()
                            .setPath(path)
                            .setFormat(ImportFormat.SOURCE)
                            .setLanguage(Language.PYTHON)
                            .setOverwrite(true)
                            .setContent(base64("3"))))
        .hasMessageContaining("Requested node type [NOTEBOOK]");
    assertThatThrownBy(() -> sdk.workspace().mkdirs(path + "/below"))
        .isInstanceOf(ResourceAlreadyExists.class);
    assertThat(status(path).getSize()).isEqualTo(1);
  }

  @Test
  void formatsDecideBetweenFilesAndNotebooks() {
    put(home + "/n.py", ImportFormat.AUTO, "# Databricks notebook source\nprint(1)", false);
    put(home + "/f.py", ImportFormat.AUTO, "print(1)", false);
    put(home + "/s.sql", ImportFormat.SOURCE, "SELECT 1", false);

    assertThat(status(home + "/n").getObjectType()).isEqualTo(ObjectType.NOTEBOOK);
    assertThat(status(home + "/n").getLanguage()).isEqualTo(Language.PYTHON);
    assertThat(status(home + "/f.py").getObjectType()).isEqualTo(ObjectType.FILE);
    assertThat(status(home + "/s.sql").getLanguage()).isEqualTo(Language.SQL);
    assertThatThrownBy(() -> put(home + "/none", ImportFormat.SOURCE, "x", false))
        .hasMessageContaining("language");
  }

  @Test
  void refusals() {
    Http http = box.http(box.source());
    String root = "/api/2.0/workspace/";
    Answer missing = http.get(root + "get-status?path=/Users/nobody");
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.errorCode()).isEqualTo("RESOURCE_DOES_NOT_EXIST");
    assertThat(http.post(root + "mkdirs", "{\"path\":\"/Users/nobody@x/y\"}").status())
        .isEqualTo(403);
    assertThat(http.post(root + "mkdirs", "{\"path\":\"no/slash\"}").status()).isEqualTo(400);
    assertThat(http.post(root + "mkdirs", "{\"path\":\"/Shared/../Users\"}").status())
        .isEqualTo(400);
    assertThat(http.post(root + "mkdirs", "{}").status()).isEqualTo(400);
    assertThat(
            http.post(
                    root + "import",
                    "{\"path\":\"/Shared/x\",\"format\":\"RAW\",\"content\":\"%%%\"}")
                .json()
                .get("message")
                .asText())
        .contains("Base64");
    String huge = Base64.getEncoder().encodeToString(new byte[(10 << 20) + 1]);
    assertThat(
            http.post(
                    root + "import",
                    "{\"path\":\"/Shared/x\",\"format\":\"RAW\",\"content\":\"" + huge + "\"}")
                .errorCode())
        .isEqualTo("MAX_NOTEBOOK_SIZE_EXCEEDED");
    assertThat(http.post(root + "import", "{\"path\":\"/Shared/x\",\"format\":\"NEW\"}").status())
        .isEqualTo(400);
    assertThat(http.post(root + "delete", "{\"path\":\"/Shared\",\"recursive\":true}").errorCode())
        .isEqualTo("DIRECTORY_PROTECTED");
    assertThat(http.get(root + "list?path=/Shared").body()).isEqualTo("{}");
  }

  @Test
  void theyOutliveTheProcess() {
    put(home + "/x.py", ImportFormat.RAW, "print(1)", false);
    long id = status(home + "/x.py").getObjectId();
    box.close();
    box = TestSandbox.scripted(data, TestSandbox.SETTINGS);
    Answer answer =
        box.http(box.source())
            .get("/api/2.0/workspace/get-status?path=" + (home + "/x.py").replace("@", "%40"));
    assertThat(answer.json().get("object_id").asLong()).isEqualTo(id);
  }
}
