package io.datareplicator.sandbox.files;

import com.fasterxml.jackson.core.JsonGenerator;
import io.datareplicator.sandbox.files.VolumeAccess.Place;
import io.datareplicator.sandbox.files.VolumeDirectory.Stat;
import io.datareplicator.sandbox.http.Content;
import io.datareplicator.sandbox.http.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Every file below a place as a JSON array of {@code path}, {@code relative_path}, {@code size},
 * {@code sha256} and {@code last_modified}; directory by directory, in the order of names.
 */
public final class Manifest implements Content {
  private final Place place;

  public Manifest(Place place) {
    this.place = place;
  }

  @Override
  public long length() {
    return -1;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    try (JsonGenerator json =
        Json.mapper()
            .getFactory()
            .createGenerator(out)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
      json.writeStartArray();
      directory(json, List.of());
      json.writeEndArray();
    }
  }

  private void directory(JsonGenerator json, List<String> below) throws IOException {
    for (String name : place.directory().names(inside(below))) {
      List<String> relative = new ArrayList<>(below);
      relative.add(name);
      Stat stat = place.directory().stat(inside(relative));
      if (stat == null) {
        continue;
      }
      if (stat.directory()) {
        directory(json, relative);
      } else {
        file(json, relative);
      }
    }
  }

  private List<String> inside(List<String> relative) {
    List<String> segments = new ArrayList<>(place.segments());
    segments.addAll(relative);
    return segments;
  }

  private void file(JsonGenerator json, List<String> relative) throws IOException {
    MessageDigest digest = sha256();
    try (FileContent content = place.directory().open(inside(relative))) {
      if (content == null) {
        return;
      }
      try (DigestOutputStream sink =
          new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
        content.writeTo(sink);
      }
      json.writeStartObject();
      json.writeStringField("path", place.path(relative.toArray(String[]::new)));
      json.writeStringField("relative_path", String.join("/", relative));
      json.writeNumberField("size", content.size());
      json.writeStringField("sha256", HexFormat.of().formatHex(digest.digest()));
      json.writeNumberField("last_modified", content.lastModified());
      json.writeEndObject();
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing in this JDK", e);
    }
  }
}
