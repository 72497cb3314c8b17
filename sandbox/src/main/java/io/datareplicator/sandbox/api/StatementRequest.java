package io.datareplicator.sandbox.api;

import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Input;
import io.datareplicator.sandbox.sql.SqlEngine.Parameter;
import io.datareplicator.sandbox.statement.Submission.Disposition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The body of a statement submission, validated (reference §2).
 *
 * @param compressionAsked whether the client named a compression; results are never compressed, and
 *     then say so
 * @param waitMillis how long the call may wait for the end
 * @param cancelAfterWait whether the statement is cancelled when it has not ended by then
 */
record StatementRequest(
    String statement,
    String catalog,
    String schema,
    List<Parameter> parameters,
    long rowLimit,
    long byteLimit,
    Disposition disposition,
    boolean compressionAsked,
    long waitMillis,
    boolean cancelAfterWait) {
  private static final int MAX_STATEMENT_BYTES = 16 << 20;
  private static final int MAX_TAGS = 20;
  private static final int MIN_WAIT = 5;
  private static final int MAX_WAIT = 50;
  private static final Pattern WAIT = Pattern.compile("(\\d{1,3})s");
  private static final Set<String> FORMATS = Set.of("JSON_ARRAY", "ARROW_STREAM", "CSV");

  static StatementRequest of(Input in) {
    String statement = in.required("statement");
    if (statement.getBytes(StandardCharsets.UTF_8).length > MAX_STATEMENT_BYTES) {
      throw ApiException.invalid(
          "The statement text is larger than the limit of " + MAX_STATEMENT_BYTES + " bytes");
    }
    Disposition disposition = disposition(in);
    checkFormat(in, disposition);
    checkTags(in);
    long waitMillis = waitMillis(in.text("wait_timeout", "10s"));
    String onTimeout = in.text("on_wait_timeout", "CONTINUE");
    if (!onTimeout.equals("CONTINUE") && !onTimeout.equals("CANCEL")) {
      throw ApiException.invalid("on_wait_timeout must be CONTINUE or CANCEL");
    }
    if (waitMillis == 0 && onTimeout.equals("CANCEL")) {
      throw ApiException.invalid("on_wait_timeout CANCEL needs a wait_timeout above 0s");
    }
    return new StatementRequest(
        statement,
        in.text("catalog", null),
        in.text("schema", null),
        parameters(in),
        limit(in, "row_limit"),
        limit(in, "byte_limit"),
        disposition,
        in.has("result_compression"),
        waitMillis,
        onTimeout.equals("CANCEL"));
  }

  private static Disposition disposition(Input in) {
    String name = in.text("disposition", "INLINE");
    try {
      return Disposition.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid("disposition must be INLINE or EXTERNAL_LINKS, got " + name);
    }
  }

  private static void checkFormat(Input in, Disposition disposition) {
    String format = in.text("format", "JSON_ARRAY");
    if (!FORMATS.contains(format)) {
      throw ApiException.invalid(
          "format must be one of JSON_ARRAY, ARROW_STREAM and CSV, got " + format);
    }
    // The hybrid disposition leaves the form of the result to the server, which names it in the
    // manifest.
    if (format.equals("JSON_ARRAY") || disposition == Disposition.INLINE_OR_EXTERNAL_LINKS) {
      return;
    }
    if (disposition == Disposition.INLINE) {
      throw ApiException.invalid(
          "The format field must be JSON_ARRAY when the disposition field is INLINE.");
    }
    throw ApiException.invalid("This workspace cannot produce results in the format " + format);
  }

  private static void checkTags(Input in) {
    List<Input> tags = in.objects("query_tags");
    if (tags.size() > MAX_TAGS) {
      throw ApiException.invalid("query_tags has at most " + MAX_TAGS + " entries");
    }
    Set<String> keys = new HashSet<>();
    for (Input tag : tags) {
      if (!keys.add(tag.required("key"))) {
        throw ApiException.invalid("query_tags has the key '" + tag.text("key") + "' twice");
      }
      tag.text("value");
    }
  }

  private static long waitMillis(String text) {
    Matcher matcher = WAIT.matcher(text);
    if (matcher.matches()) {
      int seconds = Integer.parseInt(matcher.group(1));
      if (seconds == 0 || seconds >= MIN_WAIT && seconds <= MAX_WAIT) {
        return seconds * 1000L;
      }
    }
    throw ApiException.invalid("wait_timeout must be 0s or between 5s and 50s, got " + text);
  }

  private static long limit(Input in, String field) {
    long limit = in.number(field, 0);
    if (limit < 0) {
      throw ApiException.invalid(field + " must not be negative");
    }
    return limit;
  }

  private static List<Parameter> parameters(Input in) {
    List<Parameter> parameters = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Input parameter : in.objects("parameters")) {
      String name = parameter.required("name");
      if (!names.add(name)) {
        throw ApiException.invalid("The parameter '" + name + "' is given twice");
      }
      parameters.add(new Parameter(name, parameter.text("value"), parameter.text("type", null)));
    }
    return parameters;
  }
}
