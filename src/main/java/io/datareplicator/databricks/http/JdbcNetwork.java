package io.datareplicator.databricks.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Connection properties of databricks-jdbc for trust and proxy. */
final class JdbcNetwork {
  private static final String NO_USER = "0";
  private static final String BASIC = "1";

  private JdbcNetwork() {}

  /**
   * @param trusted null = what the driver trusts anyway
   * @param proxy null = none
   */
  static Map<String, String> parameters(TrustStore trusted, Proxy proxy, Supplier<Path> directory) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (trusted != null) {
      String password = UUID.randomUUID().toString();
      Redactor.register(password);
      parameters.put("SSLTrustStore", write(trusted, password, directory.get()).toString());
      parameters.put("SSLTrustStoreType", TrustStore.TYPE);
      parameters.put("SSLTrustStorePwd", password);
    }
    if (proxy != null) {
      parameters.put("UseProxy", "1");
      parameters.put("ProxyHost", proxy.host());
      parameters.put("ProxyPort", Integer.toString(proxy.port()));
      parameters.put("ProxyAuth", proxy.hasUser() ? BASIC : NO_USER);
      if (proxy.hasUser()) {
        parameters.put("ProxyUID", proxy.user());
        parameters.put("ProxyPwd", proxy.password());
      }
    }
    if (!parameters.isEmpty()) {
      // The driver asks the authority about every certificate, without the proxy, and refuses what
      // it hears nothing about; private authorities rarely answer. A revocation it hears of counts.
      parameters.put("AcceptUndeterminedRevocation", "1");
    }
    if (proxy != null && proxy.hasUser() && !isAscii(proxy.user() + proxy.password())) {
      throw new NetworkSetupException(
          proxy
              + " has letters other than those of ASCII in its user or password, which the JDBC driver"
              + " would send in another encoding; choose another, or set warehouse_id");
    }
    parameters.forEach(
        (name, value) -> {
          if (value.indexOf(';') >= 0) {
            throw new NetworkSetupException(
                (name.startsWith("SSL") ? "the temporary directory" : proxy.toString())
                    + " has a semicolon in its "
                    + (name.startsWith("SSL") ? "path" : "user or password")
                    + ", which the JDBC driver cannot take; choose another");
          }
        });
    return parameters;
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 128);
  }

  private static Path write(TrustStore trusted, String password, Path directory) {
    try {
      // temporary files are made readable by their owner alone
      Path file = Files.createTempFile(directory, "trust", ".p12");
      try (OutputStream out = Files.newOutputStream(file)) {
        trusted.store().store(out, password.toCharArray());
      }
      return file.toAbsolutePath();
    } catch (IOException | GeneralSecurityException e) {
      throw new NetworkSetupException(
          "the trust store for the JDBC driver cannot be written to " + directory, e);
    }
  }
}
