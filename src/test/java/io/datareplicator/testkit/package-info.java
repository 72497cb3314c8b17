/**
 * Hand-written stand-ins shared by unit tests. Invariant: they decide nothing that a test does not
 * say.
 */
package io.datareplicator.testkit;
