package io.datareplicator.volumes;

import io.datareplicator.databricks.workspacefiles.WorkspaceFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The Python task in the caller's home folder. Its name holds a hash of its content, so that other
 * versions of this tool that run at the same time keep theirs.
 */
final class AutoloaderCopyFile {
  private static final String RESOURCE = "autoloader_copy.py";
  private static final int HASH_BYTES = 8;

  private final WorkspaceFiles files;
  private String installed;

  AutoloaderCopyFile(WorkspaceFiles files) {
    this.files = files;
  }

  /** Uploads it unless it is there, once; gives its path. */
  synchronized String install() {
    if (installed == null) {
      byte[] content = content();
      String path = files.home() + "/.data-replicator/autoloader_copy-" + hash(content) + ".py";
      if (!files.isFile(path)) {
        files.upload(path, content);
      }
      installed = path;
    }
    return installed;
  }

  /** Forgets that it is there, because somebody may have removed it. */
  synchronized void forget() {
    installed = null;
  }

  private static byte[] content() {
    try (InputStream in = AutoloaderCopyFile.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("this build lacks " + RESOURCE);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
