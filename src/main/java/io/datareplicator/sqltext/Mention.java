package io.datareplicator.sqltext;

import java.util.List;

/**
 * A dotted name in a text.
 *
 * @param first its first part
 * @param parts all its parts, without backticks
 * @param scope the query block that it stands in
 * @param star whether {@code .*} follows
 * @param bound whether its first part is a parameter of a lambda around it, or the whole name that
 *     of a common table expression
 */
record Mention(
    Token first, List<String> parts, Kind kind, Scope scope, boolean star, boolean bound) {

  enum Kind {
    /** A table or view that is read or written. */
    RELATION,
    /** A function, also one that makes a table. */
    FUNCTION,
    /** The object that the statement itself is about. */
    TARGET,
    /** A name in a hint. */
    HINT,
    /** Any other name of three parts or more: a column, or a place that is not understood. */
    OTHER
  }
}
