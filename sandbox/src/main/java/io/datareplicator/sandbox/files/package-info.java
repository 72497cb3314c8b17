/**
 * Files in volumes: paths, names on disk, uploads that come in parts, and contents for tests.
 *
 * <p>Invariant: a file is visible whole or not at all, no name leads out of its volume's directory,
 * and no file is ever held in memory. Names on disk that begin with {@code ~~} are this package's
 * own and never visible.
 */
package io.datareplicator.sandbox.files;
