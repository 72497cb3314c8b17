package io.datareplicator.volumes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.datareplicator.config.VolumeSettings;
import io.datareplicator.model.TableName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The one argument of the Python task: a JSON object, described in {@code autoloader_copy.py}. */
final class AutoloaderCopyArguments {
  /** What the Jobs service takes as the parameters of a task, in characters of their JSON. */
  private static final int MAX_LENGTH = 10_000;

  /** Parameters must be ASCII. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  /** The service replaces {{…}} in parameters; JSON itself never has two such braces in a row. */
  private static final Pattern SECOND_BRACE = Pattern.compile("(?<=\\{)\\{");

  private AutoloaderCopyArguments() {}

  static String json(AutoloaderCopy.Request request) {
    VolumeSettings settings = request.settings();
    TableName log = request.ingestionLog();
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("run_id", request.runId());
    arguments.put("source_volume", request.sourceVolumePath());
    arguments.put("target_volume", request.targetVolumePath());
    arguments.put("folder", settings.folderPath());
    arguments.put("log_table", List.of(log.catalog(), log.schema(), log.table()));
    arguments.put("max_concurrent_copies", settings.maxConcurrentCopies());
    arguments.put("timeout_seconds", settings.streamingTimeoutSeconds());
    arguments.put("options", settings.autoloaderOptions());
    arguments.put("delete_and_reload", settings.deleteAndReload());
    arguments.put("delete_checkpoint", settings.deleteCheckpoint());
    try {
      String json =
          SECOND_BRACE.matcher(MAPPER.writeValueAsString(arguments)).replaceAll("\\\\u007b");
      int sent = MAPPER.writeValueAsString(List.of(json)).length();
      if (sent > MAX_LENGTH) {
        throw new AutoloaderCopyException(
            "the settings of "
                + request.targetVolumePath()
                + " are too long for a job ("
                + sent
                + " characters, at most "
                + MAX_LENGTH
                + "): shorten autoloader_options, or use copy_engine: files_api",
            0,
            null,
            null,
            null);
      }
      return json;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the settings cannot be written as JSON", e);
    }
  }
}
