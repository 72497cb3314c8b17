/** What users read after a run. Invariant: made from the outcome alone. */
package io.datareplicator.report;
