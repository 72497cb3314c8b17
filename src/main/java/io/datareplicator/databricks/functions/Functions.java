package io.datareplicator.databricks.functions;

import io.datareplicator.databricks.functions.FunctionsApi.FunctionInfo;
import io.datareplicator.databricks.functions.FunctionsApi.FunctionPage;
import io.datareplicator.databricks.functions.FunctionsApi.UpdateFunction;
import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.http.Pages;
import io.datareplicator.model.SchemaName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Functions of one workspace's metastore. */
public final class Functions {
  private static final int SERVER_PAGE = 0;

  private final FunctionsApi api;
  private final HttpPipeline http;

  public Functions(FunctionsApi api, HttpPipeline http) {
    this.api = api;
    this.http = http;
  }

  /** All functions of a schema; empty Optional when the schema (or its catalog) does not exist. */
  public Optional<List<FunctionInfo>> list(SchemaName schema) {
    return http.find("GET functions page", () -> page(schema, null))
        .map(
            first -> {
              List<FunctionInfo> all = new ArrayList<>();
              Pages.forEach(
                  token ->
                      token == null
                          ? first
                          : http.read("GET functions page", () -> page(schema, token)),
                  FunctionPage::functions,
                  FunctionPage::nextPageToken,
                  all::add);
              return all;
            });
  }

  private FunctionPage page(SchemaName schema, String token) {
    return api.list(schema.catalog(), schema.schema(), SERVER_PAGE, token);
  }

  /**
   * One function.
   *
   * @param fullName {@code catalog.schema.function}, not quoted
   */
  public Optional<FunctionInfo> find(String fullName) {
    return http.find("GET function", () -> api.get(fullName));
  }

  /** Gives a function to another owner. */
  public void setOwner(String fullName, String owner) {
    UpdateFunction request = new UpdateFunction(owner);
    http.change(
        "PATCH function",
        () -> {
          api.update(fullName, request);
          return fullName;
        });
  }
}
