package io.datareplicator.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.sandbox.api.SignedUrls.Refused;
import io.datareplicator.sandbox.files.FilesSettings;
import io.datareplicator.sandbox.files.Receiver;
import io.datareplicator.sandbox.files.Uploads;
import io.datareplicator.sandbox.files.Uploads.Session;
import io.datareplicator.sandbox.files.VolumeAccess;
import io.datareplicator.sandbox.files.VolumeAccess.Place;
import io.datareplicator.sandbox.files.VolumePath;
import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Handler;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import io.datareplicator.sandbox.http.Router;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The cloud's object store behind presigned URLs, as far as such URLs reach: it takes parts, gives
 * and takes objects, and speaks of errors in XML.
 */
final class CloudObjects {
  private final VolumeAccess access;
  private final FilesSettings settings;
  private final Uploads uploads;
  private final SignedUrls urls;
  private final ResumableUploads resumable;

  CloudObjects(VolumeAccess access, FilesSettings settings, Uploads uploads, SignedUrls urls) {
    this.access = access;
    this.settings = settings;
    this.uploads = uploads;
    this.urls = urls;
    this.resumable = new ResumableUploads(uploads, settings);
  }

  void register(Router router) {
    router
        .openTree("PUT", SignedUrls.ROOT, true, refusing(this::put))
        .openTree("GET", SignedUrls.ROOT, false, refusing(r -> object(r, "GET")))
        .openTree("DELETE", SignedUrls.ROOT, false, refusing(this::delete));
  }

  private static Handler refusing(Handler handler) {
    return request -> {
      try {
        return handler.handle(request);
      } catch (Refused e) {
        return e.response();
      } catch (ApiException e) {
        return translated(e).response();
      }
    };
  }

  private static Refused translated(ApiException e) {
    return switch (e.status()) {
      case 404 -> new Refused(404, "NoSuchKey", "The specified key does not exist.");
      case 409 ->
          new Refused(
              412,
              "PreconditionFailed",
              "At least one of the pre-conditions you specified did not hold.");
      case 413 ->
          new Refused(
              400,
              "EntityTooLarge",
              "Your proposed upload exceeds the maximum allowed object size.");
      default -> new Refused(e.status(), "InvalidRequest", "The request is not valid");
    };
  }

  private Response put(Request request) {
    return switch (SignedUrls.kind(request)) {
      case "parts" -> putPart(request);
      case "resumable" -> resumable.put(request, session(urls.check(request, "resumable")));
      default -> object(request, "PUT");
    };
  }

  private Response delete(Request request) {
    return switch (SignedUrls.kind(request)) {
      case "abort" -> {
        uploads.abort(session(urls.check(request, "abort")));
        yield Response.status(204);
      }
      case "resumable" -> resumable.cancel(session(urls.check(request, "resumable")));
      default -> object(request, "DELETE");
    };
  }

  private Session session(JsonNode claims) {
    Session session = uploads.find(claims.path("upload").asText());
    if (session == null) {
      throw new Refused(404, "NoSuchUpload", "The specified upload does not exist.");
    }
    return session;
  }

  private static void requireLength(Request request) {
    if (request.contentLength() < 0) {
      throw new Refused(
          501,
          "NotImplemented",
          "A header you provided implies functionality that is not implemented");
    }
  }

  private Response putPart(Request request) {
    JsonNode claims = urls.check(request, "parts");
    Session session = session(claims);
    requireLength(request);
    MessageDigest md5 = md5();
    Path incoming = session.incoming();
    long size = Receiver.receive(request, incoming, settings.maxPutBytes(), md5);
    String etag = "\"" + HexFormat.of().formatHex(md5.digest()) + "\"";
    session.add(claims.path("part").asInt(), etag, size, incoming);
    return Response.status(200).withHeader("ETag", etag);
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("MD5 is missing in this JDK", e);
    }
  }

  private Response object(Request request, String method) {
    JsonNode claims = urls.check(request, "objects");
    if (!claims.path("method").asText().equals(method)) {
      throw new Refused(
          403,
          "SignatureDoesNotMatch",
          "The request signature we calculated does not match the signature you provided.");
    }
    VolumePath path = VolumePath.literal(claims.path("path").asText());
    if (method.equals("GET")) {
      return FilesApi.read(request, access.readFile(path));
    }
    Place place = access.writeFile(path);
    if (method.equals("PUT")) {
      requireLength(request);
      FilesApi.store(request, place, true, settings.maxPutBytes());
      return Response.status(200);
    }
    if (place.directory().stat(place.segments()) != null) {
      place.directory().deleteFile(place.segments(), settings.implicitDirectories());
    }
    return Response.status(204);
  }
}
