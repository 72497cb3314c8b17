package io.datareplicator.databricks.models;

import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.http.Pages;
import io.datareplicator.databricks.models.ModelsApi.CreateModel;
import io.datareplicator.databricks.models.ModelsApi.ModelInfo;
import io.datareplicator.databricks.models.ModelsApi.ModelPage;
import io.datareplicator.databricks.models.ModelsApi.UpdateModel;
import io.datareplicator.databricks.models.ModelsApi.VersionInfo;
import io.datareplicator.databricks.models.ModelsApi.VersionPage;
import io.datareplicator.model.SchemaName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Registered models of one workspace's metastore. Full names are {@code catalog.schema.model}, not
 * quoted.
 */
public final class Models {
  private static final int SERVER_PAGE = 0;

  private final ModelsApi api;
  private final HttpPipeline http;

  public Models(ModelsApi api, HttpPipeline http) {
    this.api = api;
    this.http = http;
  }

  /** All models of a schema; empty Optional when the schema (or its catalog) does not exist. */
  public Optional<List<ModelInfo>> list(SchemaName schema) {
    return http.find("GET models page", () -> page(schema, null))
        .map(
            first -> {
              List<ModelInfo> all = new ArrayList<>();
              Pages.forEach(
                  token ->
                      token == null
                          ? first
                          : http.read("GET models page", () -> page(schema, token)),
                  ModelPage::registeredModels,
                  ModelPage::nextPageToken,
                  all::add);
              return all;
            });
  }

  private ModelPage page(SchemaName schema, String token) {
    return api.list(schema.catalog(), schema.schema(), SERVER_PAGE, token);
  }

  /** One model, with its aliases. */
  public Optional<ModelInfo> find(String fullName) {
    return http.find("GET model", () -> api.get(fullName, true));
  }

  /**
   * Creates a model without versions; if an earlier attempt may have made it, the one that is there
   * is returned, for the caller to compare.
   *
   * @param comment null or empty = none
   */
  public ModelInfo create(SchemaName schema, String name, String comment) {
    CreateModel request =
        new CreateModel(
            name,
            schema.catalog(),
            schema.schema(),
            comment == null || comment.isEmpty() ? null : comment);
    return http.create(
        "POST model", () -> api.create(request), () -> find(schema.fullName() + "." + name));
  }

  /** Changes what is set in the request; the model afterwards. */
  public ModelInfo update(String fullName, UpdateModel request) {
    return http.change("PATCH model", () -> api.update(fullName, request));
  }

  /** All versions of a model; empty Optional when there is no such model. */
  public Optional<List<VersionInfo>> versions(String fullName) {
    return http.find("GET model versions page", () -> api.versions(fullName, SERVER_PAGE, null))
        .map(
            first -> {
              List<VersionInfo> all = new ArrayList<>();
              Pages.forEach(
                  token ->
                      token == null
                          ? first
                          : http.read(
                              "GET model versions page",
                              () -> api.versions(fullName, SERVER_PAGE, token)),
                  VersionPage::modelVersions,
                  VersionPage::nextPageToken,
                  all::add);
              return all;
            });
  }
}
