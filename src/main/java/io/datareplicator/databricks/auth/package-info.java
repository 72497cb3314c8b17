/**
 * Credentials of one workspace: where they come from (configuration.md §2) and how a token is kept
 * valid (databricks-api.md §1). Invariant: a secret is known to the redactor before anything else
 * sees it, and is sent to no host but the one that it belongs to.
 */
package io.datareplicator.databricks.auth;
