/**
 * The data that a new sandbox starts with: plain SQL, run through the engine like anybody's
 * statements, and the same on every machine.
 */
package io.datareplicator.sandbox.sample;
