/**
 * Plans metadata replication (operations.md §4): two inventories and the configuration become
 * changes of the target.
 *
 * <p>Invariant: pure; a target that equals the source as far as the configuration asks for it needs
 * no change; whatever is asked for and cannot be done becomes a finding with a reason and advice,
 * never nothing.
 */
package io.datareplicator.plan.uc;
