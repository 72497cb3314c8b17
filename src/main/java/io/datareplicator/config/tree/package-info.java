/**
 * YAML text as a tree whose every node knows where it came from.
 *
 * <p>Invariant: no input, however hostile, does anything but yield a tree or problems with a line;
 * no object is ever constructed from a tag.
 */
package io.datareplicator.config.tree;
