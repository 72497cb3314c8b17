package io.datareplicator.sandbox.files;

import io.datareplicator.sandbox.http.Router;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code /Volumes/catalog/schema/volume[/segment]…}, taken apart. Segments are literal: no Unicode
 * normalisation, nothing but {@code .} and {@code ..} is special, and those are refused.
 *
 * @param trailingSlash whether the path was written as that of a directory
 */
public record VolumePath(
    String catalog, String schema, String volume, List<String> segments, boolean trailingSlash) {
  private static final String ROOT = "Volumes";
  private static final int MAX_BYTES = 1024;

  public VolumePath {
    segments = List.copyOf(segments);
  }

  /**
   * From a request's path, each segment percent-encoded.
   *
   * @param raw without the slash at its beginning
   */
  public static VolumePath encoded(String raw) {
    if (!raw.chars().allMatch(c -> c < 0x80)) {
      throw FilesErrors.invalidPath("characters outside of ASCII must be percent-encoded");
    }
    List<String> parts = new ArrayList<>();
    for (String segment : raw.split("/", -1)) {
      parts.add(Router.decode(segment));
    }
    return of(parts);
  }

  /** From a JSON field or query parameter: {@code /Volumes/…} as it reads. */
  public static VolumePath literal(String path) {
    if (!path.startsWith("/")) {
      throw FilesErrors.invalidPath("it must begin with /" + ROOT + "/");
    }
    try {
      StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(path));
    } catch (CharacterCodingException e) {
      throw FilesErrors.invalidPath("it is not Unicode");
    }
    return of(List.of(path.substring(1).split("/", -1)));
  }

  private static VolumePath of(List<String> parts) {
    if (!parts.get(0).equals(ROOT)) {
      throw FilesErrors.invalidPath("unsupported first path component: " + parts.get(0));
    }
    boolean slash = parts.size() > 1 && parts.get(parts.size() - 1).isEmpty();
    List<String> names = parts.subList(1, slash ? parts.size() - 1 : parts.size());
    int bytes = 0;
    for (String name : names) {
      if (name.isEmpty()) {
        throw FilesErrors.invalidPath("it has an empty component");
      }
      if (name.equals(".") || name.equals("..")) {
        throw FilesErrors.invalidPath("the component '" + name + "' is not allowed");
      }
      if (name.indexOf('/') >= 0) {
        throw FilesErrors.invalidPath("a component contains a slash");
      }
      bytes += name.getBytes(StandardCharsets.UTF_8).length + 1;
    }
    if (names.size() < 3) {
      throw FilesErrors.invalidPath("it names no volume: expected /Volumes/catalog/schema/volume");
    }
    if (bytes > MAX_BYTES) {
      throw FilesErrors.invalidPath("it is longer than " + MAX_BYTES + " bytes");
    }
    return new VolumePath(
        names.get(0), names.get(1), names.get(2), names.subList(3, names.size()), slash);
  }
}
