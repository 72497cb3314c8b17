package io.datareplicator.databricks.sql.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datareplicator.databricks.sql.SqlReader;
import io.datareplicator.databricks.sql.SqlReader.Token;
import io.datareplicator.databricks.sql.ddl.TableOptions.Mode;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.TableName;
import io.datareplicator.model.uc.ColumnDetails;
import io.datareplicator.model.uc.ColumnMeta;
import io.datareplicator.model.uc.FunctionMeta;
import io.datareplicator.model.uc.FunctionMeta.Parameter;
import io.datareplicator.model.uc.RelationMeta;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Hostile names, comments and values stay what they are in every statement. */
class DdlLawsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TableName TARGET = new TableName("c", "s", "t");

  /** Every way by which text could end a name or a string, or be replaced in it. */
  private static final String[] HOSTILE = {
    "`",
    "'",
    "\"",
    "\\",
    "``",
    "''",
    "\\'",
    "$" + "{a}",
    "$$",
    ";",
    "--",
    "/*",
    "*/",
    ",",
    ">",
    "<",
    ":",
    "(",
    ")",
    ".",
    " ",
    "x",
    "İ",
    "日本",
    "\uD83D\uDE80",
    "NOT NULL",
    " COMMENT "
  };

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of(HOSTILE).list().ofMinSize(1).ofMaxSize(4).map(p -> String.join("", p));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of("\n", "\r", "\0", "%", "_", "`", "'", "\\", "$" + "{b}", "x", "ü", "{")
        .list()
        .ofMinSize(1)
        .ofMaxSize(8)
        .map(p -> String.join("", p));
  }

  /** JSON types, nested in each other, with hostile names and comments of fields in them. */
  @Provide
  Arbitrary<Object> types() {
    return Arbitraries.randomValue(random -> type(random, 3));
  }

  private static Object type(Random random, int depth) {
    return switch (depth == 0 ? 3 : random.nextInt(4)) {
      case 0 ->
          Map.of("type", "array", "elementType", type(random, depth - 1), "containsNull", true);
      case 1 ->
          Map.of(
              "type",
              "map",
              "keyType",
              "string",
              "valueType",
              type(random, depth - 1),
              "valueContainsNull",
              true);
      case 2 -> {
        List<Object> fields = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
          // A number makes the names of a struct differ.
          fields.add(
              Map.of(
                  "name", hostile(random) + i,
                  "type", type(random, depth - 1),
                  "nullable", random.nextBoolean(),
                  "metadata", Map.of("comment", hostile(random))));
        }
        yield Map.of("type", "struct", "fields", fields);
      }
      default -> List.of("long", "string", "decimal(3,1)", "void").get(random.nextInt(4));
    };
  }

  private static String hostile(Random random) {
    return HOSTILE[random.nextInt(HOSTILE.length)] + HOSTILE[random.nextInt(HOSTILE.length)];
  }

  private static ColumnMeta column(String name, Object type, String comment) {
    try {
      String json =
          JSON.writeValueAsString(Map.of("name", name, "type", type, "metadata", Map.of()));
      return new ColumnMeta(name, "?", json, true, comment, null, null);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> values(String sql, String kind) {
    return SqlReader.tokens(sql).stream()
        .filter(t -> t.kind().equals(kind))
        .map(Token::value)
        .toList();
  }

  /** What stands between names and strings is nobody's but ours. */
  private static void nothingLeaks(String sql) {
    for (Token token : SqlReader.tokens(sql)) {
      if (token.kind().equals("text")) {
        assertThat(token.value()).doesNotContain(";", "--", "/*", "\\", "\"", "$");
      }
    }
  }

  @Property(tries = 300)
  void tablesKeepEveryNameAndText(
      @ForAll("names") String name,
      @ForAll("types") Object type,
      @ForAll("texts") String text,
      @ForAll("names") String property) {
    ColumnMeta column = column(name, type, text);
    RelationMeta table =
        new RelationMeta(
            TARGET,
            TableKind.MANAGED,
            "MANAGED",
            "DELTA",
            text,
            null,
            null,
            null,
            null,
            null,
            Map.of(),
            List.of(column));

    String sql =
        TableStatements.create(
            table, TARGET, TableOptions.of(Mode.CREATE).with(Map.of(property, text)));

    nothingLeaks(sql);
    List<String> names = values(sql, "name");
    assertThat(names.subList(0, 4)).containsExactly("c", "s", "t", name);
    List<String> strings = new ArrayList<>(ColumnDetails.of(column).nestedComments().values());
    strings.addAll(List.of(text, text, property, text));
    assertThat(values(sql, "string")).containsExactlyInAnyOrderElementsOf(strings);
  }

  @Property(tries = 300)
  void typesAreReadBackAsTheyWereWritten(@ForAll("types") Object type) {
    ColumnDetails details = ColumnDetails.of(column("c", type, null));
    String sql = TypeSql.of(column("c", type, null));

    ColumnDetails again = ColumnDetails.of(new ColumnMeta("c", sql, null, true, null, null, null));

    assertThat(again.canonicalType()).isEqualTo(details.canonicalType());
    assertThat(again.nestedNotNull()).isEqualTo(details.nestedNotNull());
  }

  @Property(tries = 300)
  void objectsKeepEveryNameAndText(
      @ForAll("names") String name, @ForAll("texts") String text, @ForAll("names") String key) {
    UcName view = UcName.of(UcKind.VIEW, name, name, name);
    String lower = name.toLowerCase(Locale.ROOT);
    List<String> statements = new ArrayList<>();
    statements.add(TagStatements.set(view, Map.of(key, text)));
    statements.add(TagStatements.unset(view, Set.of(key)));
    statements.addAll(TagStatements.setColumn(view, name, Map.of(key, key), Set.of(key)));
    statements.add(CommentStatements.on(view, text));
    statements.add(CommentStatements.onColumn(view, name, text));
    for (String sql : statements) {
      nothingLeaks(sql);
      assertThat(values(sql, "name").subList(0, 3)).containsExactly(lower, lower, lower);
      assertThat(values(sql, "string")).isSubsetOf(key, text);
    }
  }

  @Property(tries = 300)
  void bodiesOfFunctionsAreQuotedWhole(
      @ForAll("names") String body, @ForAll("names") String name, @ForAll("texts") String text) {
    UcName function = UcName.of(UcKind.FUNCTION, "c", "s", "f");
    FunctionMeta meta =
        new FunctionMeta(
            function,
            List.of(new Parameter(name, "int", null, text)),
            "int",
            List.of(),
            "PYTHON",
            body,
            null,
            null,
            text,
            null);
    if (body.isBlank()) {
      return;
    }

    String sql = FunctionStatements.create(meta, function, body, false);

    int from = sql.indexOf(" AS $", sql.lastIndexOf(" LANGUAGE PYTHON")) + 4;
    String quote = sql.substring(from, sql.indexOf('$', from + 1) + 1);
    assertThat(quote).matches("\\$[a-z]*\\$");
    assertThat(sql.substring(from)).isEqualTo(quote + body + quote);
    assertThat(sql.indexOf(quote, from + quote.length())).isEqualTo(sql.length() - quote.length());
  }
}
