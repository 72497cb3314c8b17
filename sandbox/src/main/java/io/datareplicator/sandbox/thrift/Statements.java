package io.datareplicator.sandbox.thrift;

import io.datareplicator.sandbox.control.StatementFault;
import io.datareplicator.sandbox.sql.SqlEngine.Parameter;
import io.datareplicator.sandbox.sql.SqlEngine.SessionState;
import io.datareplicator.sandbox.statement.Submission;
import io.datareplicator.sandbox.statement.Submission.Disposition;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.thrift.protocol.TProtocolException;

/** TExecuteStatementReq as a submission. */
final class Statements {
  private Statements() {}

  static Submission submission(
      String text, WireStruct request, String user, SessionState session, StatementFault fault)
      throws TProtocolException {
    return new Submission(
        user,
        text,
        null,
        null,
        parameters(request),
        Math.max(0, request.number(Idl.Execute.ROW_LIMIT, 0)),
        0,
        Disposition.INLINE_OR_EXTERNAL_LINKS,
        false,
        session,
        fault);
  }

  /** Positional parameters get their number, which begins at 1, as name. */
  private static List<Parameter> parameters(WireStruct request) throws TProtocolException {
    List<Parameter> parameters = new ArrayList<>();
    for (WireStruct sent : request.structs(Idl.Execute.PARAMETERS)) {
      String name = sent.textOrNull(Idl.Parameter.NAME);
      long ordinal = sent.number(Idl.Parameter.ORDINAL, parameters.size() + 1L);
      parameters.add(
          new Parameter(
              name == null || name.isEmpty() ? Long.toString(ordinal) : name,
              value(sent.structOrNull(Idl.Parameter.VALUE)),
              sent.textOrNull(Idl.Parameter.TYPE)));
    }
    return parameters;
  }

  private static String value(WireStruct union) throws TProtocolException {
    if (union == null) {
      return null;
    }
    for (int field :
        new int[] {Idl.Parameter.STRING, Idl.Parameter.DOUBLE, Idl.Parameter.BOOLEAN}) {
      String value = union.scalarOrNull(field);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  /** The session's time zone; one that cannot be read has already failed the statement. */
  static ZoneId zone(SessionState session) {
    for (Map.Entry<String, String> conf : session.confs.entrySet()) {
      if (conf.getKey().equalsIgnoreCase("timezone")) {
        try {
          return ZoneId.of(conf.getValue());
        } catch (DateTimeException e) {
          return ZoneOffset.UTC;
        }
      }
    }
    return ZoneOffset.UTC;
  }
}
