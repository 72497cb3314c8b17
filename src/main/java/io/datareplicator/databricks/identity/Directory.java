package io.datareplicator.databricks.identity;

import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.identity.DirectoryApi.GroupInfo;
import io.datareplicator.databricks.identity.DirectoryApi.Resource;
import io.datareplicator.databricks.identity.DirectoryApi.ServicePrincipal;
import io.datareplicator.databricks.identity.DirectoryApi.UserInfo;
import io.datareplicator.databricks.identity.Roll.Attribute;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Who is who in one workspace. Answers are kept as long as this lives; names are compared exactly,
 * e-mail addresses without regard to case. Safe for several threads.
 */
public final class Directory {
  private static final Attribute<ServicePrincipal> APPLICATION_ID =
      new Attribute<>("applicationId", ServicePrincipal::applicationId, true);
  private static final Attribute<ServicePrincipal> NAME =
      new Attribute<>("displayName", ServicePrincipal::displayName, false);
  private static final Attribute<GroupInfo> GROUP_NAME =
      new Attribute<>("displayName", GroupInfo::displayName, false);
  private static final Attribute<UserInfo> USER_NAME =
      new Attribute<>("userName", UserInfo::userName, true);

  /** What the platform's own clients ask for; a service may send fewer at once. */
  private static final int PAGE = 10_000;

  private final Roll<ServicePrincipal> servicePrincipals;
  private final Roll<GroupInfo> groups;
  private final Roll<UserInfo> users;

  public Directory(DirectoryApi api, HttpPipeline http) {
    servicePrincipals =
        new Roll<>(
            "service principals",
            List.of(APPLICATION_ID, NAME),
            (filter, start) ->
                http.read(
                    "GET scim service principals page",
                    () -> api.servicePrincipals(filter, "applicationId,displayName", PAGE, start)));
    groups =
        new Roll<>(
            "groups",
            List.of(GROUP_NAME),
            (filter, start) ->
                http.read(
                    "GET scim groups page",
                    () -> api.groups(filter, "displayName,meta", PAGE, start)));
    users =
        new Roll<>(
            "users",
            List.of(USER_NAME),
            (filter, start) ->
                http.read(
                    "GET scim users page",
                    () -> api.users(filter, "userName,displayName", PAGE, start)));
  }

  /** The service principal that grants name so. */
  public Optional<ServicePrincipal> servicePrincipal(String applicationId) {
    return servicePrincipals.with(APPLICATION_ID, applicationId).stream().findFirst();
  }

  /**
   * The service principal with that name.
   *
   * @throws AmbiguousNameException when there are several
   */
  public Optional<ServicePrincipal> servicePrincipalNamed(String displayName) {
    return only(
        "service principals",
        displayName,
        servicePrincipals.with(NAME, displayName),
        ServicePrincipal::applicationId,
        "use the application id");
  }

  /**
   * The group with that name.
   *
   * @throws AmbiguousNameException when there are several
   */
  public Optional<GroupInfo> group(String displayName) {
    return only(
        "groups",
        displayName,
        groups.with(GROUP_NAME, displayName),
        GroupInfo::id,
        "rename all but one");
  }

  /** The user with that e-mail address. */
  public Optional<UserInfo> user(String userName) {
    return users.with(USER_NAME, userName).stream().findFirst();
  }

  /** Makes look-ups of service principals cheap: if several are unknown, all are listed once. */
  public void expectServicePrincipals(Collection<String> applicationIds) {
    expect(servicePrincipals, APPLICATION_ID, applicationIds);
  }

  /** The same for service principals that are asked for by name. */
  public void expectServicePrincipalsNamed(Collection<String> displayNames) {
    expect(servicePrincipals, NAME, displayNames);
  }

  /** The same for groups. */
  public void expectGroups(Collection<String> displayNames) {
    expect(groups, GROUP_NAME, displayNames);
  }

  /** The same for users. */
  public void expectUsers(Collection<String> userNames) {
    expect(users, USER_NAME, userNames);
  }

  private static <R extends Resource> void expect(
      Roll<R> roll, Attribute<R> attribute, Collection<String> values) {
    if (values.stream().distinct().filter(v -> roll.isUnknown(attribute, v)).count() > 1) {
      roll.listAll();
    }
  }

  private static <R> Optional<R> only(
      String kind, String name, List<R> found, Function<R, String> id, String advice) {
    if (found.size() > 1) {
      throw new AmbiguousNameException(
          found.size()
              + " "
              + kind
              + " are called '"
              + name
              + "' ("
              + found.stream().map(id).collect(Collectors.joining(", "))
              + "): "
              + advice);
    }
    return found.stream().findFirst();
  }
}
