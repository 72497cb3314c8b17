package io.datareplicator.sandbox.sql.catalog;

import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Alias$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.catalyst.expressions.Literal$;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.internal.SQLConf;
import scala.Tuple3;
import scala.collection.immutable.Seq;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/** Adds {@code current_metastore()}, whose value is a setting of the session. */
public final class MetastoreFunctions extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {
  /** Session setting that holds the global metastore id. */
  public static final String GLOBAL_ID = "spark.sandbox.metastore.globalId";

  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    String name = "current_metastore";
    extensions.injectFunction(
        new Tuple3<>(
            new FunctionIdentifier(name),
            new ExpressionInfo(MetastoreFunctions.class.getName(), name),
            new AbstractFunction1<Seq<Expression>, Expression>() {
              @Override
              public Expression apply(Seq<Expression> arguments) {
                Expression id = Literal$.MODULE$.apply(SQLConf.get().getConfString(GLOBAL_ID));
                return new Alias(
                    id,
                    name + "()",
                    NamedExpression.newExprId(),
                    Alias$.MODULE$.apply$default$4(id, name),
                    Alias$.MODULE$.apply$default$5(id, name),
                    Alias$.MODULE$.apply$default$6(id, name));
              }
            }));
    return BoxedUnit.UNIT;
  }
}
