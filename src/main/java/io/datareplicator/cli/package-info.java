/**
 * The command line. Invariant: no logic here; options become records, outcomes become exit codes
 * and text.
 */
package io.datareplicator.cli;
