package io.datareplicator.sandbox.files;

import io.datareplicator.sandbox.http.Content;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** An open file, or a range of it; replacing or removing the file does not change what it reads. */
public final class FileContent implements Content {
  private static final int BUFFER = 1 << 16;

  private final FileChannel channel;
  private final long lastModified;
  private final long size;
  private long from;
  private long length;

  FileContent(Path path, long lastModified) throws IOException {
    this.channel = FileChannel.open(path, StandardOpenOption.READ);
    this.lastModified = lastModified;
    this.size = channel.size();
    this.length = size;
  }

  /** Size of the whole file. */
  public long size() {
    return size;
  }

  /** Epoch milliseconds. */
  public long lastModified() {
    return lastModified;
  }

  /** Restricts what is written. */
  public void range(long first, long bytes) {
    from = first;
    length = bytes;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.max(1, Math.min(BUFFER, length)));
    long at = from;
    long end = from + length;
    while (at < end) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
      int read = channel.read(buffer, at);
      if (read < 0) {
        throw new EOFException("A file became shorter while it was read");
      }
      out.write(buffer.array(), 0, read);
      at += read;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
