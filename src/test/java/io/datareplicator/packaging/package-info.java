/**
 * Tests of what surrounds the program: images, deployment examples, release. Invariant: they need
 * no container engine, no network and no account; a tool that is missing here (python3, bash) skips
 * its test visibly.
 */
package io.datareplicator.packaging;
