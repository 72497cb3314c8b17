/**
 * The packaged command line, as a process, against a sandbox process over HTTP. Invariant: nothing
 * here calls into the tool; what a run did is read back from the workspaces, from their request
 * logs and from what the process wrote.
 */
package io.datareplicator.e2e;
