package io.datareplicator.compare.metadata;

import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.sql.Identifier;
import io.datareplicator.databricks.sql.Statement;
import io.datareplicator.databricks.sql.StatementResult;
import io.datareplicator.model.TableName;
import java.util.Map;

/** SHOW CREATE TABLE, for what nothing else tells. */
public final class ShownStatement {
  private ShownStatement() {}

  /** The statement that would make a materialized view or streaming table. */
  public static String creating(
      Workspace workspace, TableName table, Map<String, String> queryTags) {
    StatementResult shown =
        workspace
            .sql()
            .run(Statement.query("SHOW CREATE TABLE " + Identifier.quote(table), queryTags));
    if (shown.rows().isEmpty()) {
      throw new IllegalStateException(
          "SHOW CREATE TABLE of '" + table + "' was answered without a result");
    }
    return shown.value(0, "createtab_stmt");
  }
}
