package io.datareplicator.databricks.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Certificates of authorities from a PEM file.
 *
 * @param file the file as the user wrote it
 * @param origin the option or variable that named it
 */
record CaBundle(String file, String origin, List<X509Certificate> certificates) {
  private static final int LARGEST = 16 * 1024 * 1024;
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([^-]*)(?:-----END \\1-----)?");

  /**
   * Reads a file; anything but certificates between its blocks is ignored.
   *
   * @throws NetworkSetupException when it cannot be read or holds no certificate
   */
  static CaBundle read(String file, String origin) {
    String text = new String(bytes(file, origin), StandardCharsets.ISO_8859_1);
    List<X509Certificate> certificates = new ArrayList<>();
    boolean key = false;
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      String label = block.group(1);
      key |= label.endsWith("PRIVATE KEY");
      if (label.equals("CERTIFICATE") || label.equals("X509 CERTIFICATE")) {
        int number = certificates.size() + 1;
        if (!block.group().endsWith("-----END " + label + "-----")) {
          throw broken(file, origin, number, null);
        }
        certificates.add(certificate(block.group(2), file, origin, number));
      }
    }
    if (certificates.isEmpty()) {
      throw bad(
          file,
          origin,
          key
              ? "holds a private key and no certificate; give the certificate of the authority, and"
                  + " keep the key secret"
              : text.isBlank()
                  ? "is empty; it must hold the certificate of the authority as PEM"
                  : "holds no certificate as PEM (-----BEGIN CERTIFICATE-----); a binary one is"
                      + " converted by: openssl x509 -inform der -in FILE -out ca.pem",
          null);
    }
    return new CaBundle(file, origin, List.copyOf(certificates));
  }

  private static byte[] bytes(String file, String origin) {
    Path path;
    try {
      path = Path.of(file);
    } catch (InvalidPathException notAPath) {
      throw bad(file, origin, "is not a path", notAPath);
    }
    if (!Files.exists(path)) {
      throw bad(file, origin, "does not exist; check the path", null);
    }
    if (Files.isDirectory(path)) {
      throw bad(file, origin, "is a directory; give one PEM file", null);
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw bad(file, origin, "is larger than 16 MB, which no file of authorities is", null);
      }
      return bytes;
    } catch (IOException e) {
      throw bad(file, origin, "cannot be read; check its permissions", e);
    }
  }

  private static X509Certificate certificate(String base64, String file, String origin, int n) {
    try {
      byte[] der = Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (IllegalArgumentException | CertificateException e) {
      throw broken(file, origin, n, e);
    }
  }

  private static NetworkSetupException broken(String file, String origin, int n, Exception cause) {
    return bad(
        file, origin, "is damaged: certificate " + n + " cannot be read; export it again", cause);
  }

  private static NetworkSetupException bad(String file, String origin, String why, Exception e) {
    return new NetworkSetupException(origin + ": the file " + file + " " + why, e);
  }

  /** Sentences about certificates that are no longer valid. */
  List<String> expired(Instant now) {
    return certificates.stream()
        .filter(c -> now.isAfter(c.getNotAfter().toInstant()))
        .map(
            c ->
                origin
                    + ": the authority "
                    + name(c)
                    + " of "
                    + file
                    + " expired on "
                    + c.getNotAfter().toInstant()
                    + "; get the current one")
        .toList();
  }

  private static String name(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getName();
  }
}
