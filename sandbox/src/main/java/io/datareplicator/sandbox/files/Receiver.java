package io.datareplicator.sandbox.files;

import io.datareplicator.sandbox.control.TransferFault;
import io.datareplicator.sandbox.http.BrokenUpload;
import io.datareplicator.sandbox.http.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/** Writes the body of a request to a file of its own. */
public final class Receiver {
  private static final int BUFFER = 1 << 16;

  private Receiver() {}

  /**
   * Writes all of the body to a new file.
   *
   * @param limit most bytes allowed
   * @param digest is fed with everything received, or null
   * @return bytes received
   * @throws BrokenUpload when the sender breaks off; the file may exist then, as after any failure
   */
  public static long receive(Request request, Path file, long limit, MessageDigest digest) {
    return receive(request, file, 0, limit, digest);
  }

  /**
   * As the other, from an offset of a file that may exist.
   *
   * @param offset the file is cut there first
   */
  static long receive(Request request, Path file, long offset, long limit, MessageDigest digest) {
    long announced = request.contentLength();
    if (announced > limit) {
      throw FilesErrors.tooLarge(limit);
    }
    TransferFault fault = request.fault(TransferFault.class);
    long keep = fault == null || fault.storeOnly() < 0 ? Long.MAX_VALUE : fault.storeOnly();
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      out.truncate(offset);
      out.position(offset);
      long received = copy(request.stream(), out, announced, limit, keep, digest);
      if (announced >= 0 && received != announced) {
        throw new BrokenUpload(received + " bytes came, " + announced + " were announced");
      }
      return received;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long copy(
      InputStream in, FileChannel out, long announced, long limit, long keep, MessageDigest digest)
      throws IOException {
    byte[] buffer =
        new byte[announced < 0 ? BUFFER : (int) Math.max(1, Math.min(BUFFER, announced))];
    long received = 0;
    for (int read; (read = read(in, buffer)) >= 0; ) {
      if (digest != null) {
        digest.update(buffer, 0, read);
      }
      int kept = (int) Math.max(0, Math.min(read, keep - received));
      for (ByteBuffer rest = ByteBuffer.wrap(buffer, 0, kept); rest.hasRemaining(); ) {
        out.write(rest);
      }
      received += read;
      if (received > limit) {
        throw FilesErrors.tooLarge(limit);
      }
    }
    return received;
  }

  private static int read(InputStream in, byte[] buffer) {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw new BrokenUpload(e);
    }
  }
}
