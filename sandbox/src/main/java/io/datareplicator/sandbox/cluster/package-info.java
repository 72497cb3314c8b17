/**
 * All-purpose clusters of one workspace.
 *
 * <p>Invariant: nothing runs on a cluster that is not RUNNING, and whatever ran on it or was kept
 * by it is gone once it has terminated.
 */
package io.datareplicator.sandbox.cluster;
