/**
 * The effective configuration of a run as immutable values.
 *
 * <p>Invariant: nothing here reads files, environment variables or the network; a {@link
 * io.datareplicator.config.RunConfig} that exists has passed every rule of the configuration
 * reference, has every default filled in and never holds the value of a secret.
 */
package io.datareplicator.config;
