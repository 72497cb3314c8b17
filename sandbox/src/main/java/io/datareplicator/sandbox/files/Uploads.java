package io.datareplicator.sandbox.files;

import io.datareplicator.sandbox.files.VolumeAccess.Place;
import io.datareplicator.sandbox.http.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Uploads that come in parts, or in ranges one after the other. They end with the process; what was
 * received is never visible before the upload is completed. Thread-safe.
 */
public final class Uploads {
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  /** A part as it was received. */
  record Part(String etag, long size, Path file) {}

  /** One upload. */
  public static final class Session {
    private final String token;
    private final Place place;
    private final boolean overwrite;
    private final Path directory;
    private final NavigableMap<Integer, Part> parts = new ConcurrentSkipListMap<>();
    private boolean ended;
    private long received;

    private Session(String token, Place place, boolean overwrite, Path directory) {
      this.token = token;
      this.place = place;
      this.overwrite = overwrite;
      this.directory = directory;
    }

    public String token() {
      return token;
    }

    /** The path the file will have. */
    public String path() {
      return place.path();
    }

    /** A file for bytes of this upload that nobody else writes to. */
    public Path incoming() {
      return directory.resolve("in-" + UUID.randomUUID());
    }

    private Path appended() {
      return directory.resolve("appended");
    }

    /**
     * Receives the next range of a resumable upload; the caller holds the session's lock.
     *
     * @param offset where it begins; what a broken attempt left behind it is cut off
     * @return bytes received
     */
    public long append(Request request, long offset, long limit) {
      return Receiver.receive(request, appended(), offset, limit, null);
    }

    /** Takes over a part, in place of an earlier one of that number. */
    public synchronized void add(int number, String etag, long size, Path incoming) {
      if (ended) {
        throw FilesErrors.noUpload();
      }
      Path file = directory.resolve("part-" + number);
      try {
        Files.move(
            incoming, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      parts.put(number, new Part(etag, size, file));
    }

    /** Bytes that a resumable upload holds; its lock is the session. */
    public long received() {
      return received;
    }

    /** Sets how many bytes of a resumable upload count. */
    public void received(long bytes) {
      received = bytes;
    }
  }

  /** A part as the client lists it on completion. */
  public record Listed(int number, String etag) {}

  /** Begins an upload; refused at once when the file must not be overwritten but exists. */
  public Session begin(Place place, boolean overwrite) {
    if (!overwrite && place.directory().stat(place.segments()) != null) {
      throw FilesErrors.fileExists();
    }
    Path directory = place.directory().temporary();
    try {
      Files.createDirectory(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String token = "upload-" + UUID.randomUUID();
    Session session = new Session(token, place, overwrite, directory);
    sessions.put(token, session);
    return session;
  }

  /** The upload that goes on; null when there is none. */
  public Session find(String token) {
    return token == null ? null : sessions.get(token);
  }

  /**
   * The upload of a file.
   *
   * @throws io.datareplicator.sandbox.http.ApiException 404 when it is over, 400 when it is that of
   *     another file
   */
  public Session get(String token, Place place) {
    Session session = find(token);
    if (session == null) {
      throw FilesErrors.noUpload();
    }
    if (!session.path().equals(place.path())) {
      throw FilesErrors.invalid("session_token belongs to another path");
    }
    return session;
  }

  /**
   * Puts the parts together and makes the file visible.
   *
   * @param minPart bytes that each part but the last must have
   */
  public void complete(Session session, List<Listed> listed, long minPart) {
    synchronized (session) {
      if (session.ended) {
        throw FilesErrors.noUpload();
      }
      check(session, listed, minPart);
      Path whole = session.place.directory().temporary();
      try (FileChannel out =
          FileChannel.open(whole, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        for (Listed part : listed) {
          append(session.parts.get(part.number()).file(), out);
        }
      } catch (IOException e) {
        session.place.directory().discard(whole);
        throw new UncheckedIOException(e);
      }
      session.place.directory().publish(whole, session.place.segments(), session.overwrite);
      end(session);
    }
  }

  private static void check(Session session, List<Listed> listed, long minPart) {
    if (listed.isEmpty()) {
      throw FilesErrors.invalid("parts must not be empty");
    }
    int last = 0;
    for (int i = 0; i < listed.size(); i++) {
      Listed part = listed.get(i);
      Part held = session.parts.get(part.number());
      if (part.number() <= last) {
        throw FilesErrors.invalid("parts must be in ascending order of part_number");
      }
      if (held == null || !held.etag().equals(part.etag())) {
        throw FilesErrors.invalid(
            "Part " + part.number() + " was not uploaded, or its etag is another one");
      }
      if (i < listed.size() - 1 && held.size() < minPart) {
        throw FilesErrors.invalid(
            "Part "
                + part.number()
                + " has "
                + held.size()
                + " bytes: all but the last one need at least "
                + minPart);
      }
      last = part.number();
    }
  }

  private static void append(Path file, FileChannel out) throws IOException {
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = in.size();
      for (long at = 0; at < size; ) {
        at += in.transferTo(at, size - at, out);
      }
    }
  }

  /** Makes the ranges of a resumable upload visible as the file; the caller holds its lock. */
  public void completeAppended(Session session) {
    session
        .place
        .directory()
        .publish(session.appended(), session.place.segments(), session.overwrite);
    end(session);
  }

  /** Forgets an upload and what it received. */
  public void abort(Session session) {
    synchronized (session) {
      end(session);
    }
  }

  private void end(Session session) {
    session.ended = true;
    sessions.remove(session.token);
    session.place.directory().discard(session.directory);
  }
}
