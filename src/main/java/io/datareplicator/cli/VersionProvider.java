package io.datareplicator.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of the build; a native executable has it from build time. */
public class VersionProvider implements IVersionProvider {
  private static final String VERSION = read();

  @Override
  public String[] getVersion() {
    return new String[] {"data-replicator " + version()};
  }

  static String version() {
    return VERSION;
  }

  private static String read() {
    Properties properties = new Properties();
    try (InputStream file = VersionProvider.class.getResourceAsStream("/version.properties")) {
      properties.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }
}
