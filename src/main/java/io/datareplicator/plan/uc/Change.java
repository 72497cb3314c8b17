package io.datareplicator.plan.uc;

import io.datareplicator.model.uc.CatalogMeta;
import io.datareplicator.model.uc.CloudIdentity;
import io.datareplicator.model.uc.Clustering;
import io.datareplicator.model.uc.ColumnMeta;
import io.datareplicator.model.uc.CredentialMeta;
import io.datareplicator.model.uc.FunctionMeta;
import io.datareplicator.model.uc.FunctionUse;
import io.datareplicator.model.uc.KeyConstraint;
import io.datareplicator.model.uc.LocationMeta;
import io.datareplicator.model.uc.RelationMeta;
import io.datareplicator.model.uc.SchemaMeta;
import io.datareplicator.model.uc.TagPolicyMeta;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/** What is to be done to one object of the target. */
public sealed interface Change {
  /** Whether the object itself comes into being or is redefined; others hang on it. */
  default boolean defines() {
    return false;
  }

  /** A change that makes or redefines its object. */
  sealed interface Definition extends Change {
    @Override
    default boolean defines() {
      return true;
    }
  }

  /** A definition above catalogs. */
  sealed interface OfMetastore extends Definition {}

  /**
   * @param identity at the target's cloud
   * @param buckets that locations of the target will reach by it, as far as known; for what the
   *     user has to grant
   */
  record CreateCredential(CredentialMeta source, CloudIdentity identity, List<String> buckets)
      implements OfMetastore {
    public CreateCredential {
      buckets = List.copyOf(buckets);
    }
  }

  /**
   * What differs; null = leave as it is.
   *
   * @param comment empty text clears it
   */
  record UpdateCredential(CloudIdentity identity, String comment, Boolean readOnly)
      implements OfMetastore {
    public static final UpdateCredential NOTHING = new UpdateCredential(null, null, null);
  }

  /**
   * @param url on the target
   * @param unchecked whether the server must not try the place, as its credential has no access yet
   */
  record CreateLocation(LocationMeta source, String url, boolean unchecked)
      implements OfMetastore {}

  /**
   * What differs; null = leave as it is.
   *
   * @param comment empty text clears it
   */
  record UpdateLocation(
      String url,
      String credential,
      String comment,
      Boolean readOnly,
      Boolean fallback,
      Boolean fileEvents)
      implements OfMetastore {
    public static final UpdateLocation NOTHING =
        new UpdateLocation(null, null, null, null, null, null);
  }

  record CreateTagPolicy(TagPolicyMeta source) implements OfMetastore {}

  /**
   * What differs; null = leave as it is.
   *
   * @param description empty text clears it
   * @param values all of them
   */
  record UpdateTagPolicy(String description, List<String> values) implements OfMetastore {
    public static final UpdateTagPolicy NOTHING = new UpdateTagPolicy(null, null);
  }

  /**
   * @param storageRoot on the target; null = that of the metastore
   * @param settings what can only be set once it exists
   */
  record CreateCatalog(CatalogMeta source, String storageRoot, Settings settings)
      implements Definition {}

  record CreateSchema(SchemaMeta source, String storageRoot, Settings settings)
      implements Definition {}

  /**
   * Settings of a catalog or schema that differ; null = leave as it is. The object is there
   * already, so that nothing hangs on them.
   *
   * @param comment empty text clears it
   */
  record Settings(
      String comment, Map<String, String> properties, String isolationMode, String optimization)
      implements Change {
    public static final Settings NOTHING = new Settings(null, null, null, null);

    public boolean isEmpty() {
      return equals(NOTHING);
    }
  }

  /**
   * @param location on the target; null = managed
   * @param properties without those that the server keeps
   * @param clustering column paths; empty for none
   */
  record CreateTable(
      RelationMeta source,
      boolean replace,
      String location,
      Map<String, String> properties,
      Clustering clustering)
      implements Definition {}

  /**
   * What of a table can be changed in place; empty parts are left as they are.
   *
   * @param defaults expressions by column, null values for those that lose theirs
   * @param clustering null = as it is
   */
  record AlterTable(
      List<ColumnMeta> addColumns,
      List<String> dropNotNull,
      Map<String, String> defaults,
      SortedMap<String, String> properties,
      Clustering clustering)
      implements Definition {}

  /** Adds a key, or a CHECK constraint when {@code check} is set. */
  record AddConstraint(String name, KeyConstraint key, String check) implements Change {}

  /**
   * @param primary whether it is the primary key, which foreign keys hold
   */
  record DropConstraint(String name, boolean primary) implements Change {}

  /**
   * @param query rewritten for the target
   * @param properties those that people set
   * @param context whether the query has names that lack a catalog, which the schema supplies
   */
  record CreateView(
      RelationMeta source,
      String query,
      Map<String, String> properties,
      boolean replace,
      boolean context)
      implements Definition {}

  /** A materialized view or streaming table; its statement is read from the source. */
  record CreateDataset(RelationMeta source, boolean replace) implements Definition {}

  record CreateFunction(FunctionMeta source, String body, boolean replace, boolean context)
      implements Definition {}

  /**
   * @param location on the target; null = managed
   */
  record CreateVolume(String location, String comment) implements Definition {}

  record CreateModel(String comment) implements Definition {}

  /** Tags of the object, and of its columns by name. */
  record SetTags(SortedMap<String, String> set, Set<String> unset) implements Change {}

  record SetColumnTags(SortedMap<String, SetTags> columns) implements Change {}

  /**
   * @param comment empty text clears it
   */
  record SetComment(String comment) implements Change {}

  /**
   * @param comments by column; empty text clears one
   */
  record SetColumnComments(SortedMap<String, String> comments) implements Change {}

  record SetGrants(List<GrantChange> changes) implements Change {}

  /**
   * @param complete all that the principal is to have, for when ALL_PRIVILEGES is revoked: the
   *     server takes the rest with it
   */
  record GrantChange(String principal, Set<String> add, Set<String> remove, Set<String> complete) {}

  record SetOwner(String owner) implements Change {}

  /** The function's name is the target's. */
  record SetRowFilter(FunctionUse filter) implements Change {}

  /** The functions' names are the target's. */
  record SetMasks(SortedMap<String, FunctionUse> masks) implements Change {}
}
