package io.datareplicator.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.RunConfig;
import io.datareplicator.config.SchemaConfig;
import org.junit.jupiter.api.Test;

/** Substitutes, names built from others, and what a selection selects. */
class SubstitutesTest {

  private static final String YAML =
      """
      version: "1.0"
      replication_group: "{{source_name}}_{{target_name}}"
      audit_config: {audit_table: "audit_{{target_name}}.logs.results"}
      table_types: [managed]
      backup_config:
        enabled: true
        share_name: "{{catalog_name}}_share"
      replication_config:
        enabled: true
        source_catalog: "{{catalog_name}}_of_{{source_name}}"
        intermediate_catalog: "tmp_{{schema_name}}"
      reconciliation_config:
        enabled: true
        source_filter_expression: "'{{catalog_name}}.{{schema_name}}.{{table_name}}' <> ''"
        exclude_columns: ["{{table_name}}_id"]
      target_catalogs:
        - catalog_name: "Retail_{{target_name}}"
          target_schemas:
            - schema_name: "{{catalog_name}}_silver"
              tables:
                - table_name: "{{schema_name}}_t"
                - table_name: Own
                  reconciliation_config: {target_filter_expression: "x = '{{table_name}}'"}
        - catalog_name: open
      """;

  private final RunConfig config =
      Loading.group(YAML)
          .environments(Loading.ENVIRONMENTS.replace("name: src", "name: SRC"))
          .config();

  @Test
  void groupLevelTexts() {
    assertThat(config.replicationGroup()).isEqualTo("SRC_tgt");
    assertThat(config.audit().fullName()).isEqualTo("audit_tgt.logs.results");
  }

  @Test
  void namesOfObjectsAreResolvedAndInLowerCase() {
    CatalogConfig catalog = config.catalogs().get(0);
    assertThat(catalog.name()).isEqualTo("retail_tgt");
    assertThat(catalog.backup().shareName()).isEqualTo("retail_tgt_share");
    assertThat(catalog.replication().sourceCatalog()).isEqualTo("retail_tgt_of_src");
    assertThat(catalog.replication().shareName()).isEqualTo("retail_tgt_to_tgt_share");
    SchemaConfig schema = catalog.schemas().get(0);
    assertThat(schema.name()).isEqualTo("retail_tgt_silver");
    assertThat(schema.tables()).extracting("name").containsExactly("retail_tgt_silver_t", "own");
  }

  @Test
  void lowerLevelsResolveWhatIsLeft() {
    CatalogConfig open = config.catalogs().get(1);
    assertThat(open.replication().intermediateCatalog()).isEqualTo("tmp_{{schema_name}}");
    SchemaConfig bronze = open.schema("Bronze");
    assertThat(bronze.replication().intermediateCatalog()).isEqualTo("tmp_bronze");
    assertThat(bronze.table("T1").reconciliation().sourceFilterExpression())
        .isEqualTo("'open.bronze.t1' <> ''");
    assertThat(bronze.table("T1").reconciliation().excludeColumns()).containsExactly("t1_id");
    var own = config.catalogs().get(0).schemas().get(0).table("OWN");
    assertThat(own.reconciliation().targetFilterExpression()).isEqualTo("x = 'own'");
    assertThat(own.reconciliation().sourceFilterExpression())
        .isEqualTo("'retail_tgt.retail_tgt_silver.own' <> ''");
  }

  @Test
  void valuesAreNotScannedAgain() {
    RunConfig odd =
        Loading.group(
                Loading.GROUP.replace(
                    "replication_group: g", "replication_group: \"{{{source_name}}}\""))
            .config();
    assertThat(odd.replicationGroup()).isEqualTo("{src}");
  }

  @Test
  void selectionByName() {
    CatalogConfig catalog =
        Loading.group(
                Loading.GROUP
                    + """
                        target_schemas:
                          - schema_name: One
                            tables: [{table_name: A}, {table_name: b}]
                          - schema_name: two
                            exclude_tables: [{table_name: C}]
                            exclude_volumes: [{volume_name: V}]
                    """)
            .config()
            .catalogs()
            .get(0);
    assertThat(catalog.selects("ONE")).isTrue();
    assertThat(catalog.selects("three")).isFalse();
    assertThat(catalog.selects("information_schema")).isFalse();
    SchemaConfig one = catalog.schema("one");
    assertThat(one.selectsTable("a")).isTrue();
    assertThat(one.selectsTable("c")).isFalse();
    SchemaConfig two = catalog.schema("two");
    assertThat(two.selectsTable("a")).isTrue();
    assertThat(two.selectsTable("c")).isFalse();
    assertThat(two.selectsVolume("v")).isFalse();
    assertThat(two.selectsVolume("w")).isTrue();
  }

  @Test
  void internalObjectsAreNeverSelected() {
    CatalogConfig catalog =
        Loading.group(Loading.GROUP + "    exclude_schemas: [{schema_name: Tmp}]\n")
            .config()
            .catalogs()
            .get(0);
    assertThat(catalog.selects("tmp")).isFalse();
    assertThat(catalog.selects("other")).isTrue();
    assertThat(catalog.selects("INFORMATION_SCHEMA")).isFalse();
    SchemaConfig schema = catalog.schema("other");
    assertThat(schema.selectsTable("__materialization_mat_1_t_1")).isFalse();
    assertThat(schema.selectsTable("__Materialization_Mat")).isFalse();
    assertThat(schema.selectsTable("event_log_abc")).isFalse();
    assertThat(schema.selectsTable("event_logs")).isTrue();
    assertThat(schema.selectsTable("t")).isTrue();
  }

  @Test
  void metastoreObjectsNeedNoCatalog() {
    RunConfig metastore =
        Loading.group(
                """
                version: "1.0"
                replication_group: g
                audit_config: {audit_table: a.b.c}
                uc_object_types: [storage_credential, external_location, tag_policy]
                storage_credential_config:
                  target_credential_type: gcp_service_account
                  mapping: {a: unused}
                external_location_config: {external_locations: []}
                replication_config: {enabled: true}
                """)
            .config();
    assertThat(metastore.catalogs()).isEmpty();
    assertThat(metastore.objects().ucObjectTypes()).hasSize(3);
    assertThat(metastore.replication().enabled()).isTrue();
    assertThat(metastore.externalLocations()).isEmpty();
    assertThat(metastore.tagPolicies()).isNull();
  }

  @Test
  void theViewForTheAuditTableHoldsNoSecret() {
    CatalogConfig catalog =
        Loading.group(
                Loading.GROUP.replace(
                    "  enabled: true",
                    "  enabled: true\n  volume_config: {autoloader_options: {sasToken: hush, a: b}}"))
            .config()
            .catalogs()
            .get(0);
    String view = catalog.redactedView().toString();
    assertThat(view).contains("catalog_name=retail", "max_workers=8", "a=b").doesNotContain("hush");
  }
}
