package io.datareplicator.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certification authority made with the JDK's keytool, and server certificates that it signs. */
public final class TestAuthority {
  private static final String PASSWORD = "only-for-tests";

  private final Path directory;
  private final String name;
  private int servers;

  /**
   * @param directory where its files are written
   * @param validity options of keytool that say from when and how long the authority is valid
   */
  public TestAuthority(Path directory, String name, String... validity) {
    this.directory = directory;
    this.name = name;
    List<String> pair =
        new ArrayList<>(
            List.of("-genkeypair", "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "bc:c"));
    pair.addAll(List.of(validity));
    keytool(name, "ca", pair);
    keytool(name, "ca", List.of("-exportcert", "-rfc", "-file", pem().toString()));
  }

  /** The certificate of the authority as PEM. */
  public Path pem() {
    return directory.resolve(name + ".pem");
  }

  /**
   * What a server with a certificate of this authority needs.
   *
   * @param names subject alternative names as keytool writes them, such as {@code dns:localhost}
   * @param validity options of keytool
   */
  public SSLContext server(String names, String... validity) {
    String server = name + "-server-" + servers++;
    String request = directory.resolve(server + ".csr").toString();
    String certificate = directory.resolve(server + ".pem").toString();
    keytool(server, "server", List.of("-genkeypair", "-keyalg", "EC", "-dname", "CN=server"));
    keytool(server, "server", List.of("-certreq", "-file", request));
    List<String> sign =
        new ArrayList<>(List.of("-gencert", "-rfc", "-infile", request, "-outfile", certificate));
    sign.addAll(List.of("-ext", "san=" + names));
    sign.addAll(List.of(validity));
    keytool(name, "ca", sign);
    keytool(server, "ca", List.of("-importcert", "-noprompt", "-file", pem().toString()));
    keytool(server, "server", List.of("-importcert", "-noprompt", "-file", certificate));
    return context(directory.resolve(server + ".p12"));
  }

  private static SSLContext context(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD.toCharArray());
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private void keytool(String store, String alias, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.add(arguments.get(0));
    command.addAll(List.of("-alias", alias, "-storetype", "PKCS12", "-storepass", PASSWORD));
    command.addAll(List.of("-keystore", directory.resolve(store + ".p12").toString()));
    command.addAll(arguments.subList(1, arguments.size()));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(command + " says " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
