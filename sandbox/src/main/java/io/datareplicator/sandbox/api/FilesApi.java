package io.datareplicator.sandbox.api;

import io.datareplicator.sandbox.files.FileContent;
import io.datareplicator.sandbox.files.FilesErrors;
import io.datareplicator.sandbox.files.FilesSettings;
import io.datareplicator.sandbox.files.Receiver;
import io.datareplicator.sandbox.files.VolumeAccess;
import io.datareplicator.sandbox.files.VolumeAccess.Place;
import io.datareplicator.sandbox.files.VolumeDirectory.Stat;
import io.datareplicator.sandbox.files.VolumePath;
import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import io.datareplicator.sandbox.http.Router;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files and directories in volumes (reference §6). */
public final class FilesApi {
  static final String FILES = "/api/2.0/fs/files";
  private static final String DIRECTORIES = "/api/2.0/fs/directories";

  private final VolumeAccess access;
  private final FilesSettings settings;
  private final Paging paging;

  public FilesApi(VolumeAccess access, FilesSettings settings, Paging paging) {
    this.access = access;
    this.settings = settings;
    this.paging = paging;
  }

  public void register(Router router) {
    router
        .tree("PUT", FILES, true, this::upload)
        .tree("GET", FILES, false, this::download)
        .tree("HEAD", FILES, false, this::download)
        .tree("DELETE", FILES, false, this::delete)
        .tree("PUT", DIRECTORIES, false, this::makeDirectory)
        .tree("GET", DIRECTORIES, false, this::list)
        .tree("HEAD", DIRECTORIES, false, this::directoryExists)
        .tree("DELETE", DIRECTORIES, false, this::deleteDirectory);
  }

  static VolumePath path(Request request) {
    return VolumePath.encoded(request.path(Router.REST));
  }

  /** Unset means true. */
  static boolean overwrite(String value) {
    if (value == null || value.isEmpty() || value.equalsIgnoreCase("true")) {
      return true;
    }
    if (value.equalsIgnoreCase("false")) {
      return false;
    }
    throw ApiException.invalid("overwrite must be true or false");
  }

  private Response upload(Request request) {
    store(
        request,
        access.writeFile(path(request)),
        overwrite(request.query("overwrite")),
        settings.maxPutBytes());
    return Response.status(204);
  }

  /** Receives a file and makes it visible. */
  static void store(Request request, Place place, boolean overwrite, long limit) {
    Stat present = place.directory().stat(place.segments());
    if (present != null && present.directory()) {
      throw FilesErrors.kindConflict("There is a directory where a file is to be.");
    }
    if (present != null && !overwrite) {
      throw FilesErrors.fileExists();
    }
    Path temporary = place.directory().temporary();
    boolean complete = false;
    try {
      Receiver.receive(request, temporary, limit, null);
      complete = true;
    } finally {
      if (!complete) {
        place.directory().discard(temporary);
      }
    }
    place.directory().publish(temporary, place.segments(), overwrite);
  }

  private Response download(Request request) {
    return read(request, access.readFile(path(request)));
  }

  static Response read(Request request, Place place) {
    FileContent content = place.directory().open(place.segments());
    if (content == null) {
      throw FilesErrors.noFile();
    }
    return FileDownload.of(request, content);
  }

  private Response delete(Request request) {
    remove(access.writeFile(path(request)));
    return Response.status(204);
  }

  void remove(Place place) {
    place.directory().deleteFile(place.segments(), settings.implicitDirectories());
  }

  private Response makeDirectory(Request request) {
    Place place = access.write(path(request));
    place.directory().makeDirectory(place.segments());
    return Response.status(204);
  }

  private Place directory(Request request) {
    Place place = access.read(path(request));
    Stat stat = place.directory().stat(place.segments());
    boolean vanished =
        settings.implicitDirectories() && place.directory().names(place.segments()).isEmpty();
    if (stat == null || !stat.directory() || vanished) {
      throw FilesErrors.noDirectory();
    }
    return place;
  }

  private Response directoryExists(Request request) {
    directory(request);
    return Response.status(200);
  }

  private Response deleteDirectory(Request request) {
    Place place = access.write(path(request));
    if (place.segments().isEmpty()) {
      throw FilesErrors.invalidPath("a volume's own directory cannot be deleted");
    }
    place.directory().deleteDirectory(place.segments());
    return Response.status(204);
  }

  private Response list(Request request) {
    Place place = directory(request);
    return paging.lookedUp(
        request,
        "contents",
        settings.listPageSize(),
        place.directory().names(place.segments()),
        name -> entry(place, name));
  }

  private static Json.Body entry(Place place, String name) {
    List<String> segments = new ArrayList<>(place.segments());
    segments.add(name);
    Stat stat = place.directory().stat(segments);
    if (stat == null) {
      return null;
    }
    return Json.body()
        .with("path", place.path(name) + (stat.directory() ? "/" : ""))
        .with("is_directory", stat.directory())
        .with("file_size", stat.directory() ? null : stat.size())
        .with("last_modified", stat.lastModified())
        .with("name", name);
  }
}
