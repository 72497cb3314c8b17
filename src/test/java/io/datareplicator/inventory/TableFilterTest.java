package io.datareplicator.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datareplicator.model.TableName;
import io.datareplicator.testkit.FakeSql;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableFilterTest {
  @Test
  void conditionIsBracketedOnItsOwnLines() {
    FakeSql sql =
        new FakeSql()
            .otherwise(
                t ->
                    FakeSql.rows(
                        List.of("table_name", "TABLE_SCHEMA"),
                        List.of("T1", "S"),
                        List.of("t2", "s")));

    assertThat(
            TableFilter.matching(
                sql, "my`cat", "it's", "table_name LIKE 'x%' OR 1=1 -- all", Map.of("k", "v")))
        .containsExactlyInAnyOrder(
            new TableName("my`cat", "s", "t1"), new TableName("my`cat", "s", "t2"));

    assertThat(sql.texts())
        .containsExactly(
            "SELECT table_schema, table_name FROM `my``cat`.information_schema.tables"
                + " WHERE table_schema <> 'information_schema' AND table_schema = 'it\\'s' AND (\n"
                + "table_name LIKE 'x%' OR 1=1 -- all\n)");
    assertThat(sql.statements().get(0).tags()).isEqualTo(Map.of("k", "v"));
  }

  @Test
  void wholeCatalogHasNoSchemaCondition() {
    FakeSql sql = new FakeSql().otherwise(t -> FakeSql.rows(List.of("table_schema", "table_name")));

    assertThat(TableFilter.matching(sql, "c", null, "true", Map.of())).isEmpty();
    assertThat(sql.texts().get(0)).doesNotContain("table_schema =");
  }

  @Test
  void failedQueryIsNotAnEmptySelection() {
    FakeSql sql =
        new FakeSql()
            .otherwise(
                t -> {
                  throw FakeSql.failure("[UNRESOLVED_COLUMN] no column 'tabel_name'");
                });

    assertThatThrownBy(() -> TableFilter.matching(sql, "c", null, "tabel_name = 1", Map.of()))
        .hasMessageContaining("tabel_name");
  }
}
