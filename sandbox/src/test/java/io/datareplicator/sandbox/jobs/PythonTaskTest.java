package io.datareplicator.sandbox.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.metastore.WorkspaceObjects;
import io.datareplicator.sandbox.testkit.Bytes;
import io.datareplicator.sandbox.testkit.Http;
import io.datareplicator.sandbox.testkit.Http.Answer;
import io.datareplicator.sandbox.testkit.SparkSandbox;
import io.datareplicator.sandbox.testkit.TestSandbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Python tasks can do with SQL, streams and volumes, with an interpreter and without. */
class PythonTaskTest {
  private static final String FILE = "/Workspace/Shared/task.py";
  @TempDir static Path data;
  private static TestSandbox box;
  private static Http http;
  private static Bytes files;

  @BeforeAll
  static void start() {
    box = SparkSandbox.start(data);
    http = box.http(box.target());
    Http source = box.http(box.source());
    sql(source, box.source().warehouseId(), "CREATE CATALOG src");
    sql(source, box.source().warehouseId(), "CREATE SCHEMA src.s");
    sql(source, box.source().warehouseId(), "CREATE VOLUME src.s.v");
    sql(source, box.source().warehouseId(), "CREATE SHARE sh");
    sql(source, box.source().warehouseId(), "ALTER SHARE sh ADD VOLUME src.s.v");
    sql(
        source,
        box.source().warehouseId(),
        "CREATE RECIPIENT r USING ID '" + box.metastore(box.target()).globalId() + "'");
    sql(source, box.source().warehouseId(), "GRANT SELECT ON SHARE sh TO RECIPIENT r");
    String provider = box.metastore(box.target()).providers().get(0).name();
    sql("CREATE CATALOG shared USING SHARE `" + provider + "`.sh");
    sql("CREATE VOLUME main.default.v");
    files = new Bytes(box, box.source());
  }

  @AfterAll
  static void stop() {
    box.close();
  }

  private static JsonNode sql(String statement) {
    return sql(http, box.target().warehouseId(), statement);
  }

  private static JsonNode sql(Http at, String warehouse, String statement) {
    Answer answer =
        at.post(
            "/api/2.0/sql/statements",
            new String(
                Json.bytes(
                    Map.of(
                        "warehouse_id", warehouse, "statement", statement, "wait_timeout", "50s")),
                StandardCharsets.UTF_8));
    assertThat(answer.json().at("/status/state").asText()).as(answer.body()).isEqualTo("SUCCEEDED");
    return answer.json();
  }

  private static void put(String name, String content) {
    assertThat(
            files
                .put("/Volumes/src/s/v/" + name, content.getBytes(StandardCharsets.UTF_8))
                .statusCode())
        .isEqualTo(204);
  }

  private record Ended(String result, String logs, String error) {}

  private static Ended run(String path, String python, String... parameters) throws Exception {
    return run(box, path, python, parameters);
  }

  private static Ended run(TestSandbox at, String path, String python, String... parameters)
      throws Exception {
    at.world
        .objects(at.target())
        .put(path, WorkspaceObjects.Kind.FILE, null, python.getBytes(StandardCharsets.UTF_8), true);
    Http api = at.http(at.target());
    Map<String, Object> task =
        Map.of(
            "task_key",
            "t",
            "environment_key",
            "e",
            "spark_python_task",
            Map.of("python_file", path, "parameters", List.of(parameters)));
    Map<String, Object> environment =
        Map.of("environment_key", "e", "spec", Map.of("environment_version", "3"));
    Map<String, Object> body = Map.of("tasks", List.of(task), "environments", List.of(environment));
    long id =
        api.post("/api/2.2/jobs/runs/submit", new String(Json.bytes(body), StandardCharsets.UTF_8))
            .json()
            .get("run_id")
            .asLong();
    JsonNode run;
    do {
      Thread.sleep(50);
      run = api.get("/api/2.2/jobs/runs/get?run_id=" + id).json();
    } while (!run.has("end_time"));
    JsonNode output =
        api.get("/api/2.2/jobs/runs/get-output?run_id=" + run.at("/tasks/0/run_id").asLong())
            .json();
    return new Ended(
        run.at("/state/result_state").asText(),
        output.path("logs").asText(),
        output.path("error").asText());
  }

  private static void assumePython() {
    assumeTrue(PythonTasks.interpreter().isPresent(), "there is no python3: this is not checked");
  }

  @Test
  void framesAreQueriesOfTheWorkspace() throws Exception {
    assumePython();
    Ended ended =
        run(
            FILE,
            """
            from pyspark.sql import SparkSession
            spark = SparkSession.builder.appName("x").getOrCreate()
            spark.sql("CREATE TABLE main.default.frames (a STRING, n BIGINT)")
            odd = "it's `\\\\ ${x} \\n ü🙂 % %s"
            frame = spark.createDataFrame([(odd, 1), (None, 2)], "a STRING, n BIGINT")
            frame.write.mode("append").saveAsTable("main.default.frames")
            frame.createOrReplaceTempView("v")
            spark.sql("INSERT INTO main.default.frames (n, a) SELECT n + 10, a FROM v")
            rows = spark.sql("SELECT a, n FROM main.default.frames WHERE n > :low ORDER BY n",
                             args={"low": 1}).collect()
            assert [r["n"] for r in rows] == [2, 11, 12], rows
            assert rows[1].a == odd and rows[0]["a"] is None, rows
            assert spark.table("main.default.frames").where("a LIKE 'it%'").count() == 2
            assert frame.selectExpr("n * 2 AS m").select("m").limit(1).first()["m"] == 2
            assert spark.createDataFrame([], "a STRING").count() == 0
            print(spark.sql("SELECT current_user() AS u").collect()[0].u)
            try:
                spark.sql("SELECT * FROM main.default.nothing").collect()
            except Exception as e:
                print(e)
            """);

    assertThat(ended.result()).as(ended.toString()).isEqualTo("SUCCESS");
    assertThat(ended.logs()).startsWith(box.target().user()).contains("TABLE_OR_VIEW_NOT_FOUND");
  }

  @Test
  void volumesAreBelowVolumes() throws Exception {
    assumePython();
    put("read/a b%20#?.txt", "content ü");
    Ended ended =
        run(
            FILE,
            """
            import errno, os, shutil
            def refused(number, work, *arguments):
                try:
                    work(*arguments)
                except OSError as e:
                    assert e.errno == number, e
                else:
                    raise AssertionError("not refused: %s %s" % (work, arguments))
            shared = "/Volumes/shared/s/v"
            own = "/Volumes/main/default/v/fs"
            assert os.listdir(shared + "/read") == ["a b%20#?.txt"]
            with open(shared + "/read/a b%20#?.txt", encoding="utf-8") as file:
                assert file.read() == "content ü"
            refused(errno.EROFS, open, shared + "/new", "wb")
            refused(errno.EROFS, os.remove, shared + "/read/a b%20#?.txt")
            refused(errno.ENOENT, os.stat, shared + "/nothing")
            refused(errno.ENOENT, open, "/Volumes/no/such/volume/x")
            refused(errno.ENOENT, open, own + "/x/y", "wb")
            os.makedirs(own + "/x/y", exist_ok=True)
            refused(errno.EEXIST, os.mkdir, own + "/x")
            with open(own + "/x/y/f", "wb") as file:
                file.write(b"12345" * 100000)
            assert os.stat(own + "/x/y/f").st_size == 500000
            assert os.path.isdir(own + "/x") and not os.path.isdir(own + "/x/y/f")
            os.replace(own + "/x/y/f", own + "/x/y/g")
            assert [d + " " + ",".join(f) for d, _, f in os.walk(own)] == [
                own + " ", own + "/x ", own + "/x/y g"]
            refused(errno.ENOTEMPTY, os.rmdir, own + "/x/y")
            refused(errno.EISDIR, open, own + "/x", "wb")
            refused(errno.EOPNOTSUPP, open, own + "/x/y/g", "ab")
            refused(errno.EXDEV, os.replace, own + "/x/y/g", "/tmp/g")
            shutil.copyfile(own + "/x/y/g", own + "/x/copy")
            os.remove(own + "/x/copy")
            os.remove(own + "/x/y/g")
            os.rmdir(own + "/x/y")
            assert os.listdir(own + "/x") == []
            print("done")
            """);

    assertThat(ended.result()).as(ended.toString()).isEqualTo("SUCCESS");
    assertThat(ended.logs()).isEqualTo("done\n");
  }

  @Test
  void autoLoaderHandsOutWhatIsNew() throws Exception {
    assumePython();
    put("stream/one", "1");
    put("stream/sub/two", "22");
    put("stream/_hidden", "h");
    String script =
        """
        import sys
        from pyspark.sql import SparkSession
        spark = SparkSession.builder.getOrCreate()
        held = []
        def stream(**options):
            reader = spark.readStream.format("cloudFiles").option("cloudFiles.format", "binaryFile")
            frame = reader.options(**options).load("/Volumes/shared/s/v/stream")
            frame = frame.select("path", "length", "modificationTime")
            def batch(rows, number):
                found = rows.selectExpr("path", "length", "unix_millis(modificationTime) AS m").collect()
                print(number, sorted(r["path"].rsplit("/", 1)[-1] + str(r["length"]) for r in found))
                held.append(number)
                if len(sys.argv) > 1:
                    raise ValueError("broken batch")
            query = (frame.writeStream.foreachBatch(batch)
                     .option("checkpointLocation", "/Volumes/main/default/v/_cp")
                     .trigger(availableNow=True).start())
            assert query.awaitTermination(60)
        stream(**{"cloudFiles.maxFilesPerTrigger": 1, "modifiedAfter": "2020-01-01 00:00:00 UTC+1"})
        """;

    Ended first = run(FILE, script);
    assertThat(first.result()).as(first.toString()).isEqualTo("SUCCESS");
    assertThat(first.logs()).isEqualTo("0 ['one1']\n1 ['two2']\n");
    assertThat(run(FILE, script).logs()).isEmpty();
    put("stream/three", "333");
    Ended broken = run(FILE, script, "fail");
    assertThat(broken.result()).isEqualTo("FAILED");
    assertThat(broken.error()).contains("STREAM_FAILED", "broken batch");
    assertThat(run(FILE, script).logs()).isEqualTo("2 ['three3']\n");
    put("stream/three", "new3");
    assertThat(run(FILE, script).logs()).isEmpty();
    Ended unknown = run(FILE, script.replace("modifiedAfter", "cloudFiles.unheardOf"));
    assertThat(unknown.error()).contains("unknown option");
  }

  @Test
  void functionsOfAStreamDoNotShareStateWithTheTask() throws Exception {
    assumePython();
    put("alone/x", "1");
    Ended ended =
        run(
            FILE,
            """
            from pyspark.sql import SparkSession
            spark = SparkSession.builder.getOrCreate()
            def go(function):
                return (spark.readStream.format("cloudFiles").option("cloudFiles.format", "binaryFile")
                    .load("/Volumes/shared/s/v/alone").select("path").writeStream.foreachBatch(function)
                    .option("checkpointLocation", "/Volumes/main/default/v/_alone")
                    .trigger(availableNow=True).start())
            def outer():
                seen = []
                go(lambda rows, number: seen.append(number)).awaitTermination()
                return seen
            print(outer())
            def session():
                inner = spark
                go(lambda rows, number: inner.sql("SELECT 1"))
            session()
            """);

    assertThat(ended.logs()).startsWith("[]\n");
    assertThat(ended.error()).contains("a SparkSession cannot be pickled");
  }

  @Test
  void withoutPythonTheCopyTaskIsDoneByTheSandboxAndNothingElse(@TempDir Path other)
      throws Exception {
    System.setProperty("sandbox.python", "none");
    TestSandbox bare;
    try {
      bare = SparkSandbox.start(other);
    } finally {
      System.clearProperty("sandbox.python");
    }
    try (bare) {
      Ended refused = run(bare, FILE, "print(1)");
      assertThat(refused.result()).isEqualTo("FAILED");
      assertThat(refused.error()).contains("no python3");

      Http at = bare.http(bare.target());
      String warehouse = bare.target().warehouseId();
      sql(at, warehouse, "CREATE VOLUME main.default.a");
      sql(at, warehouse, "CREATE VOLUME main.default.b");
      sql(
          at,
          warehouse,
          "CREATE TABLE main.default.log (run_id STRING, source_path STRING, target_path STRING,"
              + " ingestion_time TIMESTAMP, length BIGINT, file_modification_time TIMESTAMP,"
              + " status STRING, error_msg STRING, batch_id BIGINT)");
      Bytes volume = new Bytes(bare, bare.target());
      for (String name : List.of("x", "sub/it's ü %20", "_checkpoints/offsets/0")) {
        volume.put("/Volumes/main/default/a/" + name, name.getBytes(StandardCharsets.UTF_8));
      }
      volume.put("/Volumes/main/default/b/x/in the way", new byte[] {1});
      String path = "/Workspace/Shared/autoloader_copy-0123456789abcdef.py";
      String arguments =
          "{\"run_id\":\"r%s\",\"source_volume\":\"/Volumes/main/default/a\","
              + "\"target_volume\":\"/Volumes/main/default/b\",\"folder\":null,"
              + "\"log_table\":[\"main\",\"default\",\"log\"],\"max_concurrent_copies\":2,"
              + "\"timeout_seconds\":60,\"options\":{},\"delete_and_reload\":%s}";

      Ended first = run(bare, path, "AUTOLOADER_COPY_RESULT ", String.format(arguments, 1, false));
      assertThat(first.result()).isEqualTo("FAILED");
      assertThat(first.logs())
          .contains("no python3: the sandbox itself does what " + path + " would do")
          .contains("\"copied\":1,\"failed\":1");
      Ended second = run(bare, path, "AUTOLOADER_COPY_RESULT ", String.format(arguments, 2, true));
      assertThat(second.result()).as(second.toString()).isEqualTo("SUCCESS");
      assertThat(second.logs()).contains("\"copied\":2,\"failed\":0");
      Ended third = run(bare, path, "AUTOLOADER_COPY_RESULT ", String.format(arguments, 3, false));
      assertThat(third.logs()).contains("\"copied\":0,\"failed\":0");
      assertThat(volume.get("/Volumes/main/default/b/sub/it's ü %20").body())
          .isEqualTo("sub/it's ü %20".getBytes(StandardCharsets.UTF_8));
    }
  }
}
