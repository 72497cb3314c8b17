package io.datareplicator.databricks.auth;

import io.datareplicator.databricks.http.TokenSource;
import java.util.Optional;

/**
 * The credential that a side uses.
 *
 * @param tokens gives the bearer token; belongs to this side alone
 * @param origin where it was found, such as {@code profile prod of ~/.databrickscfg}
 * @param profileWarehouseId {@code warehouse_id} that stands beside it
 */
public record ResolvedCredential(
    TokenSource tokens, String origin, Optional<String> profileWarehouseId) {}
