/**
 * One-time runs of jobs of one workspace, and the Python tasks in them.
 *
 * <p>Invariant: a run ends exactly once, and when it has ended nothing of it is still at work. A
 * task reaches the workspace only through calls that its own secret opens, under the rules for
 * everybody.
 */
package io.datareplicator.sandbox.jobs;
