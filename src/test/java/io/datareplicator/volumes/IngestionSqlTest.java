package io.datareplicator.volumes;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.model.TableName;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class IngestionSqlTest {
  private static final TableName TABLE = new TableName("ca-t", "s", "log");

  @Test
  void columnsAreThoseOfThePublicTool() {
    assertThat(IngestionSql.create(TABLE))
        .startsWith(
            "CREATE TABLE IF NOT EXISTS `ca-t`.`s`.`log` (run_id STRING, source_path STRING,"
                + " target_path STRING, ingestion_time TIMESTAMP, length BIGINT,"
                + " file_modification_time TIMESTAMP, status STRING, error_msg STRING,"
                + " batch_id BIGINT)");
  }

  @Test
  void rowsAreLiteralsAndKeyed() {
    String sql =
        IngestionSql.merge(
            TABLE,
            "r'1",
            7,
            List.of(
                new IngestionRow(
                    "/Volumes/a/b/c/it's \\ ${x}",
                    "/Volumes/t/b/c/it's \\ ${x}",
                    Instant.parse("2026-01-02T03:04:05.678Z"),
                    12,
                    1_700_000_000_123L,
                    null),
                new IngestionRow(
                    "/s", "/t", Instant.EPOCH, 0, 0, "refused Bearer abcdefgh12345678")));
    assertThat(sql)
        .contains(
            "('r\\'1', '/Volumes/a/b/c/it\\'s \\\\ $\\{x}', '/Volumes/t/b/c/it\\'s \\\\ $\\{x}',"
                + " TIMESTAMP'2026-01-02T03:04:05.678Z', 12L,"
                + " TIMESTAMP'2023-11-14T22:13:20.123Z', 'success', NULL, 7L)")
        .contains("'failed', 'refused Bearer [redacted]', 7L)")
        .contains(
            "ON t.run_id = 'r\\'1' AND t.batch_id = 7 AND t.source_path = s.source_path"
                + " AND t.target_path = s.target_path WHEN NOT MATCHED THEN INSERT (run_id,");
  }

  @Test
  void pageAsksForOneVolumeAlone() {
    assertThat(IngestionSql.copied(TABLE, "/Volumes/x/s/v", "/Volumes/t/s/v", "r", "ab", 100))
        .contains("target_path >= '/Volumes/t/s/v/' AND target_path < '/Volumes/t/s/v0'")
        .contains("startswith(source_path, '/Volumes/x/s/v/') AND run_id = 'r'")
        .contains("substr(sha2(target_path, 256), 1, 32) > 'ab' GROUP BY 1")
        .endsWith("ORDER BY h LIMIT 100");
  }
}
