package io.datareplicator.sandbox.control;

import io.datareplicator.sandbox.files.FilesErrors;
import io.datareplicator.sandbox.files.FilesSettings;
import io.datareplicator.sandbox.files.Generator;
import io.datareplicator.sandbox.files.Manifest;
import io.datareplicator.sandbox.files.VolumeAccess;
import io.datareplicator.sandbox.files.VolumeAccess.Place;
import io.datareplicator.sandbox.files.VolumePath;
import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Input;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import io.datareplicator.sandbox.http.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code /sandbox/files/}: fills volumes, tells what is in them, changes limits. */
public final class FilesControl {
  private final VolumeAccess access;
  private final FilesSettings settings;

  public FilesControl(VolumeAccess access, FilesSettings settings) {
    this.access = access;
    this.settings = settings;
  }

  public void register(Router router) {
    router
        .open("GET", "/sandbox/files/settings", r -> Response.ok(settings.describe()))
        .open("PATCH", "/sandbox/files/settings", this::change)
        .open("POST", "/sandbox/files/last-modified", this::lastModified)
        .open("POST", "/sandbox/files/generate", this::generate)
        .open("GET", "/sandbox/files/manifest", this::manifest);
  }

  private Response change(Request request) {
    settings.change(request.json());
    return Response.ok(settings.describe());
  }

  /** {@code path}: a file or directory; {@code last_modified}: epoch milliseconds. */
  private Response lastModified(Request request) {
    Input in = request.json();
    Place place = access.write(VolumePath.literal(in.required("path")));
    in.required("last_modified");
    place.directory().lastModified(place.segments(), in.number("last_modified", 0));
    return Response.empty();
  }

  private Response generate(Request request) {
    Input in = request.json();
    Place place = access.write(VolumePath.literal(in.required("path")));
    Generator.Plan plan =
        new Generator.Plan(
            (int) atLeast(in, "count", 0, 0),
            numbers(in, "sizes", Generator.SIZES),
            numbers(in, "large_sizes", List.of()),
            (int) atLeast(in, "directories", 0, 0),
            in.number("seed", 0),
            in.flag("hostile"),
            in.has("last_modified") ? in.number("last_modified", 0) : null);
    Generator.Result result = Generator.fill(place.directory(), place.segments(), plan);
    return Response.ok(Json.body().with("files", result.files()).with("bytes", result.bytes()));
  }

  private static long atLeast(Input in, String field, long least, long otherwise) {
    long value = in.number(field, otherwise);
    if (value < least || value > Generator.MAX_FILES) {
      throw ApiException.invalid(
          field + " must be between " + least + " and " + Generator.MAX_FILES);
    }
    return value;
  }

  private static List<Long> numbers(Input in, String field, List<Long> otherwise) {
    if (!in.has(field)) {
      return otherwise;
    }
    List<Long> numbers = new ArrayList<>();
    for (var element : in.raw(field)) {
      if (!element.canConvertToLong() || element.asLong() < 0) {
        throw ApiException.invalid(field + " must be a list of numbers of bytes");
      }
      numbers.add(element.asLong());
    }
    return numbers;
  }

  /** {@code path} as a query parameter; the answer is written while the files are read. */
  private Response manifest(Request request) {
    Place place = access.read(VolumePath.literal(request.requiredQuery("path")));
    if (place.directory().stat(place.segments()) == null) {
      throw FilesErrors.noDirectory();
    }
    return Response.streamed(200, new Manifest(place), Map.of("Content-Type", "application/json"));
  }
}
