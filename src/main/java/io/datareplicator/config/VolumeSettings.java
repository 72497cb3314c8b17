package io.datareplicator.config;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How files of volumes are copied (configuration, volume_config).
 *
 * @param maxConcurrentCopies files under way at once per volume
 * @param deleteAndReload empty the target first
 * @param deleteCheckpoint forget what was copied
 * @param folderPath folder inside the volume; null = the whole volume
 * @param autoloaderOptions options for Auto Loader, as text
 * @param streamingTimeoutSeconds longest time for one volume, in seconds
 * @param createFileIngestionLoggingCatalog create the catalog of the ingestion log
 * @param fileIngestionLoggingCatalog catalog of the ingestion log
 * @param fileIngestionLoggingCatalogLocation storage root of a created catalog, or null
 * @param fileIngestionLoggingSchema schema of the ingestion log
 * @param fileIngestionLoggingTable table of the ingestion log
 * @param copyEngine who copies the files
 */
@RegisterForReflection
public record VolumeSettings(
    @Min(1) @Max(100) int maxConcurrentCopies,
    boolean deleteAndReload,
    boolean deleteCheckpoint,
    String folderPath,
    @NotNull Map<String, String> autoloaderOptions,
    @Min(60) int streamingTimeoutSeconds,
    boolean createFileIngestionLoggingCatalog,
    @NotBlank String fileIngestionLoggingCatalog,
    String fileIngestionLoggingCatalogLocation,
    @NotBlank String fileIngestionLoggingSchema,
    @NotBlank String fileIngestionLoggingTable,
    @NotNull CopyEngine copyEngine) {

  /** Keeps its own copy of the options, in their order. */
  public VolumeSettings {
    autoloaderOptions = Collections.unmodifiableMap(new LinkedHashMap<>(autoloaderOptions));
  }

  /** The same settings with substitutes replaced; others stay for the level below. */
  public VolumeSettings fill(Map<String, String> substitutes) {
    Map<String, String> options = new LinkedHashMap<>(autoloaderOptions);
    options.replaceAll((key, text) -> Placeholders.fill(text, substitutes));
    VolumeSettings filled =
        new VolumeSettings(
            maxConcurrentCopies,
            deleteAndReload,
            deleteCheckpoint,
            Placeholders.fill(folderPath, substitutes),
            options,
            streamingTimeoutSeconds,
            createFileIngestionLoggingCatalog,
            Placeholders.fill(fileIngestionLoggingCatalog, substitutes),
            Placeholders.fill(fileIngestionLoggingCatalogLocation, substitutes),
            Placeholders.fill(fileIngestionLoggingSchema, substitutes),
            Placeholders.fill(fileIngestionLoggingTable, substitutes),
            copyEngine);
    return filled.equals(this) ? this : filled;
  }
}
