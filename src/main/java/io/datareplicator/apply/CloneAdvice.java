package io.datareplicator.apply;

import io.datareplicator.databricks.sql.StatementFailure;
import java.util.List;
import java.util.Locale;

/**
 * What to do about the refusals of DEEP CLONE that are known (anchors-reliability.md C.3, C.4). The
 * platform's own words stay; the advice follows them.
 */
final class CloneAdvice {
  private record Rule(String sign, String advice) {}

  /** More specific signs first; a sign is an error class or a part of the message. */
  private static final List<Rule> RULES =
      List.of(
          new Rule(
              "DELTA_UNSUPPORTED_COLUMN_MAPPING_MODE_CHANGE",
              "column mapping was switched on or off at the source after the first clone: rename"
                  + " the target table and run again, it is then cloned anew"),
          new Rule(
              "DELTA_CLONE_WITH_ROW_TRACKING_WITHOUT_STATS",
              "row tracking needs statistics: run ANALYZE TABLE … COMPUTE DELTA STATISTICS at the"
                  + " source"),
          new Rule(
              "DELTA_CLONE_INCOMPATIBLE_SOURCE",
              "this table cannot be cloned as it is (partition evolution or indexes); leave it out"
                  + " with exclude_tables"),
          new Rule(
              "DELTA_CLONE_UNSUPPORTED_SOURCE",
              "only Delta tables can be cloned: leave it out with exclude_tables, or share the"
                  + " table behind it with history"),
          new Rule(
              "DELTA_DEEP_CLONE_MV_ST_ERROR",
              "streaming tables are cloned through their backing tables: run the backup operation"
                  + " for them with table_types: [streaming_table]"),
          new Rule(
              "MATERIALIZED_VIEW_OPERATION_NOT_ALLOWED",
              "materialized views cannot be cloned: replicate their definition with"
                  + " uc_object_types and refresh them on the target"),
          new Rule(
              "UNSUPPORTED_FEATURES_FOR_READ",
              "the target's compute is too old for this table: use a warehouse of the current or"
                  + " preview channel, or a cluster with a newer runtime"),
          new Rule(
              "UNSUPPORTED_FEATURES_FOR_WRITE",
              "the target's compute is too old for this table: use a warehouse of the current or"
                  + " preview channel, or a cluster with a newer runtime"),
          new Rule(
              "ROW LEVEL SECURITY OR COLUMN MASKS",
              "Delta Sharing refuses tables with row filters or column masks: drop them at the"
                  + " source while it is replicated, or leave the table out with exclude_tables"),
          new Rule(
              "DELTA_FILE_NOT_FOUND",
              "files of the source vanished while they were copied (VACUUM?): run again, and keep"
                  + " delta.deletedFileRetentionDuration longer than a clone takes"),
          new Rule(
              "NO_PARENT_EXTERNAL_LOCATION_FOR_PATH",
              "create an external location on the target that covers this place, and grant CREATE"
                  + " EXTERNAL TABLE and WRITE FILES on it"),
          new Rule(
              "EXTERNAL LOCATION",
              "check that an external location on the target covers this place, and that the"
                  + " credential has CREATE EXTERNAL TABLE and WRITE FILES on it"),
          new Rule(
              "LOCATION_OVERLAP",
              "another table or volume of the target lies at or above this place: change"
                  + " cloud_url_mapping"),
          new Rule(
              "DELTA_CREATE_EXTERNAL_TABLE_WITHOUT_SCHEMA",
              "there is no Delta table at this place: copy the files there first, or set"
                  + " copy_files: true"),
          new Rule(
              "DELTA_CREATE_TABLE_WITH_NON_EMPTY_LOCATION",
              "something that is no Delta table lies at this place: empty it or change"
                  + " cloud_url_mapping"),
          new Rule(
              "DELTA_CONCURRENT_", "something else writes to the target table: stop that writer"),
          new Rule(
              "PARENT TABLE WITH ID",
              "the commit was looked for on the target and is not there; check that the pipeline of"
                  + " the target still exists and that the credential owns it"));

  private CloneAdvice() {}

  /** The same failure with advice in its message; any other failure as it is. */
  static Throwable explain(Throwable failure) {
    if (!(failure instanceof StatementFailure statement)
        || statement.kind() != StatementFailure.Kind.FAILED) {
      return failure;
    }
    String message = String.valueOf(statement.getMessage());
    String upper = message.toUpperCase(Locale.ROOT);
    for (Rule rule : RULES) {
      if (upper.contains(rule.sign())) {
        StatementFailure explained =
            new StatementFailure(
                statement.kind(),
                statement.statementId().orElse(null),
                statement.errorCode(),
                statement.sqlState(),
                message + " — What to do: " + rule.advice());
        explained.initCause(statement);
        return explained;
      }
    }
    return failure;
  }
}
