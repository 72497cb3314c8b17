package io.datareplicator.sandbox.statement;

import io.datareplicator.sandbox.sql.SqlEngine.ResultColumn;
import io.datareplicator.sandbox.sql.SqlEngine.SqlResult;
import java.util.ArrayList;
import java.util.List;

/** A statement's rows, cut into chunks of about equal size. */
public final class ResultSet {
  private static final int NULL_BYTES = 5;
  private static final int CELL_OVERHEAD = 3;
  private static final int ROW_OVERHEAD = 2;

  private final List<ResultColumn> columns;
  private final List<String[]> rows;
  private final List<Chunk> chunks;
  private final long bytes;
  private final boolean truncated;

  /** A run of rows. */
  public record Chunk(int index, int rowOffset, int rowCount, long bytes) {}

  private ResultSet(
      List<ResultColumn> columns,
      List<String[]> rows,
      List<Chunk> chunks,
      long bytes,
      boolean truncated) {
    this.columns = columns;
    this.rows = rows;
    this.chunks = chunks;
    this.bytes = bytes;
    this.truncated = truncated;
  }

  /**
   * @param byteLimit rows beyond it are left out; 0 = none
   * @param chunkBytes a chunk is closed once it has this size
   */
  static ResultSet of(SqlResult result, long byteLimit, long chunkBytes) {
    List<String[]> rows = result.rows();
    boolean truncated = result.truncated();
    List<Chunk> chunks = new ArrayList<>();
    long total = 0;
    long chunk = 0;
    int start = 0;
    for (int i = 0; i < rows.size(); i++) {
      long size = size(rows.get(i));
      if (byteLimit > 0 && total + size > byteLimit) {
        rows = rows.subList(0, i);
        truncated = true;
        break;
      }
      total += size;
      chunk += size;
      if (chunk >= chunkBytes) {
        chunks.add(new Chunk(chunks.size(), start, i + 1 - start, chunk));
        start = i + 1;
        chunk = 0;
      }
    }
    if (start < rows.size()) {
      chunks.add(new Chunk(chunks.size(), start, rows.size() - start, chunk));
    }
    return new ResultSet(result.columns(), rows, List.copyOf(chunks), total, truncated);
  }

  private static long size(String[] row) {
    long size = ROW_OVERHEAD;
    for (String cell : row) {
      size += cell == null ? NULL_BYTES : CELL_OVERHEAD + utf8Length(cell);
    }
    return size;
  }

  private static long utf8Length(String text) {
    long length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // Half of a surrogate pair counts for half of the pair's four bytes.
      length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return length;
  }

  public List<ResultColumn> columns() {
    return columns;
  }

  public List<String[]> rows(Chunk chunk) {
    return rows.subList(chunk.rowOffset(), chunk.rowOffset() + chunk.rowCount());
  }

  /**
   * Rows from an offset on: at least one when there is any, then as many as both limits allow.
   *
   * @param maxBytes estimated size in the JSON_ARRAY format
   */
  public List<String[]> rows(int offset, long maxRows, long maxBytes) {
    int end = offset;
    long bytes = 0;
    while (end < rows.size() && end - offset < maxRows) {
      bytes += size(rows.get(end));
      if (end > offset && bytes > maxBytes) {
        break;
      }
      end++;
    }
    return rows.subList(offset, end);
  }

  public int rowCount() {
    return rows.size();
  }

  public List<Chunk> chunks() {
    return chunks;
  }

  public long bytes() {
    return bytes;
  }

  public boolean truncated() {
    return truncated;
  }
}
