package io.datareplicator.sandbox.sql.command;

import io.datareplicator.sandbox.sql.SqlEngine.ResultColumn;
import io.datareplicator.sandbox.sql.SqlEngine.SqlResult;
import io.datareplicator.sandbox.sql.schema.SqlTypes;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Results that are made here and not by Spark. */
final class Results {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Results() {}

  static SqlResult empty() {
    return new SqlResult(List.of(), List.of(), false);
  }

  static SqlResult strings(List<String> columns, List<String[]> rows) {
    List<ResultColumn> typed = new ArrayList<>();
    columns.forEach(name -> typed.add(SqlTypes.string(name)));
    return new SqlResult(typed, rows, false);
  }

  static SqlResult names(String column, Stream<String> names) {
    return strings(List.of(column), names.map(name -> new String[] {name}).toList());
  }

  static String time(long millis) {
    return TIME.format(Instant.ofEpochMilli(millis));
  }
}
