package io.datareplicator.sandbox.metastore;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Buckets and containers of the clouds as directories of this machine. Every URL of a known scheme
 * is a directory {@code <root>/<scheme>/<authority>/<path>}; segments are encoded, so none of them
 * can lead elsewhere or mean something to a file system, a URI or Spark. Locations of any other
 * kind ({@code file:} URIs, plain paths) stay what they are.
 *
 * <p>Shared by all metastores of a world: a bucket is one bucket, whoever looks at it.
 */
public final class CloudStorage {
  /** Scheme as written to the scheme of the same storage. */
  private static final Map<String, String> SCHEMES =
      Map.of(
          "s3", "s3", "s3a", "s3", "s3n", "s3", "abfss", "abfss", "abfs", "abfss", "gs", "gs", "r2",
          "r2", "wasbs", "wasbs", "wasb", "wasbs");

  private static final Pattern URL =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/]*)(/.*)?", Pattern.DOTALL);
  private static final Pattern ENCODED = Pattern.compile("((?:~[0-9a-f]{2})+)");
  private static final int MAX_SEGMENT = 255;

  private final Path root;
  private final Pattern inside;

  /**
   * @param root absolute directory; need not exist
   */
  public CloudStorage(Path root) {
    this.root = root;
    String schemes = String.join("|", List.of("s3", "abfss", "gs", "r2", "wasbs"));
    this.inside =
        Pattern.compile(
            "(?:file:/{0,2})?"
                + Pattern.quote(root.toString())
                + "/("
                + schemes
                + ")/([^/\\s'\"`,)]+)((?:/[^\\s'\"`,)]*)?)");
  }

  /** Whether a location is a URL of one of the clouds. */
  public static boolean isCloud(String location) {
    if (location == null) {
      return false;
    }
    Matcher url = URL.matcher(location);
    return url.matches() && SCHEMES.containsKey(url.group(1).toLowerCase(Locale.ROOT));
  }

  /**
   * The form in which two URLs of the same place are equal: one scheme per storage, lower-case
   * scheme and authority, no empty segments, no slash at the end.
   *
   * @throws UcException INVALID_PARAMETER_VALUE for what is no cloud URL, has no bucket, or has a
   *     segment that is relative or too long
   */
  public static String normalise(String url) {
    Matcher parts = URL.matcher(url == null ? "" : url);
    String scheme = parts.matches() ? SCHEMES.get(parts.group(1).toLowerCase(Locale.ROOT)) : null;
    if (scheme == null) {
      throw UcException.invalid("'" + printable(url) + "' is not a URL of a supported storage");
    }
    String authority = parts.group(2).toLowerCase(Locale.ROOT);
    if (!authority.matches("[a-z0-9][a-z0-9._@:-]*") || authority.contains("..")) {
      throw UcException.invalid("'" + printable(url) + "' names no valid bucket or container");
    }
    StringBuilder normal = new StringBuilder(scheme).append("://").append(authority);
    for (String segment : segments(parts.group(3))) {
      if (segment.equals(".") || segment.equals("..")) {
        throw UcException.invalid(
            "'" + printable(url) + "' must not contain the relative segment '" + segment + "'");
      }
      normal.append('/').append(segment);
    }
    return normal.toString();
  }

  /** Whether {@code child} is {@code parent} or lies below it, segment by segment. */
  public static boolean covers(String parent, String child) {
    String above = normalise(parent);
    String below = normalise(child);
    return below.equals(above) || below.startsWith(above + "/");
  }

  /** Whether one of two URLs contains the other. */
  public static boolean overlap(String a, String b) {
    return covers(a, b) || covers(b, a);
  }

  /**
   * The directory that stands for a URL; it need not exist.
   *
   * @throws UcException as {@link #normalise}
   */
  public Path directory(String url) {
    Matcher parts = URL.matcher(normalise(url));
    if (!parts.matches()) {
      throw new IllegalStateException("Not a URL: " + printable(url));
    }
    Path directory = root.resolve(parts.group(1)).resolve(encode(parts.group(2)));
    for (String segment : segments(parts.group(3))) {
      directory = directory.resolve(encode(segment));
    }
    return directory;
  }

  /** A location that Spark can open: the {@code file:} URI of a cloud URL, others as they are. */
  public String local(String location) {
    return isCloud(location) ? "file:" + directory(location) : location;
  }

  /** A text in which every directory of this storage is written as the cloud's URL again. */
  public String cloud(String text) {
    if (text == null || !text.contains(root.toString())) {
      return text;
    }
    return inside
        .matcher(text)
        .replaceAll(
            m -> Matcher.quoteReplacement(m.group(1) + "://" + decode(m.group(2) + m.group(3))));
  }

  private static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    if (path != null) {
      for (String segment : path.split("/")) {
        if (!segment.isEmpty()) {
          segments.add(segment);
        }
      }
    }
    return segments;
  }

  /** Letters, digits and a few signs stay; each other byte of UTF-8 becomes {@code ~xx}. */
  private static String encode(String segment) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          c < 0x80 && (Character.isLetterOrDigit(c) || "._-=@+".indexOf(c) >= 0) && c != '~';
      if (plain) {
        encoded.append(c);
      } else {
        encoded.append(String.format("~%02x", (int) c));
      }
    }
    if (encoded.length() > MAX_SEGMENT) {
      throw UcException.invalid(
          "A segment of a path is too long for this sandbox: " + printable(segment));
    }
    return encoded.toString();
  }

  private static String decode(String encoded) {
    return ENCODED
        .matcher(encoded)
        .replaceAll(
            m -> {
              ByteArrayOutputStream bytes = new ByteArrayOutputStream();
              for (String hex : m.group(1).substring(1).split("~")) {
                bytes.write(Integer.parseInt(hex, 16));
              }
              return Matcher.quoteReplacement(bytes.toString(StandardCharsets.UTF_8));
            });
  }

  private static String printable(String text) {
    return String.valueOf(text).replaceAll("\\p{Cntrl}", "?");
  }
}
