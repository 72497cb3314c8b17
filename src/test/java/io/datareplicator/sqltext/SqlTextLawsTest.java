package io.datareplicator.sqltext;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.sqltext.Token.Kind;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every text, and for very long ones. */
class SqlTextLawsTest {
  @Provide
  Arbitrary<String> sql() {
    return Arbitraries.of(
            "SELECT",
            "FROM",
            "JOIN",
            "ON",
            "WITH",
            "AS",
            "TABLE",
            "STREAM",
            "VALUES",
            "LATERAL",
            "LATERAL VIEW",
            "UNION",
            "INSERT INTO",
            "CREATE VIEW",
            "MERGE INTO",
            "USING",
            "IDENTIFIER",
            "IDENTIFIER('a.s.t')",
            "a.s.t",
            "`a`.s.t",
            "A.S.T.c",
            "a.s.t.*",
            "a.s.f(",
            "a",
            "s",
            "t",
            "`a.s`.t",
            "(",
            ")",
            ",",
            ".",
            ";",
            "->",
            ":",
            "'a.s.t'",
            "\"a.s.t\"",
            "-- a.s.t\n",
            "/* a.s.t */",
            "/*+",
            "*/",
            "$$ a.s.t $$",
            "1.2",
            "*",
            "=",
            "'",
            "`",
            "x",
            "|>",
            "👍")
        .list()
        .ofMaxSize(40)
        .map(words -> String.join(" ", words));
  }

  @Property
  void noRenameIsNoChange(@ForAll String text) {
    assertThat(NameRewriter.rewrite(text, Map.of()))
        .isEqualTo(new NameRewriter.Result(text, 0, List.of()));
  }

  @Property
  void anyTextCanBeRead(@ForAll String text) {
    NameRewriter.Result result = NameRewriter.rewrite(text, Map.of("a", "b"));

    assertThat(result.changed() == 0).isEqualTo(result.text().equals(text));
    assertThat(References.of(text).names()).allMatch(n -> !n.parts().isEmpty());
  }

  @Property(tries = 3000)
  void thereAndBackIsNoChange(@ForAll("sql") String sql) {
    String lower = sql.replace("A.S.T", "a.s.t");
    NameRewriter.Result there = NameRewriter.rewrite(lower, Map.of("a", "b"));
    NameRewriter.Result back = NameRewriter.rewrite(there.text(), Map.of("b", "a"));

    assertThat(back.text()).isEqualTo(lower);
    assertThat(back.changed()).isEqualTo(there.changed());
  }

  @Property(tries = 3000)
  void stringsAndCommentsAndTheNumberOfTokensStay(@ForAll("sql") String sql) {
    String after = NameRewriter.rewrite(sql, Map.of("a", "ä b`c")).text();

    List<Token> tokens = Tokenizer.tokens(sql);
    List<Token> rewritten = Tokenizer.tokens(after);
    assertThat(rewritten).hasSameSizeAs(tokens);
    for (int i = 0; i < tokens.size(); i++) {
      if (!tokens.get(i).identifier()) {
        assertThat(rewritten.get(i).text()).isEqualTo(tokens.get(i).text());
      } else if (!rewritten.get(i).text().equals(tokens.get(i).text())) {
        assertThat(tokens.get(i).name()).isEqualToIgnoringCase("a");
        assertThat(rewritten.get(i).kind()).isEqualTo(Kind.QUOTED);
        assertThat(rewritten.get(i).name()).isEqualTo("ä b`c");
      }
    }
  }

  @Property(tries = 3000)
  void referencesFollowTheRename(@ForAll("sql") String any) {
    String sql = any.replace("IDENTIFIER", "x");
    References before = References.of(sql);
    NameRewriter.Result rewritten = NameRewriter.rewrite(sql, Map.of("a", "b"));
    if (!rewritten.notes().isEmpty()) {
      // What is left as it was may have shared its name with what was renamed.
      return;
    }
    References after = References.of(rewritten.text());

    assertThat(after.names()).hasSameSizeAs(before.names());
    assertThat(after.sure()).isEqualTo(before.sure());
  }

  @Property
  void aTextThatIsReadAsCreateIsSafeToChange(@ForAll("sql") String query) {
    String sql = "CREATE VIEW a.s.v TBLPROPERTIES ('k' = 'v') AS SELECT " + query;
    CreateStatement statement;
    try {
      statement = CreateStatement.parse(sql);
    } catch (SqlTextException e) {
      assertThat(e).hasMessageContaining(" at ");
      return;
    }
    String changed = statement.with("`x`.`y`.`z`", "CREATE VIEW", Set.of("k"));

    assertThat(CreateStatement.parse(changed).queryText()).isEqualTo(statement.queryText());
    assertThat(changed).startsWith("CREATE VIEW `x`.`y`.`z` AS SELECT");
  }

  /** A megabyte each. */
  static Stream<String> huge() {
    return Stream.of(
            "SELECT a.s.f(x), 'a.s.t' AS y FROM a.s.t AS z WHERE a.s.t.c > 1 UNION ALL\n",
            "(",
            ")",
            "((a, x) -> ",
            "SELECT (",
            "SELECT a.s.t.c FROM a.s.u, (",
            "WITH a AS (",
            "FROM a.s.t JOIN (",
            "/*",
            "/*+",
            "'",
            "`",
            "$",
            "$a$",
            "a.",
            "a.s.t, ",
            "--\\\n",
            "\\",
            "1.",
            "1e",
            ":",
            "a://",
            "IDENTIFIER(",
            "MAP<",
            "x AS ",
            "👍")
        .map(piece -> piece.repeat(1_000_000 / piece.length() + 1));
  }

  /** Of the processor, so that a busy machine does not matter. */
  private static Duration timeOf(Runnable work) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    work.run();
    return Duration.ofNanos(threads.getCurrentThreadCpuTime() - before);
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("huge")
  void aMegabyteTakesNoLongTime(String sql) {
    assertThat(timeOf(() -> NameRewriter.rewrite(sql, Map.of("a", "b"))))
        .as(sql.substring(0, 20))
        .isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void aMegabyteIsSearchedAndComparedInTime() {
    String sql = "SELECT a.s.f(x), 'a.s.t' AS y FROM a.s.t AS z UNION ALL\n".repeat(18_000);
    String other = sql.replace("SELECT", "select") + ";";

    assertThat(timeOf(() -> assertThat(References.of(sql).names()).hasSize(2)))
        .isLessThan(Duration.ofSeconds(2));
    assertThat(timeOf(() -> assertThat(Texts.same(sql, other)).isTrue()))
        .isLessThan(Duration.ofSeconds(4));
  }
}
