package io.datareplicator.config.keys;

import io.datareplicator.config.tree.ConfigNode.ScalarType;
import java.util.List;
import java.util.function.Supplier;

/** What a key accepts. */
public sealed interface Shape {

  /** The accepted values in words, for messages and documentation. */
  String accepts();

  /** The type of single values in their normal form. */
  default ScalarType type() {
    if (this instanceof Bool) {
      return ScalarType.BOOLEAN;
    }
    if (this instanceof Whole) {
      return ScalarType.INTEGER;
    }
    return this instanceof Decimal ? ScalarType.DECIMAL : ScalarType.STRING;
  }

  /** Rules for single texts. */
  enum TextRule {
    /** Any text. */
    FREE("text"),
    /** Text with at least one visible character. */
    NAME("text that is not blank"),
    /** Name of a catalog, schema, table or volume; kept in lower case. */
    OBJECT("a Unity Catalog name (no '.', '/', space or control character; at most 255)"),
    /** Identifier of a workspace side; becomes part of other names. */
    SIDE_NAME("a short identifier without '.', '/' or spaces"),
    /** {@code catalog.schema.table}. */
    TABLE("a table name of the form catalog.schema.table"),
    /** Workspace URL. */
    HOST("a workspace URL such as https://adb-123.11.azuredatabricks.net"),
    /** {@code cloud:region:uuid}. */
    METASTORE("a metastore id of the form cloud:region:uuid"),
    /** Id of a cluster. */
    CLUSTER("the id of a cluster such as 0101-000000-abcdefgh"),
    /** HTTP path of a warehouse or cluster. */
    HTTP_PATH(
        "an HTTP path such as /sql/1.0/warehouses/<id> or /sql/protocolv1/o/<workspace"
            + " id>/<cluster id>"),
    /** URL prefix that ends with a slash. */
    PREFIX("a URL prefix that ends with '/'");

    private final String accepts;

    TextRule(String accepts) {
      this.accepts = accepts;
    }
  }

  /**
   * Text.
   *
   * @param rule rule for it
   */
  record Text(TextRule rule) implements Shape {
    @Override
    public String accepts() {
      return rule.accepts;
    }
  }

  /** true or false. */
  record Bool() implements Shape {
    @Override
    public String accepts() {
      return "true or false";
    }
  }

  /**
   * A whole number.
   *
   * @param min least value
   * @param max greatest value; {@link Integer#MAX_VALUE} = no limit
   */
  record Whole(int min, int max) implements Shape {
    @Override
    public String accepts() {
      return max == Integer.MAX_VALUE
          ? "a whole number of at least " + min
          : "a whole number from " + min + " to " + max;
    }
  }

  /**
   * A number.
   *
   * @param min least value
   * @param max greatest value
   */
  record Decimal(double min, double max) implements Shape {
    @Override
    public String accepts() {
      return "a number from " + plain(min) + " to " + plain(max);
    }

    private static String plain(double number) {
      return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
  }

  /**
   * One of some words.
   *
   * @param words accepted words
   * @param anyCase whether upper and lower case do not matter
   */
  record Choice(List<String> words, boolean anyCase) implements Shape {
    @Override
    public String accepts() {
      return words.size() == 1 ? '"' + words.get(0) + '"' : "one of " + String.join(", ", words);
    }
  }

  /**
   * A list.
   *
   * @param item shape of the items
   */
  record ListOf(Shape item) implements Shape {
    @Override
    public String accepts() {
      return item instanceof Group ? "a list of dictionaries" : "a list; items: " + item.accepts();
    }
  }

  /**
   * A dictionary with keys of the user's choice.
   *
   * @param key rule for the keys
   * @param value shape of the values
   */
  record DictOf(TextRule key, Shape value) implements Shape {
    @Override
    public String accepts() {
      return "a dictionary; values: " + value.accepts();
    }
  }

  /** Any single value, kept as text. */
  record AnyScalar() implements Shape {
    @Override
    public String accepts() {
      return "a text, number or true/false";
    }
  }

  /**
   * A dictionary with known keys.
   *
   * @param keys the group of keys; supplied late because groups refer to each other
   */
  record Group(Supplier<KeyGroup> keys) implements Shape {
    @Override
    public String accepts() {
      return "a dictionary with " + String.join(", ", keys.get().names());
    }
  }
}
