/**
 * What users see of the configuration: the effective settings with their origin, the JSON Schema
 * and the reference, all from the key table.
 *
 * <p>Invariant: no secret is ever part of the output.
 */
package io.datareplicator.config.show;
