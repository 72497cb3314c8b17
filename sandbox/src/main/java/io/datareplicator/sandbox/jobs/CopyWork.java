package io.datareplicator.sandbox.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.datareplicator.sandbox.files.FileContent;
import io.datareplicator.sandbox.files.VolumeAccess;
import io.datareplicator.sandbox.files.VolumeAccess.Place;
import io.datareplicator.sandbox.files.VolumeDirectory.Stat;
import io.datareplicator.sandbox.files.VolumePath;
import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.sql.SqlEngine.SqlFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The copying of one {@link CopyTask}; its checkpoint is read by the Python streams as well. */
final class CopyWork {
  private static final String CHECKPOINTS = "_checkpoints";
  private static final String TEMPORARY = ".dr-copy-";
  private static final int BATCH = 1000;
  private static final Set<String> OPTIONS =
      Set.of(
          "cloudfiles.format",
          "cloudfiles.allowoverwrites",
          "cloudfiles.maxfilespertrigger",
          "modifiedafter",
          "modifiedbefore",
          "pathglobfilter");

  private final VolumeAccess access;
  private final CopyLog log;
  private final Consumer<String> lines;
  private final Map<String, String> options = new TreeMap<>();
  private final List<String> folder;
  private final String source;
  private final String target;
  private final String checkpoint;
  private final boolean reload;
  private final boolean anew;

  private record Found(String path, long length, long modified) {}

  CopyWork(VolumeAccess access, CopyLog log, JsonNode arguments, Consumer<String> lines) {
    this.access = access;
    this.log = log;
    this.lines = lines;
    String bare = arguments.path("folder").asText("").replaceAll("^/+|/+$", "");
    folder = bare.isEmpty() ? List.of() : List.of(bare.split("/", -1));
    String below = bare.isEmpty() ? "" : "/" + bare;
    source = arguments.path("source_volume").asText() + below;
    String volume = arguments.path("target_volume").asText();
    target = volume + below;
    checkpoint = volume + "/" + CHECKPOINTS + below;
    reload = arguments.path("delete_and_reload").asBoolean();
    anew = reload || arguments.path("delete_checkpoint").asBoolean();
    arguments
        .path("options")
        .fields()
        .forEachRemaining(
            o -> options.put(o.getKey().toLowerCase(Locale.ROOT), o.getValue().asText()));
    if (!folder.isEmpty() && folder.get(0).equals(CHECKPOINTS)) {
      throw ApiException.invalid("not a folder of a volume that can be copied: " + bare);
    }
    for (String option : options.keySet()) {
      if (!OPTIONS.contains(option)) {
        throw ApiException.invalid("without python3 the sandbox does not know option " + option);
      }
    }
  }

  void run() throws SqlFailure, InterruptedException, IOException {
    Place from = access.read(VolumePath.literal(source));
    requireDirectory(from);
    access.write(VolumePath.literal(target));
    if (anew) {
      empty(checkpoint);
    }
    if (reload) {
      empty(target);
    }
    if (!anew) {
      again();
    }
    ObjectNode seen = seen();
    List<Found> files = new ArrayList<>();
    Long after = log.millis(options.get("modifiedafter"));
    Long before = log.millis(options.get("modifiedbefore"));
    boolean overwrites = !"false".equalsIgnoreCase(options.get("cloudfiles.allowoverwrites"));
    for (Found file : files(source)) {
      JsonNode known = seen.get(file.path());
      boolean changed = known == null || (overwrites && known.asLong() != file.modified());
      if (changed
          && (after == null || file.modified() > after)
          && (before == null || file.modified() < before)
          && fits(file.path())) {
        files.add(file);
      }
    }
    long number = 0;
    for (int start = 0; start < files.size(); start += BATCH) {
      List<Found> batch = files.subList(start, Math.min(start + BATCH, files.size()));
      copy(batch, number++);
      batch.forEach(f -> seen.put(f.path(), f.modified()));
      write(checkpoint + "/sources/0/files.json", Json.bytes(seen));
    }
  }

  private boolean fits(String path) {
    String pattern = options.get("pathglobfilter");
    if (pattern == null) {
      return true;
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    return matcher.matches(Path.of(path.substring(path.lastIndexOf('/') + 1)));
  }

  /** What failed before and is still there is tried again, the rest marked. */
  private void again() throws SqlFailure, InterruptedException {
    List<Found> there = new ArrayList<>();
    List<CopyLog.Row> gone = new ArrayList<>();
    for (String path : log.failed()) {
      if (!path.startsWith(source + "/")) {
        continue;
      }
      Place place = access.read(VolumePath.literal(path));
      Stat stat = place.directory().stat(place.segments());
      if (stat != null) {
        there.add(new Found(path, stat.size(), stat.lastModified()));
      } else {
        gone.add(
            new CopyLog.Row(
                path,
                targetOf(path),
                0,
                0,
                "skipped",
                "the source file is not there any more",
                null));
      }
    }
    copy(there, null);
    log.write(gone);
  }

  private String targetOf(String path) {
    return target + path.substring(source.length());
  }

  private void copy(List<Found> files, Long batch) throws SqlFailure, InterruptedException {
    List<CopyLog.Row> rows = new ArrayList<>();
    for (Found file : files) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      String error = null;
      try {
        copy(file.path(), targetOf(file.path()));
      } catch (ApiException e) {
        error = e.getMessage();
      } catch (IOException | UncheckedIOException e) {
        error = String.valueOf(e);
      }
      rows.add(
          new CopyLog.Row(
              file.path(),
              targetOf(file.path()),
              file.length(),
              file.modified(),
              error == null ? "success" : "failed",
              error,
              batch));
    }
    log.write(rows);
    lines.accept(files.size() + " files were tried");
  }

  private void copy(String path, String to) throws IOException {
    Place from = access.readFile(VolumePath.literal(path));
    Place place = access.writeFile(VolumePath.literal(to));
    Path temporary = place.directory().temporary();
    try (FileContent content = from.directory().open(from.segments())) {
      if (content == null) {
        throw ApiException.notFound("the source file is not there any more");
      }
      try (OutputStream out = Files.newOutputStream(temporary)) {
        content.writeTo(out);
      }
    }
    place.directory().publish(temporary, place.segments(), true);
  }

  private ObjectNode seen() throws IOException {
    Place place = access.read(VolumePath.literal(checkpoint + "/sources/0/files.json"));
    try (FileContent content = place.directory().open(place.segments())) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      if (content != null) {
        content.writeTo(bytes);
        return (ObjectNode) Json.parse(bytes.toByteArray());
      }
      return Json.mapper().createObjectNode();
    }
  }

  private void write(String path, byte[] bytes) throws IOException {
    Place place = access.write(VolumePath.literal(path));
    Path temporary = place.directory().temporary();
    Files.write(temporary, bytes);
    place.directory().publish(temporary, place.segments(), true);
  }

  private static void requireDirectory(Place place) {
    Stat stat = place.directory().stat(place.segments());
    if (stat == null || !stat.directory()) {
      throw ApiException.notFound("there is no folder " + place.path() + " in the source");
    }
  }

  private List<Found> files(String directory) {
    List<Found> found = new ArrayList<>();
    Place place = access.read(VolumePath.literal(directory));
    for (String name : place.directory().names(place.segments())) {
      String path = directory + "/" + name;
      Place each = access.read(VolumePath.literal(path));
      Stat stat = each.directory().stat(each.segments());
      boolean ours =
          (folder.isEmpty() && path.equals(source + "/" + CHECKPOINTS))
              || name.startsWith(TEMPORARY);
      if (stat == null || ours) {
        continue;
      }
      if (stat.directory()) {
        found.addAll(files(path));
      } else {
        found.add(new Found(path, stat.size(), stat.lastModified()));
      }
    }
    return found;
  }

  private void empty(String directory) {
    Place place = access.write(VolumePath.literal(directory));
    for (String name : place.directory().names(place.segments())) {
      Place each = access.write(VolumePath.literal(directory + "/" + name));
      Stat stat = each.directory().stat(each.segments());
      if (stat != null && stat.directory()) {
        empty(directory + "/" + name);
        each.directory().deleteDirectory(each.segments());
      } else if (stat != null) {
        each.directory().deleteFile(each.segments(), false);
      }
    }
  }
}
