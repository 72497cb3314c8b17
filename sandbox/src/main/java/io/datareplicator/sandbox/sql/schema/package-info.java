/**
 * Types and views in the words of the Databricks APIs. Depends on nothing else of the SQL layer.
 */
package io.datareplicator.sandbox.sql.schema;
