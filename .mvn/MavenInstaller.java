import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The part of {@code mvnw} and {@code mvnw.cmd} that a shell cannot count on tools for. The JDK
 * runs it from source, so that nothing but a JDK is needed to check and unpack Maven.
 */
final class MavenInstaller {

  public static void main(String[] args) throws InterruptedException {
    try {
      if (args.length == 3 && args[0].equals("download")) {
        download(URI.create(args[1]), Path.of(args[2]));
      } else if (args.length == 4 && args[0].equals("install")) {
        install(Path.of(args[1]), args[2], Path.of(args[3]).toAbsolutePath());
      } else {
        throw new IOException("usage: download URL FILE | install ZIP SHA512 DIRECTORY");
      }
    } catch (IOException | IllegalArgumentException e) {
      System.err.println(e.getClass() == IOException.class ? e.getMessage() : e);
      System.exit(1);
    }
  }

  private static void download(URI url, Path file) throws IOException, InterruptedException {
    HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(30))
            .build();
    HttpRequest request = HttpRequest.newBuilder(url).timeout(Duration.ofMinutes(10)).build();
    int status = client.send(request, BodyHandlers.ofFile(file)).statusCode();
    if (status != 200) {
      throw new IOException("HTTP status " + status);
    }
  }

  /**
   * Unpacks the archive's only top directory as {@code home}. Other processes may do the same at
   * the same time: {@code home} appears complete or not at all, and the first one wins.
   */
  private static void install(Path zip, String sha512, Path home) throws IOException {
    String actual = sha512(zip);
    if (!actual.equalsIgnoreCase(sha512)) {
      throw new IOException(
          "the SHA-512 of " + zip.getFileName() + " is " + actual + ", expected " + sha512);
    }
    Path unpacked = zip.resolveSibling("unpacked");
    unzip(zip, unpacked);
    Path top;
    try (var children = Files.list(unpacked)) {
      top = children.findFirst().orElseThrow(() -> new IOException(zip + " is empty"));
    }
    try (var commands = Files.newDirectoryStream(top.resolve("bin"), "mvn*")) {
      for (Path command : commands) {
        command.toFile().setExecutable(true, false);
      }
    }
    try {
      Files.move(top, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.exists(home.resolve("bin").resolve("mvn"))) {
        throw new IOException(home + " cannot be written, or holds no Maven: remove it", e);
      }
    }
  }

  private static String sha512(Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-512");
    } catch (NoSuchAlgorithmException e) {
      throw new IOException("this JDK has no SHA-512", e);
    }
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void unzip(Path zip, Path directory) throws IOException {
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        Path file = directory.resolve(entry.getName()).normalize();
        if (!file.startsWith(directory)) {
          throw new IOException("the archive would write outside of its directory: " + entry);
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.getParent());
          Files.copy(in, file);
        }
      }
    }
  }
}
