package io.datareplicator.sandbox.sql.command;

import io.datareplicator.sandbox.metastore.FunctionEntry;
import io.datareplicator.sandbox.metastore.FunctionEntry.Parameter;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.UcException;
import io.datareplicator.sandbox.sql.SqlEngine.SqlRequest;
import io.datareplicator.sandbox.sql.SqlEngine.SqlResult;
import io.datareplicator.sandbox.sql.engine.Parameters;
import io.datareplicator.sandbox.sql.engine.StatementSession;
import io.datareplicator.sandbox.sql.grammar.FunctionStatement;
import io.datareplicator.sandbox.sql.grammar.ObjectName;
import io.datareplicator.sandbox.sql.schema.SqlTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Creates, drops, lists and describes functions of schemas. */
final class FunctionCommands {
  private final Metastore metastore;
  private final TableResolver names;
  private final StatementSession session;
  private final SqlRequest request;

  FunctionCommands(
      Metastore metastore, TableResolver names, StatementSession session, SqlRequest request) {
    this.metastore = metastore;
    this.names = names;
    this.session = session;
    this.request = request;
  }

  SqlResult run(FunctionStatement statement) throws Exception {
    if (statement instanceof FunctionStatement.Create s) {
      return create(s);
    } else if (statement instanceof FunctionStatement.Drop s) {
      return drop(s);
    } else if (statement instanceof FunctionStatement.Show s) {
      return show(s);
    }
    return describe((FunctionStatement.Describe) statement);
  }

  private SqlResult create(FunctionStatement.Create s) {
    TableResolver.Name name = names.complete(s.name());
    metastore.schema(name.catalog(), name.schema());
    if (s.ifNotExists() && find(name).isPresent()) {
      return Results.empty();
    }
    List<Parameter> parameters = parameters(s.parameters());
    boolean table = s.columns() != null;
    boolean sql = s.language().equals("SQL");
    if (!sql && (s.returns() == null || table)) {
      throw UcException.invalid("A PYTHON function RETURNS one value of a declared type");
    }
    String returns = s.returns() == null ? null : type(s.returns()).sql();
    List<Parameter> columns = table ? parameters(s.columns()) : List.of();
    if (sql) {
      StructType result = session.schema(probe(s, name, parameters));
      if (table && columns.isEmpty()) {
        columns = columns(result);
      } else if (!table && returns == null) {
        returns = result.fields()[0].dataType().sql();
      }
    }
    String dataType = table ? FunctionEntry.TABLE : SqlTypes.typeName(type(returns));
    boolean reads = s.body().toUpperCase(Locale.ROOT).matches("(?s).*\\bFROM\\b.*");
    metastore
        .functions()
        .put(
            name.catalog(),
            name.schema(),
            new FunctionEntry(
                null,
                name.table(),
                parameters,
                dataType,
                table ? "TABLE" : returns,
                columns,
                s.language(),
                s.body(),
                s.deterministic() == null || s.deterministic(),
                s.dataAccess() != null
                    ? s.dataAccess()
                    : sql && reads ? "READS_SQL_DATA" : "CONTAINS_SQL",
                s.comment(),
                request.user(),
                0,
                0),
            s.replace());
    return Results.empty();
  }

  /** A query with the body where it must make sense: parameters are columns around it. */
  private static String probe(
      FunctionStatement.Create s, TableResolver.Name name, List<Parameter> parameters) {
    String inputs =
        parameters.stream()
            .map(p -> "CAST(NULL AS " + p.typeText() + ") AS " + quoted(p.name()))
            .collect(Collectors.joining(", "));
    String from =
        " FROM (SELECT " + (inputs.isEmpty() ? "1" : inputs) + ") AS " + quoted(name.table());
    if (s.columns() != null) {
      return "SELECT __result.*" + from + ", LATERAL (" + s.body() + ") AS __result";
    }
    String body = "(" + s.body() + ")";
    return "SELECT "
        + (s.returns() == null ? body : "CAST(" + body + " AS " + s.returns() + ")")
        + " AS result"
        + from;
  }

  private static String quoted(String name) {
    return new ObjectName(List.of(name)).quoted();
  }

  private static DataType type(String text) {
    return DataType.fromDDL(text);
  }

  private static List<Parameter> parameters(List<FunctionStatement.Parameter> written) {
    List<Parameter> parameters = new ArrayList<>();
    for (FunctionStatement.Parameter p : written) {
      parameters.add(parameter(p.name(), type(p.type()), p.defaultValue(), p.comment()));
    }
    return parameters;
  }

  private static List<Parameter> columns(StructType result) {
    List<Parameter> columns = new ArrayList<>();
    for (StructField field : result.fields()) {
      columns.add(parameter(field.name(), field.dataType(), null, null));
    }
    return columns;
  }

  private static Parameter parameter(
      String name, DataType type, String defaultValue, String comment) {
    String struct = new StructType().add(name, type, true).json();
    // {"type":"struct","fields":[FIELD]}
    String json = struct.substring(struct.indexOf('[') + 1, struct.lastIndexOf(']'));
    return new Parameter(
        name,
        type.catalogString(),
        SqlTypes.typeName(type),
        json,
        type instanceof DecimalType d ? d.precision() : 0,
        type instanceof DecimalType d ? d.scale() : 0,
        defaultValue,
        comment);
  }

  private Optional<FunctionEntry> find(TableResolver.Name name) {
    return metastore.functions().find(name.catalog(), name.schema(), name.table());
  }

  private SqlResult drop(FunctionStatement.Drop s) {
    TableResolver.Name name = names.complete(s.name());
    if (!s.ifExists() || find(name).isPresent()) {
      metastore.functions().drop(name.catalog(), name.schema(), name.table());
    }
    return Results.empty();
  }

  private SqlResult show(FunctionStatement.Show s) {
    TableResolver.Name in = names.completeSchema(s.schema());
    return Results.names(
        "function",
        metastore.functions().list(in.catalog(), in.schema()).stream()
            .filter(f -> ShowPattern.matches(f.name(), s.pattern()))
            .map(f -> in.catalog() + "." + in.schema() + "." + f.name()));
  }

  private SqlResult describe(FunctionStatement.Describe s) throws Exception {
    Optional<FunctionEntry> found =
        s.name().parts().size() > 3 ? Optional.empty() : find(names.complete(s.name()));
    if (found.isEmpty()) {
      return session.run(s.text(), Parameters.values(request.parameters()), request.rowLimit());
    }
    return FunctionDescription.of(names.complete(s.name()).toString(), found.get(), s.extended());
  }
}
