package io.datareplicator.sandbox.api;

import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Input;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import io.datareplicator.sandbox.http.Router;
import io.datareplicator.sandbox.metastore.WorkspaceObjects;
import io.datareplicator.sandbox.metastore.WorkspaceObjects.Entry;
import io.datareplicator.sandbox.metastore.WorkspaceObjects.Kind;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Folders, files and notebooks of the workspace (reference §7). */
public final class WorkspaceApi {
  private static final String ROOT = "/api/2.0/workspace";
  private static final int MAX_BYTES = 10 << 20;
  private static final Set<String> LANGUAGES = Set.of("PYTHON", "SQL", "SCALA", "R");
  private static final Map<String, String> BY_ENDING =
      Map.of(".py", "PYTHON", ".sql", "SQL", ".scala", "SCALA", ".r", "R");

  private final WorkspaceObjects objects;

  public WorkspaceApi(WorkspaceObjects objects) {
    this.objects = objects;
  }

  public void register(Router router) {
    router
        .add("POST", ROOT + "/import", this::importObject)
        .add("POST", ROOT + "/mkdirs", this::mkdirs)
        .add("GET", ROOT + "/get-status", this::status)
        .add("GET", ROOT + "/list", this::list)
        .add("GET", ROOT + "/export", this::export)
        .add("POST", ROOT + "/delete", this::delete);
  }

  private Response importObject(Request request) {
    Input in = request.json();
    String path = in.required("path");
    byte[] content = content(in);
    String format = in.text("format", "SOURCE");
    String language = in.text("language", null);
    if (language != null && !LANGUAGES.contains(language)) {
      throw ApiException.invalid("language must be one of " + LANGUAGES + ", got " + language);
    }
    boolean overwrite = in.flag("overwrite");
    switch (format) {
      case "RAW" -> objects.put(path, Kind.FILE, null, content, overwrite);
      case "SOURCE" -> {
        String spoken = language == null ? BY_ENDING.get(ending(path)) : language;
        if (spoken == null) {
          throw ApiException.invalid(
              "Unsupported or missing language: it is required for the format SOURCE");
        }
        objects.put(path, Kind.NOTEBOOK, spoken, content, overwrite);
      }
      case "AUTO" -> auto(path, content, overwrite);
      case "JUPYTER", "HTML", "DBC", "R_MARKDOWN" ->
          throw new ApiException(
              501, "NOT_IMPLEMENTED", "The sandbox does not read the format " + format);
      default -> throw ApiException.invalid("Unknown format: " + format);
    }
    return Response.empty();
  }

  private void auto(String path, byte[] content, boolean overwrite) {
    String ending = ending(path);
    String language = BY_ENDING.get(ending);
    if (language != null && WorkspaceObjects.isNotebookSource(content)) {
      String name = path.substring(0, path.length() - ending.length());
      objects.put(name, Kind.NOTEBOOK, language, content, overwrite);
    } else {
      objects.put(path, Kind.FILE, null, content, overwrite);
    }
  }

  private static String ending(String path) {
    int dot = path.lastIndexOf('.');
    return dot <= path.lastIndexOf('/') ? "" : path.substring(dot).toLowerCase(Locale.ROOT);
  }

  private static byte[] content(Input in) {
    byte[] content;
    try {
      content = Base64.getDecoder().decode(in.text("content", ""));
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid("content is not Base64");
    }
    if (content.length > MAX_BYTES) {
      throw new ApiException(
          400, "MAX_NOTEBOOK_SIZE_EXCEEDED", "File size imported is above the limit");
    }
    return content;
  }

  private Response mkdirs(Request request) {
    objects.makeDirectories(request.json().required("path"));
    return Response.empty();
  }

  private Response status(Request request) {
    String path = request.requiredQuery("path");
    return Response.ok(render(path, objects.get(path)));
  }

  private Response list(Request request) {
    List<Json.Body> found =
        objects.list(request.requiredQuery("path")).stream()
            .map(o -> render(o.path(), o.entry()))
            .toList();
    return Response.ok(Json.body().with("objects", found.isEmpty() ? null : found));
  }

  private static Json.Body render(String path, Entry entry) {
    boolean file = entry.kind() == Kind.FILE;
    return Json.body()
        .with("object_type", entry.kind())
        .with("path", path)
        .with("object_id", entry.id())
        .with("resource_id", Long.toString(entry.id()))
        .with("language", entry.language())
        .with("created_at", entry.kind() == Kind.DIRECTORY ? null : entry.createdAt())
        .with("modified_at", entry.kind() == Kind.DIRECTORY ? null : entry.modifiedAt())
        .with("size", file ? entry.bytes().length : null);
  }

  private Response export(Request request) {
    String path = request.requiredQuery("path");
    String format = request.query("format") == null ? "SOURCE" : request.query("format");
    if (!Set.of("SOURCE", "AUTO", "RAW").contains(format)) {
      throw new ApiException(
          501, "NOT_IMPLEMENTED", "The sandbox does not write the format " + format);
    }
    Entry entry = objects.get(path);
    if (entry.kind() == Kind.DIRECTORY) {
      throw ApiException.invalid("A folder can only be exported as DBC");
    }
    String type = entry.language() == null ? ending(path).replace(".", "") : entry.language();
    return Response.ok(
        Json.body()
            .with("content", entry.content())
            .with("file_type", type.toLowerCase(Locale.ROOT)));
  }

  private Response delete(Request request) {
    Input in = request.json();
    objects.delete(in.required("path"), in.flag("recursive"));
    return Response.empty();
  }
}
