package io.datareplicator.config.tree;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bytes of a YAML file and the name to use in messages. */
public final class YamlText {

  private final String name;
  private final byte[] bytes;

  /**
   * A text that was read already.
   *
   * @param name name as the user gave it
   * @param bytes content; not changed by anyone from now on
   */
  public YamlText(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
  }

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

  /** Name as the user gave it. */
  public String name() {
    return name;
  }

  byte[] bytes() {
    return bytes;
  }
}
