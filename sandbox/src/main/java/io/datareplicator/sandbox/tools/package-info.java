/**
 * Small programs for people who look around in a sandbox. They are clients: nothing of the server
 * depends on them.
 */
package io.datareplicator.sandbox.tools;
