package io.datareplicator.cli;

import org.eclipse.microprofile.config.ConfigProvider;
import picocli.CommandLine.IVersionProvider;

/** The version of the build. */
public class VersionProvider implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"data-replicator " + version()};
  }

  static String version() {
    return ConfigProvider.getConfig().getValue("quarkus.application.version", String.class);
  }
}
