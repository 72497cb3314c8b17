package io.datareplicator.config.check;

import io.datareplicator.config.Placeholders;
import io.datareplicator.config.keys.Shape;
import io.datareplicator.config.keys.Shape.Choice;
import io.datareplicator.config.keys.Shape.Decimal;
import io.datareplicator.config.keys.Shape.TextRule;
import io.datareplicator.config.keys.Shape.Whole;
import io.datareplicator.config.keys.Suggestions;
import io.datareplicator.config.tree.ConfigNode.Scalar;
import io.datareplicator.config.tree.ConfigNode.ScalarType;
import io.datareplicator.config.tree.Problems;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks single values and brings them into their normal form. */
final class ScalarCheck {

  private static final Set<String> YES = Set.of("true", "t", "yes", "y", "on", "1");
  private static final Set<String> NO = Set.of("false", "f", "no", "n", "off", "0");
  private static final Pattern WHOLE = Pattern.compile("[-+]?(0|[1-9][0-9_]*)(\\.0*)?");
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?([0-9][0-9_]*\\.?[0-9_]*|\\.[0-9]+)([eE][-+]?[0-9]{1,3})?");
  private static final Pattern METASTORE = Pattern.compile("[^:\\s]+:[^:\\s]+:[^:\\s]+");
  private static final Pattern CLUSTER = Pattern.compile("[A-Za-z0-9_-]{1,100}");
  private static final Pattern HTTP_PATH =
      Pattern.compile(
          "/?sql/(1\\.0/(warehouses|endpoints)|protocolv1/o/[0-9]{1,20})/[A-Za-z0-9_-]{1,100}");
  private static final int LONGEST_NAME = 255;

  private final Problems problems;
  private final boolean allowHttp;

  ScalarCheck(Problems problems, boolean allowHttp) {
    this.problems = problems;
    this.allowHttp = allowHttp;
  }

  /** The value in its normal form, or an invalid one after a problem was reported. */
  Scalar check(Scalar value, Shape shape, String path) {
    if (value.invalid()) {
      return value;
    }
    if (shape instanceof Shape.Text text) {
      return text(value, text.rule(), path);
    }
    String normal = normal(value, shape);
    if (normal != null) {
      return new Scalar(normal, shape.type(), value.origin());
    }
    String hint =
        shape instanceof Choice choice
            ? Suggestions.didYouMean(value.text(), choice.words())
            : null;
    return refuse(value, path, "must be " + shape.accepts(), hint);
  }

  /** Checks a key that the user may choose. */
  void key(String key, TextRule rule, Scalar at, String path) {
    if (key.contains("{{")) {
      problems.error(
          at.origin(),
          path,
          '"' + Problems.show(key, "") + '"',
          "substitutes {{…}} are for values, not for keys",
          "Write the key out");
      return;
    }
    String reason = reason(key, rule);
    if (reason != null) {
      problems.error(
          at.origin(),
          path,
          '"' + Problems.show(key, "") + '"',
          "the key " + reason,
          rule == TextRule.PREFIX ? "Write \"" + Problems.show(key, "") + "/\"" : null);
    }
  }

  private String normal(Scalar value, Shape shape) {
    String text = value.text().strip();
    if (shape instanceof Shape.Bool) {
      String word = text.toLowerCase(Locale.ROOT);
      return YES.contains(word) ? "true" : NO.contains(word) ? "false" : null;
    }
    if (shape instanceof Whole whole) {
      return whole(text, whole);
    }
    if (shape instanceof Decimal decimal) {
      return decimal(text, decimal);
    }
    if (shape instanceof Choice choice) {
      for (String word : choice.words()) {
        if (choice.anyCase() ? word.equalsIgnoreCase(text) : word.equals(text)) {
          return word;
        }
      }
      return null;
    }
    if (value.type() == ScalarType.BOOLEAN) {
      return YES.contains(text.toLowerCase(Locale.ROOT)) ? "true" : "false";
    }
    return value.text();
  }

  private static String whole(String text, Whole shape) {
    if (text.length() > 20 || !WHOLE.matcher(text).matches()) {
      return null;
    }
    String digits = text.replace("_", "").replaceFirst("\\..*", "").replace("+", "");
    BigInteger number = new BigInteger(digits);
    boolean fits =
        number.compareTo(BigInteger.valueOf(shape.min())) >= 0
            && number.compareTo(BigInteger.valueOf(shape.max())) <= 0;
    return fits ? number.toString() : null;
  }

  private static String decimal(String text, Decimal shape) {
    if (text.length() > 40 || !DECIMAL.matcher(text).matches()) {
      return null;
    }
    double number = Double.parseDouble(text.replace("_", ""));
    return number >= shape.min() && number <= shape.max() ? Double.toString(number) : null;
  }

  private Scalar text(Scalar value, TextRule rule, String path) {
    if (value.type() != ScalarType.STRING) {
      return refuse(
          value,
          path,
          "must be text",
          "Put it in quotes: \"" + Problems.show(value.text(), path) + '"');
    }
    String text = value.text();
    if (rule == TextRule.HOST) {
      return host(value, path);
    }
    String reason = reason(text, rule);
    if (reason != null) {
      return refuse(value, path, reason, mend(text, rule, path));
    }
    boolean lower = rule == TextRule.OBJECT || rule == TextRule.TABLE;
    String normal = lower ? text.strip().toLowerCase(Locale.ROOT) : text;
    return new Scalar(normal, value.type(), value.origin());
  }

  private Scalar host(Scalar value, String path) {
    String plain = Placeholders.PATTERN.matcher(value.text()).replaceAll("x");
    try {
      String normal = HostRule.parse(plain, allowHttp).toString();
      // With substitutes the value is final, and checked again, once the sides are known.
      return plain.equals(value.text()) ? new Scalar(normal, value.type(), value.origin()) : value;
    } catch (HostRule.Refused e) {
      return refuse(
          value, path, "must be " + new Shape.Text(TextRule.HOST).accepts(), e.getMessage());
    }
  }

  /** Why a text is not accepted, or null. */
  private static String reason(String text, TextRule rule) {
    String plain = Placeholders.PATTERN.matcher(text).replaceAll("x");
    boolean good =
        switch (rule) {
          case FREE, HOST -> true;
          case NAME -> !text.isBlank();
          case OBJECT -> objectName(plain);
          case SIDE_NAME -> objectName(text) && !text.contains("{{");
          case TABLE -> tableName(plain);
          case METASTORE -> METASTORE.matcher(plain).matches();
          case CLUSTER -> CLUSTER.matcher(plain).matches();
          case HTTP_PATH -> HTTP_PATH.matcher(text).matches();
          case PREFIX -> plain.endsWith("/") && plain.length() > 1;
        };
    return good ? null : "must be " + new Shape.Text(rule).accepts();
  }

  private static String mend(String text, TextRule rule, String path) {
    if (rule == TextRule.PREFIX && !text.isBlank()) {
      return "Write \"" + Problems.show(text, path) + "/\"";
    }
    if (rule == TextRule.OBJECT && text.contains(".")) {
      return "Give the last part of the name only: \""
          + Problems.show(text.substring(text.lastIndexOf('.') + 1), path)
          + '"';
    }
    return null;
  }

  private static boolean tableName(String text) {
    String[] parts = text.strip().split("\\.", -1);
    if (parts.length != 3) {
      return false;
    }
    for (String part : parts) {
      if (!objectName(part)) {
        return false;
      }
    }
    return true;
  }

  private static boolean objectName(String name) {
    String stripped = name.strip();
    return !stripped.isEmpty()
        && stripped.length() <= LONGEST_NAME
        && stripped
            .chars()
            .noneMatch(c -> c == '.' || c == '/' || c == ' ' || Character.isISOControl(c));
  }

  private Scalar refuse(Scalar value, String path, String message, String mend) {
    problems.error(value, path, message, mend);
    return invalid(value);
  }

  /** A value that stands for "set, but refused". */
  static Scalar invalid(Scalar value) {
    return new Scalar(value.text(), ScalarType.INVALID, value.origin());
  }
}
