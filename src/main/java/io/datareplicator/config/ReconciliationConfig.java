package io.datareplicator.config;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Map;

/**
 * How both sides are compared (operations, section 5).
 *
 * @param enabled whether the reconciliation operation runs here
 * @param createReconCatalog create the catalog of the outputs
 * @param reconOutputsCatalog catalog of the output tables
 * @param reconCatalogLocation storage root of a created catalog, or null
 * @param reconOutputsSchema schema of the output tables
 * @param reconSchemaCheckTable table of column differences
 * @param reconMissingDataTable table of row differences
 * @param createSharedCatalog create the shared catalog when it is missing
 * @param shareName share behind the shared catalog
 * @param sourceCatalog shared catalog to compare with
 * @param schemaCheck compare columns
 * @param rowCountCheck compare row counts
 * @param missingDataCheck compare rows
 * @param excludeColumns columns left out of the comparison
 * @param sourceFilterExpression condition on source rows, or null
 * @param targetFilterExpression condition on target rows, or null
 * @param threshold percent of source rows that must be present and equal
 * @param enableSampling compare the rows of some tables only
 * @param noOfSamplingTables how many tables, when sampling
 * @param maxRecordedRows most differing rows of one table that are stored, per kind of difference
 * @param rowDigest what rows are told apart by
 * @param scanSourceAt workspace that reads the source's rows first: the target through the share,
 *     or the source itself
 * @param hashVolumeFiles compare the contents of volume files, not only names and sizes
 */
@RegisterForReflection
public record ReconciliationConfig(
    boolean enabled,
    boolean createReconCatalog,
    @NotBlank String reconOutputsCatalog,
    String reconCatalogLocation,
    @NotBlank String reconOutputsSchema,
    @NotBlank String reconSchemaCheckTable,
    @NotBlank String reconMissingDataTable,
    boolean createSharedCatalog,
    @NotBlank String shareName,
    @NotBlank String sourceCatalog,
    boolean schemaCheck,
    boolean rowCountCheck,
    boolean missingDataCheck,
    @NotNull List<String> excludeColumns,
    String sourceFilterExpression,
    String targetFilterExpression,
    @DecimalMin("0") @DecimalMax("100") double threshold,
    boolean enableSampling,
    @Min(1) int noOfSamplingTables,
    @Min(0) int maxRecordedRows,
    @NotNull RowDigest rowDigest,
    @NotNull Side scanSourceAt,
    boolean hashVolumeFiles) {

  /** Keeps its own copy of the list. */
  public ReconciliationConfig {
    excludeColumns = List.copyOf(excludeColumns);
  }

  /** The same settings with substitutes replaced; others stay for the level below. */
  public ReconciliationConfig fill(Map<String, String> substitutes) {
    ReconciliationConfig filled =
        new ReconciliationConfig(
            enabled,
            createReconCatalog,
            Placeholders.fill(reconOutputsCatalog, substitutes),
            Placeholders.fill(reconCatalogLocation, substitutes),
            Placeholders.fill(reconOutputsSchema, substitutes),
            Placeholders.fill(reconSchemaCheckTable, substitutes),
            Placeholders.fill(reconMissingDataTable, substitutes),
            createSharedCatalog,
            Placeholders.fill(shareName, substitutes),
            Placeholders.fill(sourceCatalog, substitutes),
            schemaCheck,
            rowCountCheck,
            missingDataCheck,
            excludeColumns.stream().map(text -> Placeholders.fill(text, substitutes)).toList(),
            Placeholders.fill(sourceFilterExpression, substitutes),
            Placeholders.fill(targetFilterExpression, substitutes),
            threshold,
            enableSampling,
            noOfSamplingTables,
            maxRecordedRows,
            rowDigest,
            scanSourceAt,
            hashVolumeFiles);
    return filled.equals(this) ? this : filled;
  }
}
