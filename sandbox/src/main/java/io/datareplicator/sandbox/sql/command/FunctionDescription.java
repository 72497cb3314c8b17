package io.datareplicator.sandbox.sql.command;

import io.datareplicator.sandbox.metastore.FunctionEntry;
import io.datareplicator.sandbox.metastore.FunctionEntry.Parameter;
import io.datareplicator.sandbox.sql.SqlEngine.SqlResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What DESCRIBE FUNCTION prints: one column of labelled lines. */
final class FunctionDescription {
  private FunctionDescription() {}

  static SqlResult of(String fullName, FunctionEntry f, boolean extended) {
    boolean table = f.dataType().equals(FunctionEntry.TABLE);
    List<String> lines = new ArrayList<>();
    lines.add(line("Function", fullName));
    lines.add(line("Type", table ? "TABLE" : "SCALAR"));
    add(lines, "Input", f.parameters(), extended);
    if (table) {
      add(lines, "Returns", f.returnColumns(), extended);
    } else {
      lines.add(line("Returns", f.fullDataType()));
    }
    if (extended) {
      if (f.comment() != null) {
        lines.add(line("Comment", f.comment()));
      }
      lines.add(line("Deterministic", Boolean.toString(f.deterministic())));
      lines.add(line("Data Access", f.sqlDataAccess().replace('_', ' ')));
      lines.add(line("Owner", f.owner()));
      lines.add(line("Create Time", Results.time(f.createdAt())));
      if (!f.language().equals("SQL")) {
        lines.add(line("Language", f.language()));
      }
      lines.add(line("Body", f.definition()));
    }
    return Results.names("function_desc", lines.stream());
  }

  private static void add(
      List<String> lines, String label, List<Parameter> parameters, boolean extended) {
    if (parameters.isEmpty()) {
      lines.add(line(label, "()"));
    }
    String next = label;
    for (Parameter p : parameters) {
      StringBuilder text =
          new StringBuilder(p.name()).append(' ').append(p.typeText().toUpperCase(Locale.ROOT));
      if (extended && p.defaultValue() != null) {
        text.append(" DEFAULT ").append(p.defaultValue());
      }
      if (extended && p.comment() != null) {
        text.append(" '").append(p.comment()).append('\'');
      }
      lines.add(line(next, text.toString()));
      next = "";
    }
  }

  private static String line(String label, String value) {
    String head = label.isEmpty() ? "" : label + ":";
    return head + " ".repeat(Math.max(1, 15 - head.length())) + value;
  }
}
