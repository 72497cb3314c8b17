package io.datareplicator.config;

/** A value that a configuration file spells with a fixed word. */
public interface ConfigValue {

  /** The word as it stands in the YAML files and on the command line. */
  String yaml();
}
