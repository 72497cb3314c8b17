package io.datareplicator.sandbox.sql.functions;

import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.sql.catalog.Workspaces;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.parser.ParameterContext;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Seq;

/** Parses as its delegate does, then expands calls of the metastore's SQL functions. */
final class ExpandingParser implements ParserInterface {
  private final SparkSession session;
  private final ParserInterface delegate;

  ExpandingParser(SparkSession session, ParserInterface delegate) {
    this.session = session;
    this.delegate = delegate;
  }

  private LogicalPlan expand(LogicalPlan plan) throws ParseException {
    String workspace = session.conf().get(FunctionExtension.WORKSPACE, null);
    if (workspace == null) {
      return plan;
    }
    Metastore metastore = Workspaces.metastore(workspace);
    return metastore.functions().any()
        ? new FunctionExpander(session, delegate, metastore).expand(plan)
        : plan;
  }

  @Override
  public LogicalPlan parsePlan(String text) throws ParseException {
    return expand(delegate.parsePlan(text));
  }

  @Override
  public LogicalPlan parsePlanWithParameters(String text, ParameterContext parameters)
      throws ParseException {
    return expand(delegate.parsePlanWithParameters(text, parameters));
  }

  @Override
  public LogicalPlan parseQuery(String text) throws ParseException {
    return expand(delegate.parseQuery(text));
  }

  @Override
  public Expression parseExpression(String text) throws ParseException {
    return delegate.parseExpression(text);
  }

  @Override
  public TableIdentifier parseTableIdentifier(String text) throws ParseException {
    return delegate.parseTableIdentifier(text);
  }

  @Override
  public FunctionIdentifier parseFunctionIdentifier(String text) throws ParseException {
    return delegate.parseFunctionIdentifier(text);
  }

  @Override
  public Seq<String> parseMultipartIdentifier(String text) throws ParseException {
    return delegate.parseMultipartIdentifier(text);
  }

  @Override
  public StructType parseTableSchema(String text) throws ParseException {
    return delegate.parseTableSchema(text);
  }

  @Override
  public DataType parseDataType(String text) throws ParseException {
    return delegate.parseDataType(text);
  }

  @Override
  public StructType parseRoutineParam(String text) throws ParseException {
    return delegate.parseRoutineParam(text);
  }
}
