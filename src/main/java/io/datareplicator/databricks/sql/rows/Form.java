package io.datareplicator.databricks.sql.rows;

import io.datareplicator.databricks.sql.Identifier;
import io.datareplicator.databricks.sql.Literal;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * How the values of a column, element or field of one side are written for a hash.
 *
 * <p>A piece is text that is never NULL and tells where it ends, so that pieces in a row can only
 * be read in one way: {@code ~} for NULL, {@code text,} for what has no comma in it, {@code
 * bytes:text} for strings, and pieces in brackets for what has parts.
 */
sealed interface Form {
  String NULL_PIECE = "'~'";

  /** An expression that xxhash64 hashes soundly; it may be NULL only where the value is. */
  String value(String path);

  /**
   * A piece.
   *
   * @param depth how many variables of lambdas are in use
   */
  String piece(String path, int depth);

  /** Whether a value can be longer than a hash. */
  default boolean isLong() {
    return true;
  }

  /** A value of few bytes, or one that prints without a comma. */
  record Flat(UnaryOperator<String> native_, UnaryOperator<String> text, boolean isLong)
      implements Form {
    @Override
    public String value(String path) {
      return native_.apply(path);
    }

    @Override
    public String piece(String path, int depth) {
      return "coalesce(concat(" + text.apply(path) + ", ','), " + NULL_PIECE + ")";
    }
  }

  /** A string; its bytes count, not what its collation takes for equal. */
  record Text(UnaryOperator<String> bytes) implements Form {
    @Override
    public String value(String path) {
      return bytes.apply(path);
    }

    @Override
    public String piece(String path, int depth) {
      return counted(bytes.apply(path));
    }

    private static String counted(String text) {
      return "coalesce(concat(octet_length(" + text + "), ':', " + text + "), " + NULL_PIECE + ")";
    }
  }

  /** Only ever NULL. */
  record Void() implements Form {
    @Override
    public String value(String path) {
      return Literal.NULL;
    }

    @Override
    public String piece(String path, int depth) {
      return NULL_PIECE;
    }

    @Override
    public boolean isLong() {
      return false;
    }
  }

  /** What has parts: there is no hash of it but of its text. */
  sealed interface Parts extends Form {
    @Override
    default String value(String path) {
      return piece(path, 0);
    }
  }

  record OfArray(Form element) implements Parts {
    @Override
    public String piece(String path, int depth) {
      String x = "x" + depth;
      return "coalesce(concat('[', array_join(transform("
          + path
          + ", "
          + x
          + " -> "
          + element.piece(x, depth + 1)
          + "), ''), ']'), "
          + NULL_PIECE
          + ")";
    }
  }

  /** Entries in the order of their text: a map has none of its own. */
  record OfMap(Form key, Form entry) implements Parts {
    @Override
    public String piece(String path, int depth) {
      String x = "x" + depth;
      return "coalesce(concat('{', array_join(array_sort(transform(map_entries("
          + path
          + "), "
          + x
          + " -> concat("
          + key.piece(x + ".key", depth + 1)
          + ", "
          + entry.piece(x + ".value", depth + 1)
          + "))), ''), '}'), "
          + NULL_PIECE
          + ")";
    }
  }

  record OfStruct(List<String> names, List<Form> fields) implements Parts {
    @Override
    public String piece(String path, int depth) {
      StringBuilder sql = new StringBuilder("CASE WHEN " + path + " IS NULL THEN " + NULL_PIECE);
      sql.append(" ELSE concat('('");
      for (int i = 0; i < names.size(); i++) {
        String field = path + "." + Identifier.quote(names.get(i));
        sql.append(", ").append(fields.get(i).piece(field, depth));
      }
      return sql.append(", ')') END").toString();
    }
  }

  /**
   * JSON alone does not tell a date from a string, nor a decimal from a double, and the schema does
   * not where an array has several types: then the parts are looked at, down to some depth.
   */
  record OfVariant(int levels) implements Parts {
    /**
     * Deeper down a date in an array of several types is taken for the string that it prints as.
     */
    static final int LEVELS = 2;

    @Override
    public String piece(String path, int depth) {
      String whole =
          Text.counted("schema_of_variant(" + path + ")")
              + ", "
              + Text.counted("to_json(" + path + ")");
      if (levels > 0) {
        whole +=
            ", CASE WHEN contains(schema_of_variant("
                + path
                + "), 'VARIANT') THEN concat("
                + parts("try_variant_get(" + path + ", '$', 'array<variant>')", depth)
                + ", "
                + parts(
                    "map_values(try_variant_get(" + path + ", '$', 'map<string,variant>'))", depth)
                + ") ELSE '' END";
      }
      return "CASE WHEN "
          + path
          + " IS NULL THEN "
          + NULL_PIECE
          + " ELSE concat("
          + whole
          + ") END";
    }

    private String parts(String array, int depth) {
      return new OfArray(new OfVariant(levels - 1)).piece(array, depth);
    }
  }

  /** A value of a type that has nothing in common with that of the other side. */
  record Marked(String mark, Form own) implements Parts {
    @Override
    public String piece(String path, int depth) {
      return "CASE WHEN "
          + path
          + " IS NULL THEN "
          + NULL_PIECE
          + " ELSE concat("
          + Literal.string(mark)
          + ", "
          + own.piece(path, depth)
          + ") END";
    }
  }
}
