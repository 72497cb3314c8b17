package io.datareplicator.sandbox.metastore;

import java.util.List;

/**
 * Somebody who can hold privileges or log in.
 *
 * @param name what grants call it: user name, group name or application id
 * @param account false for a group that only its workspace knows; such a group can hold no
 *     privileges on data
 * @param members ids of a group's members
 */
public record Principal(
    String id, Kind kind, String name, String displayName, boolean account, List<String> members) {
  /** What a principal is. */
  public enum Kind {
    USER,
    GROUP,
    SERVICE_PRINCIPAL
  }

  public Principal {
    members = members == null ? List.of() : List.copyOf(members);
  }

  /** User names are compared without case, the other names exactly. */
  boolean isNamed(String wanted) {
    return kind == Kind.USER ? name.equalsIgnoreCase(wanted) : name.equals(wanted);
  }
}
