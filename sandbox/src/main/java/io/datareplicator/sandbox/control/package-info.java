/**
 * The tester's side of a workspace: which calls came in, and which of them shall go wrong.
 *
 * <p>Invariant: nothing here changes what the emulated APIs mean; without fault rules it only
 * watches.
 */
package io.datareplicator.sandbox.control;
