package io.datareplicator.compare.volumes;

import io.datareplicator.config.Retry;
import io.datareplicator.config.VolumeSettings;
import io.datareplicator.databricks.files.FilePath;
import io.datareplicator.model.TableName;
import io.datareplicator.model.VolumeName;

/**
 * What is to be copied or compared: the files of one volume, or of a folder in it.
 *
 * @param source volume as the target workspace sees it, as a rule in a shared catalog
 * @param retry attempts per file
 */
public record VolumeCopy(
    VolumeName source, VolumeName target, VolumeSettings settings, Retry retry) {
  /** Directory of Auto Loader's memory at the top of a target volume; never data. */
  public static final String CHECKPOINTS = "_checkpoints";

  /** How a file is called while the autoloader engine writes it. */
  public static final String TEMPORARY = ".dr-copy-";

  /** Where the files of the source are, without a slash at the end. */
  public String sourceRoot() {
    return source.path() + below();
  }

  /** Where they go. */
  public String targetRoot() {
    return target.path() + below();
  }

  /** The folder without slashes at the ends; empty = the whole volume. */
  public String folder() {
    String folder = settings.folderPath() == null ? "" : settings.folderPath();
    int start = 0;
    int end = folder.length();
    while (start < end && folder.charAt(start) == '/') {
      start++;
    }
    while (end > start && folder.charAt(end - 1) == '/') {
      end--;
    }
    return folder.substring(start, end);
  }

  /** The ingestion log of the volume. */
  public TableName log() {
    return new TableName(
        settings.fileIngestionLoggingCatalog(),
        settings.fileIngestionLoggingSchema(),
        settings.fileIngestionLoggingTable());
  }

  private String below() {
    return folder().isEmpty() ? "" : "/" + folder();
  }

  /**
   * Refuses what cannot be meant.
   *
   * @throws IllegalArgumentException when the folder is none of data, or source and target are one
   */
  public void check() {
    String folder = folder();
    boolean odd =
        !FilePath.isAddressable(folder)
            || folder.contains("//")
            || folder.equals(CHECKPOINTS)
            || folder.startsWith(CHECKPOINTS + "/");
    if (odd) {
      throw new IllegalArgumentException(
          "volume_config.folder_path is '"
              + settings.folderPath()
              + "', which is no folder of data in a volume");
    }
    if (source.equals(target)) {
      throw new IllegalArgumentException("source and target are the same volume " + target);
    }
  }
}
