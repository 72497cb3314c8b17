package io.datareplicator.sandbox.sql.grammar;

import io.datareplicator.sandbox.sql.grammar.Statement.NativeKind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Entry point: one statement's text to a {@link Statement}. */
public final class StatementParser {
  private final String text;
  private final List<Token> tokens;
  private final TokenReader in;

  private StatementParser(String text, List<Token> tokens, Map<String, String> parameters) {
    this.text = text;
    this.tokens = tokens;
    this.in = new TokenReader(tokens, 0, parameters);
  }

  /**
   * Reads one statement.
   *
   * @param parameters values of named markers, used inside {@code IDENTIFIER(…)}
   * @throws SyntaxException for text that is empty, malformed, or more than one statement
   */
  public static Statement parse(String text, Map<String, String> parameters) {
    List<Token> tokens = Lexer.tokenize(text);
    String single = withoutTrailingSemicolon(text, tokens);
    if (single.length() != text.length()) {
      tokens = Lexer.tokenize(single);
    }
    return new StatementParser(single, tokens, parameters).statement();
  }

  /** Every identifier-like word of a text, in the case it is written, string contents included. */
  public static Set<String> words(String text) {
    Set<String> words = new LinkedHashSet<>();
    for (Token token : Lexer.tokenize(text)) {
      if (token.isName()) {
        words.add(token.name());
      } else if (token.kind() == Token.Kind.STRING) {
        String inner = token.text().replaceAll("^[rR]?['\"]|['\"]$", "");
        for (String word : inner.split("[.\\s,()]+")) {
          words.add(word.replaceAll("^`|`$", "").replace("``", "`"));
        }
      }
    }
    return words;
  }

  private static String withoutTrailingSemicolon(String text, List<Token> tokens) {
    if (tokens.get(0).kind() == Token.Kind.END) {
      throw new SyntaxException("Syntax error, unexpected empty statement.");
    }
    // BEGIN … END is one statement that contains others.
    boolean script = tokens.get(0).is("BEGIN");
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.get(i).isSymbol(';') && !script) {
        if (i == 0) {
          throw SyntaxException.near(tokens.get(i));
        }
        Token after = tokens.get(i + 1);
        if (after.kind() != Token.Kind.END) {
          throw SyntaxException.near(after);
        }
        return text.substring(0, tokens.get(i).start());
      }
    }
    return text;
  }

  private Statement statement() {
    Statement known = new SharingGrammar(in).statement();
    if (known == null) {
      known = new CatalogGrammar(in).statement();
    }
    if (known == null) {
      known = new MetadataGrammar(in).statement();
    }
    if (known == null) {
      known = new VolumeGrammar(in).statement();
    }
    if (known == null) {
      known = new CloneGrammar(in, text).statement();
    }
    if (known == null) {
      known = new PipelineGrammar(in, text).statement();
    }
    if (known == null) {
      known = new SecurityGrammar(in).statement();
    }
    if (known == null) {
      known = describeHistory();
    }
    if (known == null) {
      known = maintenance();
    }
    if (known == null) {
      String feature = UnsupportedFeatures.find(in);
      known = feature == null ? null : new Statement.Unsupported(feature);
    }
    return known != null ? known : new HistoryRewriter(text, tokens, in).rewrite(kind());
  }

  private Statement describeHistory() {
    if (!in.accept("DESCRIBE", "HISTORY") && !in.accept("DESC", "HISTORY")) {
      return null;
    }
    ObjectName table = in.name();
    Integer limit = in.accept("LIMIT") ? in.integer() : null;
    in.expectEnd();
    return new Statement.DescribeHistory(table, limit);
  }

  private Statement maintenance() {
    Token verb = in.peek();
    if (!List.of("OPTIMIZE", "VACUUM", "RESTORE", "REORG", "TRUNCATE").contains(verb.upper())) {
      return null;
    }
    in.next();
    in.accept("TABLE");
    return new Statement.Maintenance(verb.upper(), in.name(), text);
  }

  private NativeKind kind() {
    if (in.looksAt("SHOW", "SCHEMAS") || in.looksAt("SHOW", "DATABASES")) {
      return NativeKind.SHOW_SCHEMAS;
    }
    if (in.looksAt("SHOW", "TABLES") || in.looksAt("SHOW", "VIEWS")) {
      return NativeKind.SHOW_TABLES;
    }
    if (in.looksAt("INSERT")) {
      return NativeKind.INSERT;
    }
    Token first = in.peek();
    boolean query =
        first.isSymbol('(')
            || List.of("SELECT", "WITH", "VALUES", "FROM", "TABLE").contains(first.upper());
    return query ? NativeKind.QUERY : NativeKind.OTHER;
  }

  /** The tokens of a statement, for tests of this package. */
  static List<Token> tokens(String text) {
    return new ArrayList<>(Lexer.tokenize(text));
  }
}
