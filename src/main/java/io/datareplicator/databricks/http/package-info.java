/**
 * The one way to reach a workspace over HTTP. Invariant: every request of the program is
 * authenticated, limited, retried, redacted and counted here, and fails with an {@link
 * io.datareplicator.databricks.http.ApiException}.
 */
package io.datareplicator.databricks.http;
