/**
 * Decides what to do. Invariant: pure; depends on model, config and sqltext only, reads no clock
 * and does no I/O.
 */
package io.datareplicator.plan;
