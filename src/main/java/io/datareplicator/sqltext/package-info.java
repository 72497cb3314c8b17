/**
 * Reads the SQL text of the user's objects: bodies of views, functions, materialized views and
 * streaming tables. Invariant: depends on nothing else of this project; it reads and renames, it
 * never composes statements, and whatever it does not mean to change stays byte for byte.
 */
package io.datareplicator.sqltext;
