package io.datareplicator.sandbox.sql.engine;

import io.datareplicator.sandbox.metastore.UcException;
import io.datareplicator.sandbox.sql.SqlEngine.SqlFailure;
import io.datareplicator.sandbox.sql.grammar.SyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever went wrong into {@code [ERROR_CLASS] text. SQLSTATE: xxxxx}. */
public final class Errors {
  private static final Logger LOG = LoggerFactory.getLogger(Errors.class);
  private static final Pattern CLASS = Pattern.compile("^\\[([A-Z][A-Z0-9_.]*)\\]\\s*");
  private static final Pattern STATE = Pattern.compile("SQLSTATE: ([0-9A-Z]{5})");

  private Errors() {}

  /** A failure of the given class; {@code text} is a sentence. */
  public static SqlFailure failure(String errorClass, String sqlState, String text) {
    return new SqlFailure("[" + errorClass + "] " + text + " SQLSTATE: " + sqlState, sqlState);
  }

  /** A statement that Databricks knows and the sandbox does not. */
  public static SqlFailure unsupported(String feature) {
    return failure(
        "UNSUPPORTED_FEATURE.SANDBOX",
        "0A000",
        "The feature is not supported: " + feature + " is not part of this sandbox.");
  }

  /** Translates an exception of Spark, Delta, the grammar or the metastore. */
  public static SqlFailure from(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof SqlFailure failure) {
        return failure;
      }
      if (t instanceof UcException refusal) {
        return refusal(refusal);
      }
      if (t instanceof SyntaxException syntax) {
        return syntax(syntax);
      }
    }
    Throwable best = classified(thrown);
    if (best != null) {
      return spark(best);
    }
    // Spark's catalog interfaces answer so for abilities that a catalog does not have.
    return thrown instanceof UnsupportedOperationException
        ? failure("UNSUPPORTED_FEATURE.SANDBOX", "0A000", sentence(thrown.getMessage()))
        : internal(thrown);
  }

  /** Unity Catalog's refusal in SQL terms. */
  public static SqlFailure refusal(UcException e) {
    ErrorClasses.ErrorClass known = ErrorClasses.of(e.errorCode());
    return failure(known.name(), known.sqlState(), sentence(e.getMessage()));
  }

  private static SqlFailure syntax(SyntaxException e) {
    Matcher own = CLASS.matcher(e.getMessage());
    if (own.find()) {
      return new SqlFailure(sentence(e.getMessage()) + " SQLSTATE: 42601", "42601");
    }
    return failure("PARSE_SYNTAX_ERROR", "42601", sentence(e.getMessage()));
  }

  /** The deepest exception with an error class says most; wrappers only say that a job failed. */
  private static Throwable classified(Throwable thrown) {
    Throwable best = null;
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof SparkThrowable s && s.getCondition() != null && !s.isInternalError()) {
        best = t;
      }
    }
    return best;
  }

  private static SqlFailure spark(Throwable t) {
    SparkThrowable classified = (SparkThrowable) t;
    if ("MISSING_CATALOG_ABILITY.FUNCTIONS".equals(classified.getCondition())) {
      // Functions are known before Spark looks for them, so this one does not exist.
      return failure(
          "UNRESOLVED_ROUTINE",
          "42883",
          "Cannot resolve a routine of this statement on the search path.");
    }
    String text = t instanceof AnalysisException a ? a.getSimpleMessage() : t.getMessage();
    text = firstParagraph(text == null ? "" : text);
    String state = classified.getSqlState();
    Matcher stated = STATE.matcher(text);
    if (stated.find()) {
      state = stated.group(1);
    } else {
      state = state == null ? "XXKDA" : state;
      text = sentence(text) + " SQLSTATE: " + state;
    }
    if (!CLASS.matcher(text).find()) {
      text = "[" + classified.getCondition() + "] " + text;
    }
    return new SqlFailure(text, state);
  }

  /** Spark appends the query, the plan and advice after the message proper. */
  private static String firstParagraph(String text) {
    int cut = text.indexOf("\n\n== SQL");
    cut = cut < 0 ? text.indexOf("\n== SQL") : cut;
    int plan = text.indexOf(";\n'");
    cut = plan >= 0 && (cut < 0 || plan < cut) ? plan : cut;
    String head = cut < 0 ? text : text.substring(0, cut);
    return head.strip();
  }

  private static SqlFailure internal(Throwable thrown) {
    LOG.error("A statement failed without an error class", thrown);
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String detail = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    return failure("INTERNAL_ERROR", "XX000", sentence(detail.lines().findFirst().orElse("")));
  }

  private static String sentence(String text) {
    String stripped = text == null ? "" : text.strip();
    return stripped.endsWith(".") ? stripped : stripped + ".";
  }
}
