/**
 * From files, variables and options to a {@link io.datareplicator.config.RunConfig}, or to the list
 * of everything that must be mended.
 *
 * <p>Invariant: no network, no process-wide state; the same input gives the same outcome, and a bad
 * input gives problems, never an exception.
 */
package io.datareplicator.config.load;
