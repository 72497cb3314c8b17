package io.datareplicator.config.tree;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The bytes of a YAML file and the name to use in messages.
 *
 * @param name name as the user gave it
 * @param bytes content; at most one byte more than {@link YamlReader#MAX_BYTES}
 */
public record YamlText(String name, byte[] bytes) {

  /**
   * Reads a file, but never much more than is allowed.
   *
   * @throws UncheckedIOException when it cannot be read
   */
  public static YamlText of(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      return new YamlText(path.toString(), in.readNBytes(YamlReader.MAX_BYTES + 1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
