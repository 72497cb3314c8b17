/**
 * SQL functions of schemas. Spark's catalogs can only hold compiled functions, so a call is
 * expanded to the function's body while a statement or a view's text is parsed; whatever comes
 * later sees ordinary expressions.
 */
package io.datareplicator.sandbox.sql.functions;
