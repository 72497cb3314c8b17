/**
 * The program: options, wiring, start and stop.
 *
 * <p>Invariant: standard output carries the connection lines and {@code READY} only.
 */
package io.datareplicator.sandbox;
