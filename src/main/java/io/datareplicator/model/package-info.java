/**
 * Names and values of the domain. Invariant: immutable, no I/O, no dependency on any other package.
 */
package io.datareplicator.model;
