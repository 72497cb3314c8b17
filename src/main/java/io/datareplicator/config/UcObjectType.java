package io.datareplicator.config;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Kinds of Unity Catalog metadata that can be replicated (configuration, section 3). */
public enum UcObjectType implements ConfigValue {
  /** Storage credential; belongs to the metastore. */
  STORAGE_CREDENTIAL,
  /** External location; belongs to the metastore. */
  EXTERNAL_LOCATION,
  /** Governed tag policy; belongs to the metastore. */
  TAG_POLICY,
  /** Connection to a foreign system. */
  CONNECTION,
  /** Catalog. */
  CATALOG,
  /** Tags of catalogs. */
  CATALOG_TAG,
  /** Grants on catalogs. */
  CATALOG_GRANT,
  /** Schema. */
  SCHEMA,
  /** Tags of schemas. */
  SCHEMA_TAG,
  /** Grants on schemas. */
  SCHEMA_GRANT,
  /** Table definition. */
  TABLE,
  /** Function. */
  FUNCTION,
  /** Grants on functions. */
  FUNCTION_GRANT,
  /** View. */
  VIEW,
  /** Materialized view defined in SQL. */
  MATERIALIZED_VIEW,
  /** Streaming table defined in SQL. */
  STREAMING_TABLE,
  /** Volume. */
  VOLUME,
  /** Registered model. */
  REGISTERED_MODEL,
  /** Comments of tables. */
  TABLE_COMMENT,
  /** Tags of tables and views. */
  TABLE_TAG,
  /** Grants on tables and views. */
  TABLE_GRANT,
  /** Tags of volumes. */
  VOLUME_TAG,
  /** Grants on volumes. */
  VOLUME_GRANT,
  /** Comments of columns. */
  COLUMN_COMMENT,
  /** Tags of columns. */
  COLUMN_TAG,
  /** Row filters of tables. */
  ROW_FILTER,
  /** Column masks of tables. */
  COLUMN_MASK,
  /** Owners of objects. */
  OWNER;

  private static final Set<UcObjectType> METASTORE_LEVEL =
      Collections.unmodifiableSet(EnumSet.of(STORAGE_CREDENTIAL, EXTERNAL_LOCATION, TAG_POLICY));
  private static final Set<UcObjectType> GRANTS =
      Collections.unmodifiableSet(
          EnumSet.of(CATALOG_GRANT, SCHEMA_GRANT, TABLE_GRANT, VOLUME_GRANT, FUNCTION_GRANT));

  // Handing objects to another owner can lock the replicating principal out of them, so the
  // blanket word must not imply it.
  private static final Set<UcObjectType> ALL =
      Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(OWNER)));

  @Override
  public String yaml() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether such objects belong to the metastore and need no catalog. */
  public boolean metastoreLevel() {
    return METASTORE_LEVEL.contains(this);
  }

  /** What {@code all} stands for: every type but {@link #OWNER}, which is asked for by name. */
  public static Set<UcObjectType> all() {
    return ALL;
  }

  /** What the alias {@code permission} stands for. */
  public static Set<UcObjectType> grants() {
    return GRANTS;
  }
}
