/**
 * One run: opens the workspaces, carries the operations out in order, gathers results. Invariant:
 * no result is lost.
 */
package io.datareplicator.run;
