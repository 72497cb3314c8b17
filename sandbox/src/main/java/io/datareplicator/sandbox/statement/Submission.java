package io.datareplicator.sandbox.statement;

import io.datareplicator.sandbox.control.StatementFault;
import io.datareplicator.sandbox.sql.SqlEngine.Parameter;
import io.datareplicator.sandbox.sql.SqlEngine.SessionState;
import java.util.List;

/**
 * A statement as submitted, already validated.
 *
 * @param rowLimit 0 = none
 * @param byteLimit 0 = none
 * @param compressionAsked whether the manifest must tell which compression was used
 * @param session null = stateless
 * @param fault null = none
 */
public record Submission(
    String user,
    String text,
    String catalog,
    String schema,
    List<Parameter> parameters,
    long rowLimit,
    long byteLimit,
    Disposition disposition,
    boolean compressionAsked,
    SessionState session,
    StatementFault fault) {

  /** Where the client wants the result. */
  public enum Disposition {
    INLINE,
    EXTERNAL_LINKS,
    /** The server chooses. */
    INLINE_OR_EXTERNAL_LINKS
  }
}
