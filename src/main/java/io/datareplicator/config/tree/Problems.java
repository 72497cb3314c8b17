package io.datareplicator.config.tree;

import io.datareplicator.config.ConfigProblem;
import io.datareplicator.config.tree.ConfigNode.Scalar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Collects what is wrong, so that everything can be reported at once. */
public final class Problems {

  private static final int SHOWN = 80;
  private static final Pattern TOKEN =
      Pattern.compile("dapi[0-9a-f]{8,}|dose[0-9a-f]{8,}|eyJ[\\w-]{8,}", Pattern.CASE_INSENSITIVE);
  private static final Pattern SECRET_KEY =
      Pattern.compile(
          "token|secret|password|credential_value|access_?key|connection_?string|sas_?key");

  private final Set<ConfigProblem> errors = new LinkedHashSet<>();
  private final Set<ConfigProblem> warnings = new LinkedHashSet<>();

  /** Adds an error. */
  public void error(Origin at, String path, String found, String message, String suggestion) {
    errors.add(problem(at, path, found, message, suggestion));
  }

  /** Adds an error about a node, showing what stands there. */
  public void error(ConfigNode node, String path, String message, String suggestion) {
    error(node.origin(), path, show(node, path), message, suggestion);
  }

  /** Adds a warning. */
  public void warning(Origin at, String path, String message, String suggestion) {
    warnings.add(problem(at, path, null, message, suggestion));
  }

  /** Errors by file and line. */
  public List<ConfigProblem> errors() {
    return sorted(errors);
  }

  /** Warnings by file and line. */
  public List<ConfigProblem> warnings() {
    return sorted(warnings);
  }

  /** Whether there is no error. */
  public boolean none() {
    return errors.isEmpty();
  }

  /** What a node holds, shortened; values that may be secrets are hidden. */
  public static String show(ConfigNode node, String path) {
    if (!(node instanceof Scalar scalar)) {
      return node.kind();
    }
    return switch (scalar.type()) {
      case NULL -> "nothing";
      case STRING, INVALID -> '"' + show(scalar.text(), path) + '"';
      case INTEGER, DECIMAL, BOOLEAN -> show(scalar.text(), path);
    };
  }

  /** A text, shortened and on one line; hidden when it or its key looks like a secret. */
  public static String show(String text, String path) {
    if (secret(path) || TOKEN.matcher(text).find()) {
      return "(hidden)";
    }
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(SHOWN)
        .map(c -> Character.isISOControl(c) ? ' ' : c)
        .forEach(shown::appendCodePoint);
    return text.codePointCount(0, text.length()) > SHOWN ? shown + "…" : shown.toString();
  }

  /** Whether the value of a key may be a secret. */
  public static boolean secret(String path) {
    return SECRET_KEY.matcher(path.toLowerCase(Locale.ROOT)).find();
  }

  private static ConfigProblem problem(
      Origin at, String path, String found, String message, String suggestion) {
    String file = at.file() == null ? at.layer().label() : at.file();
    return new ConfigProblem(file, at.line(), at.column(), path, found, message, suggestion);
  }

  private static List<ConfigProblem> sorted(Set<ConfigProblem> problems) {
    List<ConfigProblem> list = new ArrayList<>(problems);
    list.sort(
        Comparator.comparing(ConfigProblem::file)
            .thenComparingInt(ConfigProblem::line)
            .thenComparingInt(ConfigProblem::column));
    return list;
  }
}
