package io.datareplicator.sandbox.metastore;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which privileges each kind of object takes, privilege model 1.0 (documentation page
 * data-governance/unity-catalog/manage-privileges/privileges).
 */
final class Privileges {
  static final String ALL = "ALL_PRIVILEGES";

  private static final Map<SecurableType, Set<String>> BY_TYPE = new EnumMap<>(SecurableType.class);

  static {
    Set<String> table = privileges("ALL_PRIVILEGES APPLY_TAG BROWSE MANAGE MODIFY REFRESH SELECT");
    Set<String> volume =
        privileges("ALL_PRIVILEGES APPLY_TAG BROWSE MANAGE READ_VOLUME WRITE_VOLUME");
    Set<String> function =
        privileges("ALL_PRIVILEGES APPLY_TAG BROWSE CREATE_MODEL_VERSION EXECUTE MANAGE");
    Set<String> schema =
        privileges(
            "CREATE_FUNCTION CREATE_MATERIALIZED_VIEW CREATE_MODEL CREATE_TABLE CREATE_VOLUME"
                + " EXTERNAL_USE_SCHEMA USE_SCHEMA");
    schema.addAll(table);
    schema.addAll(volume);
    schema.addAll(function);
    Set<String> catalog = privileges("CREATE_SCHEMA USE_CATALOG");
    catalog.addAll(schema);
    BY_TYPE.put(SecurableType.TABLE, table);
    BY_TYPE.put(SecurableType.VOLUME, volume);
    BY_TYPE.put(SecurableType.FUNCTION, function);
    BY_TYPE.put(SecurableType.SCHEMA, schema);
    BY_TYPE.put(SecurableType.CATALOG, catalog);
    BY_TYPE.put(
        SecurableType.METASTORE,
        privileges(
            "CREATE_CATALOG CREATE_CLEAN_ROOM CREATE_CONNECTION CREATE_EXTERNAL_LOCATION"
                + " CREATE_PROVIDER CREATE_RECIPIENT CREATE_SERVICE_CREDENTIAL CREATE_SHARE"
                + " CREATE_STORAGE_CREDENTIAL MANAGE_ALLOWLIST SET_SHARE_PERMISSION"
                + " USE_MARKETPLACE_ASSETS USE_PROVIDER USE_RECIPIENT USE_SHARE"));
    BY_TYPE.put(
        SecurableType.EXTERNAL_LOCATION,
        privileges(
            "ALL_PRIVILEGES BROWSE CREATE_EXTERNAL_TABLE CREATE_EXTERNAL_VOLUME"
                + " CREATE_FOREIGN_SECURABLE CREATE_MANAGED_STORAGE EXTERNAL_USE_LOCATION MANAGE"
                + " READ_FILES WRITE_FILES"));
    BY_TYPE.put(
        SecurableType.STORAGE_CREDENTIAL,
        privileges(
            "ALL_PRIVILEGES CREATE_EXTERNAL_LOCATION CREATE_EXTERNAL_TABLE MANAGE READ_FILES"
                + " WRITE_FILES"));
    BY_TYPE.put(
        SecurableType.CREDENTIAL, privileges("ACCESS ALL_PRIVILEGES CREATE_CONNECTION MANAGE"));
    BY_TYPE.put(
        SecurableType.CONNECTION,
        privileges("ALL_PRIVILEGES CREATE_FOREIGN_CATALOG MANAGE USE_CONNECTION"));
  }

  private Privileges() {}

  private static Set<String> privileges(String names) {
    return new TreeSet<>(Set.of(names.split(" ")));
  }

  /**
   * The privilege in upper snake case; spaces are taken for underscores.
   *
   * @throws UcException INVALID_PARAMETER_VALUE when such an object does not take it
   */
  static String of(Securable securable, String privilege) {
    String name = privilege.strip().toUpperCase(Locale.ROOT).replaceAll("\\s+", "_");
    if (!BY_TYPE.get(securable.type()).contains(name)) {
      throw UcException.invalid(
          "Privilege "
              + name
              + " is not applicable to this entity ["
              + securable.name()
              + ":"
              + securable.type()
              + "]. If this seems unexpected, please check the privilege version of the metastore"
              + " in use [1.0].");
    }
    return name;
  }
}
