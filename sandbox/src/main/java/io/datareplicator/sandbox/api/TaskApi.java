package io.datareplicator.sandbox.api;

import io.datareplicator.sandbox.files.FileContent;
import io.datareplicator.sandbox.files.FilesErrors;
import io.datareplicator.sandbox.files.Receiver;
import io.datareplicator.sandbox.files.VolumeAccess;
import io.datareplicator.sandbox.files.VolumeAccess.Place;
import io.datareplicator.sandbox.files.VolumeDirectory.Stat;
import io.datareplicator.sandbox.files.VolumePath;
import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Input;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import io.datareplicator.sandbox.http.Router;
import io.datareplicator.sandbox.jobs.TaskSession;
import io.datareplicator.sandbox.sql.SqlEngine;
import io.datareplicator.sandbox.sql.SqlEngine.Parameter;
import io.datareplicator.sandbox.sql.SqlEngine.SqlFailure;
import io.datareplicator.sandbox.sql.SqlEngine.SqlRequest;
import io.datareplicator.sandbox.sql.SqlEngine.SqlResult;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;

/**
 * How Python tasks reach their workspace: {@code /sandbox/tasks/{secret}/}. SQL and volumes work
 * here under the same rules as over the workspace's own APIs, but are neither logged nor hit by
 * faults, because they are no requests of a client.
 */
public final class TaskApi {
  private static final String ROOT = "/sandbox/tasks/{secret}";
  private static final String WRITE = "/sandbox/task-files";

  private final TaskSession.All sessions;
  private final SqlEngine engine;
  private final VolumeAccess access;

  public TaskApi(TaskSession.All sessions, SqlEngine engine, VolumeAccess access) {
    this.sessions = sessions;
    this.engine = engine;
    this.access = access;
  }

  public void register(Router router) {
    router
        .open("POST", ROOT + "/sql", r -> during(r, () -> sql(r)))
        .open("POST", ROOT + "/failure", r -> during(r, () -> failure(r)))
        .open("POST", ROOT + "/stat", r -> during(r, () -> stat(r)))
        .open("POST", ROOT + "/names", r -> during(r, () -> names(r)))
        .open("POST", ROOT + "/mkdir", r -> during(r, () -> makeDirectory(r)))
        .open("POST", ROOT + "/remove", r -> during(r, () -> remove(r)))
        .open("POST", ROOT + "/rmdir", r -> during(r, () -> removeDirectory(r)))
        .open("POST", ROOT + "/rename", r -> during(r, () -> rename(r)))
        .open("POST", ROOT + "/read", r -> during(r, () -> read(r)))
        .openTree("PUT", WRITE, true, r -> during(r, () -> write(r)));
  }

  private TaskSession session(Request request) {
    String rest = request.path(Router.REST);
    String secret =
        rest == null ? request.path("secret") : rest.substring(0, Math.max(0, rest.indexOf('/')));
    TaskSession session = sessions.find(secret);
    if (session == null) {
      throw new ApiException(403, "PERMISSION_DENIED", "There is no such task at work");
    }
    return session;
  }

  private Response during(Request request, Callable<Response> call) throws InterruptedException {
    try {
      return session(request).during(call);
    } catch (RuntimeException | InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private Response sql(Request request) throws InterruptedException {
    Input in = request.json();
    List<Parameter> parameters =
        in.objects("parameters").stream()
            .map(p -> new Parameter(p.required("name"), p.text("value"), p.text("type", null)))
            .toList();
    try {
      SqlResult result =
          engine.execute(
              new SqlRequest(
                  UUID.randomUUID().toString(),
                  session(request).user(),
                  in.required("statement"),
                  null,
                  null,
                  parameters,
                  0,
                  null));
      return Response.ok(
          Json.body()
              .with(
                  "columns",
                  result.columns().stream()
                      .map(c -> Json.body().with("name", c.name()).with("type", c.typeName()))
                      .toList())
              .with("rows", result.rows()));
    } catch (SqlFailure e) {
      throw new ApiException(400, "BAD_REQUEST", e.getMessage());
    }
  }

  private Response failure(Request request) {
    Input in = request.json();
    session(request).output().fail(in.text("error"), in.text("error_trace"));
    return Response.empty();
  }

  private static VolumePath path(Request request, String field) {
    return VolumePath.literal(request.json().required(field));
  }

  private Response stat(Request request) {
    Place place;
    try {
      place = access.read(path(request, "path"));
    } catch (ApiException e) {
      if (e.status() == 404) {
        return Response.empty();
      }
      throw e;
    }
    Stat stat = place.directory().stat(place.segments());
    return stat == null
        ? Response.empty()
        : Response.ok(render(stat).with("read_only", place.volume().readOnly()));
  }

  private static Json.Body render(Stat stat) {
    return Json.body()
        .with("directory", stat.directory())
        .with("size", stat.size())
        .with("last_modified", stat.lastModified());
  }

  private Response names(Request request) {
    Place place = access.read(path(request, "path"));
    requireDirectory(place);
    List<Json.Body> entries =
        place.directory().names(place.segments()).stream()
            .map(name -> entry(place, name))
            .filter(e -> e != null)
            .toList();
    return Response.ok(Json.body().with("entries", entries));
  }

  private static void requireDirectory(Place place) {
    Stat stat = place.directory().stat(place.segments());
    if (stat == null) {
      throw FilesErrors.noDirectory();
    }
    if (!stat.directory()) {
      throw FilesErrors.kindConflict("There is a file where a directory is to be.");
    }
  }

  private static Json.Body entry(Place place, String name) {
    List<String> segments = new ArrayList<>(place.segments());
    segments.add(name);
    Stat stat = place.directory().stat(segments);
    return stat == null ? null : render(stat).with("name", name);
  }

  private Response makeDirectory(Request request) {
    Place place = access.write(path(request, "path"));
    if (place.directory().stat(place.segments()) != null) {
      throw FilesErrors.fileExists();
    }
    place.directory().makeDirectory(place.segments());
    return Response.empty();
  }

  private Response remove(Request request) {
    Place place = access.writeFile(path(request, "path"));
    place.directory().deleteFile(place.segments(), false);
    return Response.empty();
  }

  private Response removeDirectory(Request request) {
    Place place = access.write(path(request, "path"));
    if (place.segments().isEmpty()) {
      throw new ApiException(403, "PERMISSION_DENIED", "A volume cannot be removed as a directory");
    }
    place.directory().deleteDirectory(place.segments());
    return Response.empty();
  }

  /** Renames a file as object stores do: by a copy that becomes visible as a whole. */
  private Response rename(Request request) {
    Place from = access.writeFile(path(request, "path"));
    Place to = access.writeFile(path(request, "to"));
    Path temporary = to.directory().temporary();
    try (FileContent content = open(from);
        OutputStream out = Files.newOutputStream(temporary)) {
      content.writeTo(out);
    } catch (IOException e) {
      to.directory().discard(temporary);
      throw new UncheckedIOException(e);
    }
    to.directory().publish(temporary, to.segments(), true);
    from.directory().deleteFile(from.segments(), false);
    return Response.empty();
  }

  private static FileContent open(Place place) {
    FileContent content = place.directory().open(place.segments());
    if (content == null) {
      throw FilesErrors.noFile();
    }
    return content;
  }

  private Response read(Request request) {
    FileContent content = open(access.readFile(path(request, "path")));
    return Response.streamed(200, content, Map.of("Content-Type", "application/octet-stream"));
  }

  private Response write(Request request) {
    String rest = request.path(Router.REST);
    Place place = access.writeFile(VolumePath.encoded(rest.substring(rest.indexOf('/') + 1)));
    Path temporary = place.directory().temporary();
    boolean received = false;
    try {
      Receiver.receive(request, temporary, Long.MAX_VALUE, null);
      received = true;
    } finally {
      if (!received) {
        place.directory().discard(temporary);
      }
    }
    place.directory().publish(temporary, place.segments(), true);
    return Response.empty();
  }
}
