package io.datareplicator.sandbox.http;

import io.datareplicator.sandbox.control.TransferFault;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;

/** Bodies that are slow or end too early on purpose. */
final class FaultyStreams {
  private static final int SLICES_PER_SECOND = 20;

  private FaultyStreams() {}

  /** The connection shall be closed here. */
  static final class Cut extends IOException {
    Cut(long bytes) {
      super("Cut on purpose after " + bytes + " bytes");
    }
  }

  static InputStream request(InputStream in, TransferFault fault) {
    return fault == null ? in : new Incoming(in, fault);
  }

  static OutputStream response(OutputStream out, TransferFault fault) {
    return fault == null ? out : new Outgoing(out, fault);
  }

  /** Keeps a rate by sleeping. */
  private static final class Pace {
    private final long bytesPerSecond;
    private final long start = System.nanoTime();

    Pace(long bytesPerSecond) {
      this.bytesPerSecond = bytesPerSecond;
    }

    int slice(int wanted) {
      if (bytesPerSecond <= 0) {
        return wanted;
      }
      return (int) Math.min(wanted, Math.max(1, bytesPerSecond / SLICES_PER_SECOND));
    }

    void waitFor(long total) throws IOException {
      if (bytesPerSecond <= 0) {
        return;
      }
      long due = start + (long) (total * 1e9 / bytesPerSecond);
      long millis = (due - System.nanoTime()) / 1_000_000;
      if (millis > 0) {
        try {
          Thread.sleep(millis);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException("The server stops");
        }
      }
    }
  }

  private static final class Incoming extends FilterInputStream {
    private final TransferFault fault;
    private final Pace pace;
    private long total;

    Incoming(InputStream in, TransferFault fault) {
      super(in);
      this.fault = fault;
      this.pace = new Pace(fault.bytesPerSecond());
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int wanted = pace.slice(length);
      if (fault.cutRequestAfter() >= 0) {
        long left = fault.cutRequestAfter() - total;
        if (left <= 0) {
          throw new Cut(total);
        }
        wanted = (int) Math.min(wanted, left);
      }
      int read = super.read(buffer, offset, wanted);
      if (read > 0) {
        total += read;
        pace.waitFor(total);
      }
      return read;
    }
  }

  private static final class Outgoing extends FilterOutputStream {
    private final TransferFault fault;
    private final Pace pace;
    private long total;

    Outgoing(OutputStream out, TransferFault fault) {
      super(out);
      this.fault = fault;
      this.pace = new Pace(fault.bytesPerSecond());
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int at = offset;
      int end = offset + length;
      while (at < end) {
        int slice = pace.slice(end - at);
        long left = fault.cutResponseAfter() < 0 ? slice : fault.cutResponseAfter() - total;
        int part = (int) Math.min(slice, left);
        out.write(bytes, at, part);
        total += part;
        at += part;
        if (part < slice) {
          out.flush();
          throw new Cut(total);
        }
        if (fault.bytesPerSecond() > 0) {
          out.flush();
          pace.waitFor(total);
        }
      }
    }
  }
}
