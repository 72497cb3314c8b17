package io.datareplicator.sqltext;

import java.util.Locale;
import java.util.Set;

/** Keywords, and which names need no backticks. */
final class Words {
  /** Words that mean something else, at least in some place, when they stand without backticks. */
  private static final Set<String> RESERVED =
      words(
          """
          ALL AND ANTI ANY AS AUTHORIZATION BETWEEN BOTH CASE CAST CHECK COLLATE COLUMN
          CONSTRAINT CREATE CROSS CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER
          DISTINCT ELSE END ESCAPE EXCEPT EXECUTE EXISTS FALSE FETCH FILTER FOR FOREIGN
          FROM FULL GRANT GROUP HAVING IDENTIFIER IN INNER INSERT INTERSECT INTERVAL INTO
          IS JOIN LATERAL LEADING LEFT LIKE LIMIT LIVE MINUS NATURAL NOT NULL OFFSET ON
          ONLY OR ORDER OUTER OVERLAPS PIVOT PRIMARY QUALIFY REFERENCES RIGHT SELECT SEMI
          SESSION_USER SET SOME SQL STREAM TABLE TABLESAMPLE THEN TIME TO TRAILING TRUE
          UNION UNIQUE UNKNOWN UNPIVOT USER USING VALUES WHEN WHERE WINDOW WITH WITHIN
          """);

  /** Words that follow a relation and are not its alias. */
  private static final Set<String> NO_ALIAS =
      words(
          """
          ANTI AS CLUSTER CROSS DISTRIBUTE EXCEPT FOR FROM FULL GROUP HAVING INNER INSERT
          INTERSECT JOIN LATERAL LEFT LIMIT MINUS NATURAL OFFSET ON ORDER OUTER PIVOT
          QUALIFY REPEATABLE RIGHT SELECT SEMI SET SORT TABLE TABLESAMPLE UNION UNPIVOT
          USING VALUES WATERMARK WHEN WHERE WINDOW WITH
          """);

  /** Words that stand before a parenthesis and are no function. */
  private static final Set<String> NO_FUNCTION =
      words(
          """
          ALL ALWAYS AND ANY AS BETWEEN BY CASE CAST CHAR CHARACTER CHECK COLUMN COLUMNS
          CUBE DBPROPERTIES DEC DECIMAL DISTINCT DIV ELSE ESCAPE EXCEPT EXISTS EXPECT
          FILTER FOR FROM GROUP HAVING IDENTITY ILIKE IN INSERT INTERSECT INTERVAL INTO IS
          JOIN KEY LATERAL LIKE LIMIT MINUS NOT NULLS NUMERIC ON OPTIONS OR ORDER OVER
          PARTITION PIVOT QUALIFY REGEXP REPEATABLE RETURN RETURNS RLIKE ROLLUP SCHEDULE
          SELECT SERDEPROPERTIES SET SETS SOME STREAM TABLE TABLESAMPLE TBLPROPERTIES THEN
          TRY_CAST UNION UNIQUE UNPIVOT USING VALUES VARCHAR WHEN WHERE WITH
          """);

  /** Words that a query in parentheses begins with; a parenthesis may also begin one. */
  private static final Set<String> QUERY =
      words(
          """
          FROM MAP REDUCE SELECT TABLE VALUES WITH
          """);

  private Words() {}

  private static Set<String> words(String text) {
    return Set.of(text.strip().split("\\s+"));
  }

  static boolean plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }

  /** Whether a name can do without backticks as far as its characters go. */
  static boolean plain(String name) {
    return !name.isEmpty()
        && name.chars().allMatch(c -> plain((char) c) && c < 128)
        && !Character.isDigit(name.charAt(0));
  }

  static boolean reserved(String word) {
    return RESERVED.contains(upper(word));
  }

  static boolean alias(Token token) {
    return token.kind() == Token.Kind.QUOTED
        || (token.kind() == Token.Kind.WORD && !NO_ALIAS.contains(upper(token.text())));
  }

  static boolean function(Token token) {
    return token.kind() == Token.Kind.QUOTED || !NO_FUNCTION.contains(upper(token.text()));
  }

  static boolean query(Token token) {
    return token.operator("(")
        || (token.kind() == Token.Kind.WORD && QUERY.contains(upper(token.text())));
  }

  static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }

  /** How names are compared: without regard to case. */
  static String fold(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
