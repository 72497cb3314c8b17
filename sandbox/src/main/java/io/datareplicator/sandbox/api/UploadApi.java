package io.datareplicator.sandbox.api;

import io.datareplicator.sandbox.files.FilesErrors;
import io.datareplicator.sandbox.files.FilesSettings;
import io.datareplicator.sandbox.files.Uploads;
import io.datareplicator.sandbox.files.Uploads.Listed;
import io.datareplicator.sandbox.files.Uploads.Session;
import io.datareplicator.sandbox.files.VolumeAccess;
import io.datareplicator.sandbox.files.VolumeAccess.Place;
import io.datareplicator.sandbox.files.VolumePath;
import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Authenticator;
import io.datareplicator.sandbox.http.Input;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import io.datareplicator.sandbox.http.Router;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/** Uploads in parts and presigned URLs (reference §6): the workspace's side of both. */
public final class UploadApi {
  private static final String FS = "/api/2.0/fs";
  private static final int MAX_PARTS = 10_000;
  private static final int MAX_URLS = 1_000;

  private final VolumeAccess access;
  private final FilesSettings settings;
  private final SignedUrls urls;
  private final Uploads uploads = new Uploads();
  private final CloudObjects objects;

  public UploadApi(
      VolumeAccess access, FilesSettings settings, Authenticator authenticator, String baseUrl) {
    this.access = access;
    this.settings = settings;
    this.urls = new SignedUrls(authenticator, baseUrl);
    this.objects = new CloudObjects(access, settings, uploads, urls);
  }

  public void register(Router router) {
    router
        .tree("POST", FilesApi.FILES, false, this::act)
        .add("POST", FS + "/create-upload-part-urls", this::partUrls)
        .add("POST", FS + "/create-abort-upload-url", this::abortUrl)
        .add("POST", FS + "/create-resumable-upload-url", this::resumableUrl)
        .add("POST", FS + "/create-download-url", r -> objectUrl(r, "GET"))
        .add("POST", FS + "/create-upload-url", r -> objectUrl(r, "PUT"))
        .add("POST", FS + "/create-delete-url", r -> objectUrl(r, "DELETE"));
    objects.register(router);
  }

  private Response act(Request request) {
    Place place = access.writeFile(FilesApi.path(request));
    return switch (String.valueOf(request.query("action"))) {
      case "initiate-upload" -> initiate(request, place);
      case "complete-upload" -> complete(request, place);
      default -> throw ApiException.invalid("action must be initiate-upload or complete-upload");
    };
  }

  private Response initiate(Request request, Place place) {
    Session session = uploads.begin(place, FilesApi.overwrite(request.query("overwrite")));
    return Response.ok(
        Json.body()
            .with(
                settings.uploadType() + "_upload",
                Json.body().with("session_token", session.token())));
  }

  private Response complete(Request request, Place place) {
    if (!"multipart".equals(request.query("upload_type"))) {
      throw ApiException.invalid("upload_type must be multipart");
    }
    Session session = uploads.get(request.requiredQuery("session_token"), place);
    List<Listed> parts = new ArrayList<>();
    for (Input part : request.json().objects("parts")) {
      parts.add(new Listed(partNumber(part, "part_number"), part.required("etag")));
    }
    uploads.complete(session, parts, settings.minPartBytes());
    return Response.empty();
  }

  private static int partNumber(Input in, String field) {
    long number = in.number(field, 0);
    if (number < 1 || number > MAX_PARTS) {
      throw ApiException.invalid(field + " must be between 1 and " + MAX_PARTS);
    }
    return (int) number;
  }

  private Session session(Input in) {
    requireEnabled();
    Place place = access.writeFile(VolumePath.literal(in.required("path")));
    return uploads.get(in.required("session_token"), place);
  }

  private void requireEnabled() {
    if (!settings.presignedUrls()) {
      throw FilesErrors.presignDisabled();
    }
  }

  private Response partUrls(Request request) {
    Input in = request.json();
    Session session = session(in);
    int first = partNumber(in, "start_part_number");
    long count = in.number("count", 1);
    if (count < 1 || count > MAX_URLS || first + count - 1 > MAX_PARTS) {
      throw ApiException.invalid("count is out of range");
    }
    long expires = expires(in.text("expire_time", null));
    List<Json.Body> parts = new ArrayList<>();
    for (int number = first; number < first + count; number++) {
      Json.Body what = Json.body().with("upload", session.token()).with("part", number);
      parts.add(urls.answer("parts", what, expires).with("part_number", number));
    }
    return Response.ok(Json.body().with("upload_part_urls", parts));
  }

  private Response abortUrl(Request request) {
    Input in = request.json();
    Session session = session(in);
    Json.Body what = Json.body().with("upload", session.token());
    return Response.ok(
        Json.body()
            .with(
                "abort_upload_url",
                urls.answer("abort", what, expires(in.text("expire_time", null)))));
  }

  private Response resumableUrl(Request request) {
    Input in = request.json();
    Session session = session(in);
    Json.Body what = Json.body().with("upload", session.token());
    return Response.ok(
        Json.body().with("resumable_upload_url", urls.answer("resumable", what, expires(null))));
  }

  /** The path comes in the query or in the body, depending on the client. */
  private Response objectUrl(Request request, String method) {
    requireEnabled();
    Input in = request.json();
    String text = request.query("path") == null ? in.required("path") : request.query("path");
    VolumePath path = VolumePath.literal(text);
    Place place = method.equals("GET") ? access.readFile(path) : access.writeFile(path);
    String expireTime = request.query("expire_time");
    Json.Body what = Json.body().with("method", method).with("path", place.path());
    return Response.ok(
        urls.answer(
            "objects",
            what,
            expires(expireTime == null ? in.text("expire_time", null) : expireTime)));
  }

  private long expires(String wanted) {
    long latest = System.currentTimeMillis() + settings.urlExpiryMillis();
    if (wanted == null) {
      return latest;
    }
    try {
      return Math.min(latest, Instant.parse(wanted).toEpochMilli());
    } catch (DateTimeParseException e) {
      throw ApiException.invalid("expire_time is not an RFC 3339 timestamp");
    }
  }
}
