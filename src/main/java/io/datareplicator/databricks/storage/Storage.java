package io.datareplicator.databricks.storage;

import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.http.Pages;
import io.datareplicator.databricks.storage.StorageApi.CreateCredential;
import io.datareplicator.databricks.storage.StorageApi.CreateLocation;
import io.datareplicator.databricks.storage.StorageApi.CredentialInfo;
import io.datareplicator.databricks.storage.StorageApi.CredentialPage;
import io.datareplicator.databricks.storage.StorageApi.LocationInfo;
import io.datareplicator.databricks.storage.StorageApi.LocationPage;
import io.datareplicator.databricks.storage.StorageApi.UpdateCredential;
import io.datareplicator.databricks.storage.StorageApi.UpdateLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Storage credentials and external locations of one workspace's metastore. */
public final class Storage {
  private static final int SERVER_PAGE = 0;

  private final StorageApi api;
  private final HttpPipeline http;

  public Storage(StorageApi api, HttpPipeline http) {
    this.api = api;
    this.http = http;
  }

  /** All storage credentials that the caller may see. */
  public List<CredentialInfo> credentials() {
    List<CredentialInfo> all = new ArrayList<>();
    Pages.forEach(
        token ->
            http.read(
                "GET storage credentials page", () -> api.listCredentials(SERVER_PAGE, token)),
        CredentialPage::storageCredentials,
        CredentialPage::nextPageToken,
        all::add);
    return all;
  }

  public Optional<CredentialInfo> findCredential(String name) {
    return http.find("GET storage credential", () -> api.getCredential(name));
  }

  /**
   * Creates a storage credential; if an earlier attempt may have made it, the one that is there is
   * returned, for the caller to compare.
   */
  public CredentialInfo createCredential(CreateCredential request) {
    return http.create(
        "POST storage credential",
        () -> api.createCredential(request),
        () -> findCredential(request.name()));
  }

  /** Changes what is set in the request; the credential afterwards. */
  public CredentialInfo updateCredential(String name, UpdateCredential request) {
    return http.change("PATCH storage credential", () -> api.updateCredential(name, request));
  }

  /** All external locations that the caller may see. */
  public List<LocationInfo> locations() {
    List<LocationInfo> all = new ArrayList<>();
    Pages.forEach(
        token ->
            http.read("GET external locations page", () -> api.listLocations(SERVER_PAGE, token)),
        LocationPage::externalLocations,
        LocationPage::nextPageToken,
        all::add);
    return all;
  }

  public Optional<LocationInfo> findLocation(String name) {
    return http.find("GET external location", () -> api.getLocation(name));
  }

  /**
   * Creates an external location; if an earlier attempt may have made it, the one that is there is
   * returned, for the caller to compare.
   */
  public LocationInfo createLocation(CreateLocation request) {
    return http.create(
        "POST external location",
        () -> api.createLocation(request),
        () -> findLocation(request.name()));
  }

  /** Changes what is set in the request; the location afterwards. */
  public LocationInfo updateLocation(String name, UpdateLocation request) {
    return http.change("PATCH external location", () -> api.updateLocation(name, request));
  }
}
