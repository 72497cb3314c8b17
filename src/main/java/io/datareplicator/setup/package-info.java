/**
 * What every operation on data needs before it can begin: shared catalogs, target catalogs and
 * schemas, and waiting until they can be seen (operations.md §1). Invariant: look, compare, then
 * create; an object of that name that is something else is an error, never used.
 */
package io.datareplicator.setup;
