package io.datareplicator.databricks.sharing;

import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.http.Pages;
import io.datareplicator.databricks.sharing.SharingApi.CreateRecipient;
import io.datareplicator.databricks.sharing.SharingApi.CreateShare;
import io.datareplicator.databricks.sharing.SharingApi.DataObject;
import io.datareplicator.databricks.sharing.SharingApi.ObjectUpdate;
import io.datareplicator.databricks.sharing.SharingApi.PermissionChange;
import io.datareplicator.databricks.sharing.SharingApi.ProviderInfo;
import io.datareplicator.databricks.sharing.SharingApi.RecipientInfo;
import io.datareplicator.databricks.sharing.SharingApi.ShareInfo;
import io.datareplicator.databricks.sharing.SharingApi.UpdatePermissions;
import io.datareplicator.databricks.sharing.SharingApi.UpdateShare;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Shares, recipients and providers of one workspace's metastore. */
public final class Sharing {
  private static final int SERVER_PAGE = 0;
  private static final String SELECT = "SELECT";

  private final SharingApi api;
  private final HttpPipeline http;

  public Sharing(SharingApi api, HttpPipeline http) {
    this.api = api;
    this.http = http;
  }

  /** A share with its objects. */
  public Optional<ShareInfo> findShare(String name) {
    return http.find("GET share", () -> api.getShare(name, true));
  }

  public ShareInfo createShare(String name, String comment) {
    return http.create(
        "POST share", () -> api.createShare(new CreateShare(name, comment)), () -> findShare(name));
  }

  /** Adds objects to a share in one request; all or none are added. */
  public ShareInfo addToShare(String share, List<DataObject> objects) {
    return replaceInShare(share, List.of(), objects);
  }

  /** Removes objects from a share and adds others in one request; all is done or nothing. */
  public ShareInfo replaceInShare(
      String share, List<DataObject> removed, List<DataObject> objects) {
    UpdateShare request =
        new UpdateShare(
            Stream.concat(
                    removed.stream().map(o -> new ObjectUpdate("REMOVE", o)),
                    objects.stream().map(o -> new ObjectUpdate("ADD", o)))
                .toList());
    return http.create(
        "PATCH share",
        () -> api.updateShare(share, request),
        () -> findShare(share).filter(s -> names(s.objects()).containsAll(names(objects))));
  }

  private static Set<String> names(List<DataObject> objects) {
    Set<String> names = new HashSet<>();
    if (objects != null) {
      objects.forEach(o -> names.add(o.dataObjectType() + " " + o.name().toLowerCase(Locale.ROOT)));
    }
    return names;
  }

  /** Whether the recipient may read the share. */
  public boolean isGranted(String share, String recipient) {
    SharingApi.Permissions permissions =
        http.read("GET share permissions", () -> api.getPermissions(share));
    return permissions.privilegeAssignments() != null
        && permissions.privilegeAssignments().stream()
            .anyMatch(
                a ->
                    a.principal().equalsIgnoreCase(recipient)
                        && a.privileges() != null
                        && a.privileges().contains(SELECT));
  }

  /** Grants SELECT; granting twice changes nothing. */
  public void grant(String share, String recipient) {
    UpdatePermissions request =
        new UpdatePermissions(List.of(new PermissionChange(recipient, List.of(SELECT), null)));
    http.change("PATCH share permissions", () -> api.updatePermissions(share, request));
  }

  /**
   * Recipients made for a metastore ({@code cloud:region:uuid}); at most one can exist per
   * metastore.
   */
  public Optional<RecipientInfo> recipientFor(String globalMetastoreId) {
    List<RecipientInfo> found = new ArrayList<>();
    Pages.forEach(
        token ->
            http.read(
                "GET recipients page",
                () -> api.listRecipients(globalMetastoreId, SERVER_PAGE, token)),
        SharingApi.RecipientPage::recipients,
        SharingApi.RecipientPage::nextPageToken,
        found::add);
    return found.stream()
        .filter(r -> globalMetastoreId.equals(r.dataRecipientGlobalMetastoreId()))
        .findFirst();
  }

  public Optional<RecipientInfo> findRecipient(String name) {
    return http.find("GET recipient", () -> api.getRecipient(name));
  }

  public RecipientInfo createRecipient(String name, String globalMetastoreId) {
    return http.create(
        "POST recipient",
        () -> api.createRecipient(new CreateRecipient(name, "DATABRICKS", globalMetastoreId, null)),
        () ->
            findRecipient(name)
                .filter(r -> globalMetastoreId.equals(r.dataRecipientGlobalMetastoreId())));
  }

  /**
   * The provider that stands for a metastore; it appears by itself once that metastore has made a
   * recipient for this one.
   */
  public Optional<ProviderInfo> providerFor(String globalMetastoreId) {
    List<ProviderInfo> found = new ArrayList<>();
    Pages.forEach(
        token ->
            http.read(
                "GET providers page",
                () -> api.listProviders(globalMetastoreId, SERVER_PAGE, token)),
        SharingApi.ProviderPage::providers,
        SharingApi.ProviderPage::nextPageToken,
        found::add);
    return found.stream()
        .filter(p -> globalMetastoreId.equals(p.dataProviderGlobalMetastoreId()))
        .findFirst();
  }

  /** Names of the shares that a provider offers. */
  public List<String> sharesOf(String provider) {
    List<String> names = new ArrayList<>();
    Pages.forEach(
        token ->
            http.read(
                "GET provider shares page",
                () -> api.listProviderShares(provider, SERVER_PAGE, token)),
        SharingApi.ProviderSharePage::shares,
        SharingApi.ProviderSharePage::nextPageToken,
        share -> names.add(share.name()));
    return names;
  }

  public Optional<ProviderInfo> findProvider(String name) {
    return http.find("GET provider", () -> api.getProvider(name));
  }
}
