package io.datareplicator.config.tree;

/**
 * Where a node came from.
 *
 * @param layer layer
 * @param file file name, {@code environment variable NAME} or {@code option --name}; null for
 *     defaults and derived names
 * @param line line, from 1; 0 when there is none
 * @param column column, from 1; 0 when there is none
 */
public record Origin(Layer layer, String file, int line, int column) {

  /** Origin of built-in defaults. */
  public static final Origin DEFAULT = new Origin(Layer.DEFAULT, null, 0, 0);

  /** Origin of names built from other settings. */
  public static final Origin DERIVED = new Origin(Layer.DERIVED, null, 0, 0);

  /** Origin of an option of the command line. */
  public static Origin option(String longName) {
    return new Origin(Layer.COMMAND_LINE, "option " + longName, 0, 0);
  }

  /** Origin of an environment variable. */
  public static Origin variable(String name) {
    return new Origin(Layer.ENVIRONMENT_VARIABLE, "environment variable " + name, 0, 0);
  }

  /** For people: the layer's name and, for files, {@code file:line}. */
  public String describe() {
    return switch (layer) {
      case DEFAULT, DERIVED -> layer.label();
      case COMMAND_LINE, ENVIRONMENT_VARIABLE -> file;
      case ENVIRONMENT, GROUP -> layer.label() + " " + file + ":" + line;
    };
  }
}
