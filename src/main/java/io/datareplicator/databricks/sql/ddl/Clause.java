package io.datareplicator.databricks.sql.ddl;

import io.datareplicator.databricks.sql.Identifier;
import io.datareplicator.databricks.sql.Literal;
import io.datareplicator.model.uc.UcName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Pieces that several statements share. */
final class Clause {
  private Clause() {}

  static String name(UcName name) {
    return path(name.parts());
  }

  /** Names divided by dots, each in backticks. */
  static String path(List<String> parts) {
    return parts.stream().map(Identifier::quote).collect(Collectors.joining("."));
  }

  /** {@code (`a`, `b`)}. */
  static String names(Collection<String> names) {
    return names.stream().map(Identifier::quote).collect(Collectors.joining(", ", "(", ")"));
  }

  /** {@code ('k' = 'v', …)} in the order of the keys. */
  static String pairs(Map<String, String> pairs) {
    return new TreeMap<>(pairs)
        .entrySet().stream()
            .map(p -> Literal.string(p.getKey()) + " = " + Literal.string(p.getValue()))
            .collect(Collectors.joining(", ", "(", ")"));
  }

  /** {@code ('a', 'b')} in order. */
  static String strings(Collection<String> values) {
    return values.stream()
        .sorted()
        .map(Literal::string)
        .collect(Collectors.joining(", ", "(", ")"));
  }

  /** {@code COMMENT '…'} with a space before it; nothing for no comment. */
  static String comment(String comment) {
    return comment == null || comment.isEmpty() ? "" : " COMMENT " + Literal.string(comment);
  }

  /** {@code TBLPROPERTIES (…)} with a space before it; nothing without any. */
  static String properties(Map<String, String> properties) {
    return properties.isEmpty() ? "" : " TBLPROPERTIES " + pairs(properties);
  }
}
