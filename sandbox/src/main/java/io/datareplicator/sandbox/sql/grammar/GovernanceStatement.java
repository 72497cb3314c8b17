package io.datareplicator.sandbox.sql.grammar;

import io.datareplicator.sandbox.metastore.SecurableType;
import java.util.List;
import java.util.Map;

/** Statements about tags, privileges, comments and owners of any object. */
public sealed interface GovernanceStatement {

  /**
   * The object that a statement is about.
   *
   * @param kind the word that was written, e.g. VIEW for a {@link SecurableType#TABLE}
   * @param name as written; empty for METASTORE
   * @param column a column of it, or null
   */
  record Subject(SecurableType type, String kind, ObjectName name, String column) {}

  /** {@code ALTER … SET TAGS}: adds or changes. */
  record SetTags(Subject subject, Map<String, String> tags) implements GovernanceStatement {}

  /** {@code ALTER … UNSET TAGS}. */
  record UnsetTags(Subject subject, List<String> keys) implements GovernanceStatement {}

  /** {@code SET TAG ON}: fails when the key is there; value empty = key only. */
  record SetTag(Subject subject, String key, String value) implements GovernanceStatement {}

  /** {@code UNSET TAG ON}: fails when the key is not there. */
  record UnsetTag(Subject subject, String key) implements GovernanceStatement {}

  /**
   * {@code GRANT} and {@code REVOKE}.
   *
   * @param privileges as written, words joined by spaces
   */
  record Grant(Subject subject, List<String> privileges, String principal, boolean revoke)
      implements GovernanceStatement {}

  /**
   * {@code SHOW GRANTS ON}.
   *
   * @param principal null = everybody
   */
  record ShowGrants(Subject subject, String principal) implements GovernanceStatement {}

  /** {@code ALTER … [SET] OWNER TO}. */
  record SetOwner(Subject subject, String owner) implements GovernanceStatement {}

  /**
   * {@code COMMENT ON}.
   *
   * @param comment null clears it
   */
  record Comment(Subject subject, String comment) implements GovernanceStatement {}

  /**
   * {@code ALTER … PREDICTIVE OPTIMIZATION}.
   *
   * @param mode ENABLE, DISABLE or INHERIT
   */
  record SetOptimization(Subject subject, String mode) implements GovernanceStatement {}
}
