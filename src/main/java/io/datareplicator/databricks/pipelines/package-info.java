/** Pipelines (databricks-api.md §8). Invariant: wire format only, no decisions. */
package io.datareplicator.databricks.pipelines;
