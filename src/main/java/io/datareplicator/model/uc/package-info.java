/**
 * Objects of Unity Catalog as replication compares them.
 *
 * <p>Invariant: immutable values without the side they came from; names are lower case, absent
 * texts are null, absent collections empty; nothing here knows how they are read or written.
 */
package io.datareplicator.model.uc;
