package io.datareplicator.sandbox.sql.functions;

import io.datareplicator.sandbox.metastore.FunctionEntry;
import io.datareplicator.sandbox.metastore.FunctionEntry.Parameter;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.UcException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedArgumentExpression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.CatalogManager;
import scala.Option;
import scala.Tuple3;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractPartialFunction;

/** Replaces calls of SQL functions by their bodies, arguments put in for parameters. */
final class FunctionExpander {
  private static final String SLOT = "__value";

  private final SparkSession session;
  private final ParserInterface parser;
  private final Metastore metastore;

  FunctionExpander(SparkSession session, ParserInterface parser, Metastore metastore) {
    this.session = session;
    this.parser = parser;
    this.metastore = metastore;
  }

  LogicalPlan expand(LogicalPlan plan) {
    return expand(plan, List.of());
  }

  private LogicalPlan expand(LogicalPlan plan, List<String> calls) {
    return mapExpressions(plan, e -> expand(e, calls));
  }

  /** Applies a change to all expressions of a plan, those of common table expressions too. */
  private static LogicalPlan mapExpressions(LogicalPlan plan, UnaryOperator<Expression> change) {
    return plan.resolveOperatorsUp(
        partial(
            LogicalPlan.class,
            node -> {
              LogicalPlan mapped =
                  (LogicalPlan)
                      node.mapExpressions(
                          new AbstractFunction1<Expression, Expression>() {
                            @Override
                            public Expression apply(Expression e) {
                              return change.apply(e);
                            }
                          });
              return mapped instanceof UnresolvedWith with ? mapCtes(with, change) : mapped;
            }));
  }

  private static LogicalPlan mapCtes(UnresolvedWith with, UnaryOperator<Expression> change) {
    List<Tuple3<String, SubqueryAlias, Option<Object>>> relations = new ArrayList<>();
    for (var relation : CollectionConverters.asJava(with.cteRelations())) {
      relations.add(
          new Tuple3<>(
              relation._1(), (SubqueryAlias) mapExpressions(relation._2(), change), relation._3()));
    }
    return with.copy(
        with.child(), CollectionConverters.asScala(relations).toSeq(), with.allowRecursion());
  }

  private Expression expand(Expression expression, List<String> calls) {
    return replace(
        expression,
        e -> e instanceof UnresolvedFunction call ? expandCall(call, calls) : e,
        plan -> expand(plan, calls));
  }

  /** Bottom up, so that arguments are done before the call that they belong to. */
  private static Expression replace(
      Expression expression,
      UnaryOperator<Expression> change,
      UnaryOperator<LogicalPlan> subqueries) {
    return (Expression)
        expression.transformUp(
            partial(
                Expression.class,
                e ->
                    e instanceof SubqueryExpression s
                        ? s.withNewPlan(subqueries.apply((LogicalPlan) s.plan()))
                        : change.apply(e)));
  }

  private static <T> AbstractPartialFunction<T, T> partial(Class<T> type, UnaryOperator<T> body) {
    return new AbstractPartialFunction<>() {
      @Override
      public boolean isDefinedAt(T node) {
        return type.isInstance(node);
      }

      @Override
      public T apply(T node) {
        return body.apply(node);
      }
    };
  }

  private Expression expandCall(UnresolvedFunction call, List<String> calls) {
    List<String> name = new ArrayList<>(CollectionConverters.asJava(call.nameParts()));
    if (name.size() > 3 || (name.size() == 1 && builtin(name.get(0)))) {
      return call;
    }
    CatalogManager catalogs = session.sessionState().catalogManager();
    if (name.size() == 1) {
      String[] namespace = catalogs.currentNamespace();
      name.add(0, namespace.length == 0 ? "default" : namespace[0]);
    }
    if (name.size() == 2) {
      name.add(0, catalogs.currentCatalog().name());
    }
    Optional<FunctionEntry> found =
        metastore.functions().find(name.get(0), name.get(1), name.get(2));
    if (found.isEmpty()) {
      return call;
    }
    String fullName = String.join(".", name).toLowerCase(Locale.ROOT);
    return inline(fullName, found.get(), call, calls);
  }

  private static boolean builtin(String name) {
    return FunctionRegistry.expressions().contains(name.toLowerCase(Locale.ROOT));
  }

  private Expression inline(
      String fullName, FunctionEntry function, UnresolvedFunction call, List<String> calls) {
    if (calls.contains(fullName)) {
      throw UcException.invalid("Function '" + fullName + "' calls itself");
    }
    if (!function.language().equals("SQL")) {
      throw new UcException(
          400,
          "UNSUPPORTED_FEATURE.SANDBOX",
          "The feature is not supported: this sandbox keeps "
              + function.language()
              + " functions such as "
              + fullName
              + " but cannot run them.");
    }
    if (function.dataType().equals(FunctionEntry.TABLE)) {
      throw new UcException(
          400,
          "NOT_A_SCALAR_FUNCTION",
          "`"
              + fullName.replace(".", "`.`")
              + "` appears as a scalar expression here, but the"
              + " function was defined as a table function.");
    }
    List<String> inner = new ArrayList<>(calls);
    inner.add(fullName);
    Expression body = expand(parse("(" + function.definition() + ")"), inner);
    Map<String, Expression> values = arguments(fullName, function, call);
    return cast(substitute(body, function.name(), values), function.fullDataType());
  }

  private Map<String, Expression> arguments(
      String fullName, FunctionEntry function, UnresolvedFunction call) {
    Map<String, Expression> values = new HashMap<>();
    List<Parameter> parameters = function.parameters();
    int position = 0;
    for (Expression argument : CollectionConverters.asJava(call.arguments())) {
      if (argument instanceof NamedArgumentExpression named) {
        values.put(named.key().toLowerCase(Locale.ROOT), named.value());
      } else if (position < parameters.size()) {
        values.put(parameters.get(position++).name().toLowerCase(Locale.ROOT), argument);
      } else {
        throw wrongCount(fullName, parameters.size(), call.arguments().size());
      }
    }
    for (Parameter parameter : parameters) {
      String key = parameter.name().toLowerCase(Locale.ROOT);
      if (!values.containsKey(key) && parameter.defaultValue() == null) {
        throw wrongCount(fullName, parameters.size(), call.arguments().size());
      }
      Expression value =
          values.containsKey(key) ? values.get(key) : parse(parameter.defaultValue());
      values.put(key, cast(value, parameter.typeText()));
    }
    return values;
  }

  private static UcException wrongCount(String name, int expected, int actual) {
    return new UcException(
        400,
        "WRONG_NUM_ARGS.WITHOUT_SUGGESTION",
        "The `"
            + name.replace(".", "`.`")
            + "` requires "
            + expected
            + " parameters but the actual number is "
            + actual
            + ".");
  }

  private static Expression substitute(
      Expression body, String function, Map<String, Expression> values) {
    UnaryOperator<Expression> change = e -> substituted(e, function, values);
    return replace(body, change, plan -> substitute(plan, function, values));
  }

  private static LogicalPlan substitute(
      LogicalPlan plan, String function, Map<String, Expression> values) {
    return mapExpressions(plan, e -> substitute(e, function, values));
  }

  /** A parameter is named alone or after its function. */
  private static Expression substituted(
      Expression e, String function, Map<String, Expression> values) {
    if (!(e instanceof UnresolvedAttribute attribute)) {
      return e;
    }
    List<String> parts = CollectionConverters.asJava(attribute.nameParts());
    boolean qualified = parts.size() == 2 && parts.get(0).equalsIgnoreCase(function);
    if (parts.size() != 1 && !qualified) {
      return e;
    }
    return values.getOrDefault(parts.get(parts.size() - 1).toLowerCase(Locale.ROOT), e);
  }

  private Expression cast(Expression value, String type) {
    return replace(
        parse("CAST(" + SLOT + " AS " + type + ")"),
        e -> e instanceof UnresolvedAttribute a && a.nameParts().head().equals(SLOT) ? value : e,
        plan -> plan);
  }

  private Expression parse(String text) {
    try {
      return parser.parseExpression(text);
    } catch (Exception e) {
      throw Sneaky.rethrown(e);
    }
  }

  /** Spark's ParseException is checked in Java only. */
  private static final class Sneaky {
    private Sneaky() {}

    static RuntimeException rethrown(Throwable t) {
      return Sneaky.<RuntimeException>cast(t);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T cast(Throwable t) throws T {
      throw (T) t;
    }
  }
}
