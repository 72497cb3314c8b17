/**
 * TCLIService over HTTP: what JDBC and ODBC drivers speak to a cluster. The standard structures
 * come from Hive's generated classes; requests, and the answers that Databricks has extended, are
 * read and written field by field ({@link io.datareplicator.sandbox.thrift.Idl}).
 *
 * <p>Invariant: whatever a client sends, it gets an answer: a request that cannot be read is
 * refused with 400, everything else with a status inside the protocol.
 */
package io.datareplicator.sandbox.thrift;
