package io.datareplicator.databricks.bindings;

import io.datareplicator.databricks.bindings.BindingsApi.Binding;
import io.datareplicator.databricks.bindings.BindingsApi.BindingPage;
import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.http.Pages;
import io.datareplicator.model.SecurableType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Workspaces that the objects of one metastore are bound to. */
public final class Bindings {
  private static final int SERVER_PAGE = 0;

  private final BindingsApi api;
  private final HttpPipeline http;

  public Bindings(BindingsApi api, HttpPipeline http) {
    this.api = api;
    this.http = http;
  }

  /**
   * The bindings of an object; they count only while it is isolated. Empty Optional when there is
   * no such object.
   *
   * @param type catalog, external location or storage credential; others have no bindings
   */
  public Optional<List<Binding>> list(SecurableType type, String name) {
    return http.find("GET bindings page", () -> page(type, name, null))
        .map(
            first -> {
              List<Binding> all = new ArrayList<>();
              Pages.forEach(
                  token ->
                      token == null
                          ? first
                          : http.read("GET bindings page", () -> page(type, name, token)),
                  BindingPage::bindings,
                  BindingPage::nextPageToken,
                  all::add);
              return all;
            });
  }

  private BindingPage page(SecurableType type, String name, String token) {
    return api.list(type.path(), name, SERVER_PAGE, token);
  }
}
