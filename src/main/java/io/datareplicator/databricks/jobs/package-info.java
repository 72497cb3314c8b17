/**
 * One-time runs of jobs (databricks-api.md §7). Invariant: a run is submitted at most once per
 * idempotency token, and a state that is not understood is never taken for success.
 */
package io.datareplicator.databricks.jobs;
