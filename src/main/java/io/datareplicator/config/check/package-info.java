/**
 * Checks one layer against the key table, before layers are merged.
 *
 * <p>Invariant: what comes out has only known keys with values of the right shape in their normal
 * form; whatever was wrong is in the problems and stands in the tree as an invalid value, so that
 * later rules do not complain about it again.
 */
package io.datareplicator.config.check;
