package io.datareplicator.sandbox.sql.functions;

import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/** Puts an {@link ExpandingParser} before the parsers of Spark and Delta. */
public final class FunctionExtension extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {
  /** Session setting that holds the key of the workspace. */
  public static final String WORKSPACE = "spark.sandbox.workspace";

  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    extensions.injectParser(
        new AbstractFunction2<SparkSession, ParserInterface, ParserInterface>() {
          @Override
          public ParserInterface apply(SparkSession session, ParserInterface delegate) {
            return new ExpandingParser(
                (org.apache.spark.sql.classic.SparkSession) session, delegate);
          }
        });
    return BoxedUnit.UNIT;
  }
}
