package io.datareplicator.config.tree;

/** Builds key paths such as {@code target_catalogs[0].target_schemas[1].tables}. */
public final class KeyPaths {

  private KeyPaths() {}

  /** The path of a key below a path; keys with other characters than names have are quoted. */
  public static String child(String path, String key) {
    String segment = plain(key) ? key : '"' + key.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    return path.isEmpty() ? segment : path + "." + segment;
  }

  /** The path of an item of the list at a path. */
  public static String item(String path, int index) {
    return path + "[" + index + "]";
  }

  private static boolean plain(String key) {
    return !key.isEmpty()
        && key.chars()
            .allMatch(
                c ->
                    c == '_'
                        || c == '-'
                        || (c >= '0' && c <= '9')
                        || (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z'));
  }
}
