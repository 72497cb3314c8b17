package io.datareplicator.reconcile;

import io.datareplicator.config.ReconciliationConfig;
import io.datareplicator.databricks.sql.rows.ComparedColumn;
import io.datareplicator.databricks.sql.rows.OutputNames;
import io.datareplicator.plan.recon.ColumnDifference;
import io.datareplicator.plan.recon.Versions;
import java.time.Duration;
import java.util.List;

/**
 * What is to be compared of the rows of one pair.
 *
 * @param columns of both sides
 * @param columnDifferences what was found in the columns already
 * @param columnsMissing whether a side lacks columns that the other has
 * @param versions at which versions
 * @param settings checks, filters and threshold of this table
 * @param names under which what is found is stored
 * @param estimatedBytes size of the source as the last clone recorded it; null when unknown
 * @param settingsKey what the settings were, in short
 * @param timeout for all statements of one attempt
 */
record RowCheck(
    TablePair pair,
    List<ComparedColumn> columns,
    List<ColumnDifference> columnDifferences,
    boolean columnsMissing,
    Versions versions,
    ReconciliationConfig settings,
    OutputNames names,
    Long estimatedBytes,
    String settingsKey,
    Duration timeout,
    List<String> warnings) {}
