package io.datareplicator.sandbox.metastore;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The naming rules of Unity Catalog objects (reference §0, §4). */
public final class Names {
  private static final int MAX_LENGTH = 255;
  private static final Pattern SHARED_AS = Pattern.compile("[A-Za-z0-9_]+\\.[A-Za-z0-9_]+");
  private static final Set<String> CLOUDS = Set.of("aws", "azure", "gcp");

  private Names() {}

  /**
   * Folds the case of a name that is looked up; it is not validated, because it may simply not
   * exist.
   */
  public static String key(String name) {
    return name == null ? "" : name.toLowerCase(Locale.ROOT);
  }

  /**
   * Folds and checks the name of a new object.
   *
   * @throws UcException INVALID_PARAMETER_VALUE when Unity Catalog would refuse the name
   */
  public static String valid(String name) {
    if (name == null || name.isEmpty()) {
      throw UcException.invalid("Invalid input: name \"\" is not a valid name");
    }
    if (name.length() > MAX_LENGTH) {
      throw UcException.invalid(
          "Invalid input: a name has at most " + MAX_LENGTH + " characters, got " + name.length());
    }
    boolean refused = name.codePoints().anyMatch(Names::refused);
    if (refused) {
      throw UcException.invalid(
          "Invalid input: name \""
              + printable(name)
              + "\" is not a valid name. Names cannot contain spaces, periods, forward slashes or control characters");
    }
    return key(name);
  }

  private static boolean refused(int c) {
    return c == ' ' || c == '.' || c == '/' || c < 0x20 || c == 0x7f;
  }

  private static String printable(String name) {
    return name.replaceAll("\\p{Cntrl}", "?");
  }

  /** Checks a two-part {@code shared_as} and folds its case. */
  static String sharedAs(String sharedAs) {
    if (!SHARED_AS.matcher(sharedAs).matches()) {
      throw UcException.invalid(
          "shared_as \""
              + printable(sharedAs)
              + "\" is not valid: it must be schema.table of letters, digits and underscores");
    }
    return key(sharedAs);
  }

  /** Checks a sharing identifier {@code cloud:region:uuid}. */
  static void checkGlobalMetastoreId(String id) {
    List<String> parts = id == null ? List.of() : List.of(id.split(":", -1));
    boolean ok =
        parts.size() == 3
            && CLOUDS.contains(parts.get(0))
            && !parts.get(1).isBlank()
            && parts.get(2).matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    if (!ok) {
      throw UcException.invalid(
          "data_recipient_global_metastore_id must have the form cloud:region:uuid, got '"
              + id
              + "'");
    }
  }

  /** Splits a full name that has exactly {@code parts} parts. */
  static String[] split(String fullName, int parts) {
    String[] found = key(fullName).split("\\.", -1);
    if (found.length != parts) {
      throw UcException.invalid(
          "'"
              + printable(String.valueOf(fullName))
              + "' is not a full name of "
              + parts
              + " parts");
    }
    return found;
  }
}
