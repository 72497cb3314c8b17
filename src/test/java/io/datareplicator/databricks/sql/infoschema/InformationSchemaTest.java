package io.datareplicator.databricks.sql.infoschema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InformationSchemaTest {
  @Test
  void tagsOfAllLevels() {
    assertThat(
            InformationSchema.tags(
                "My`Cat", EnumSet.complementOf(EnumSet.of(Level.ROUTINE)), null, null, 500))
        .isEqualTo(
            "SELECT * FROM ("
                + "SELECT 'CATALOG' AS level, '' AS schema_name, '' AS object_name, '' AS"
                + " column_name, tag_name, coalesce(tag_value, '') AS tag_value FROM"
                + " `my``cat`.information_schema.catalog_tags UNION ALL "
                + "SELECT 'SCHEMA' AS level, schema_name AS schema_name, '' AS object_name, '' AS"
                + " column_name, tag_name, coalesce(tag_value, '') AS tag_value FROM"
                + " `my``cat`.information_schema.schema_tags WHERE schema_name <>"
                + " 'information_schema' UNION ALL "
                + "SELECT 'TABLE' AS level, schema_name AS schema_name, table_name AS object_name,"
                + " '' AS column_name, tag_name, coalesce(tag_value, '') AS tag_value FROM"
                + " `my``cat`.information_schema.table_tags WHERE schema_name <>"
                + " 'information_schema' UNION ALL "
                + "SELECT 'VOLUME' AS level, schema_name AS schema_name, volume_name AS"
                + " object_name, '' AS column_name, tag_name, coalesce(tag_value, '') AS tag_value"
                + " FROM `my``cat`.information_schema.volume_tags WHERE schema_name <>"
                + " 'information_schema' UNION ALL "
                + "SELECT 'COLUMN' AS level, schema_name AS schema_name, table_name AS"
                + " object_name, column_name AS column_name, tag_name, coalesce(tag_value, '') AS"
                + " tag_value FROM `my``cat`.information_schema.column_tags WHERE schema_name <>"
                + " 'information_schema')"
                + " ORDER BY level, schema_name, object_name, column_name, tag_name LIMIT 500");
  }

  @Test
  void nextPageOfSomeSchemas() {
    assertThat(
            InformationSchema.tags(
                "c",
                Set.of(Level.TABLE),
                List.of("S2", "s'1"),
                List.of("TABLE", "s", "o'x", "", "k"),
                2))
        .endsWith(
            " WHERE schema_name <> 'information_schema' AND schema_name IN ('s\\'1', 's2'))"
                + " WHERE (level > 'TABLE' OR level = 'TABLE' AND (schema_name > 's' OR schema_name"
                + " = 's' AND (object_name > 'o\\'x' OR object_name = 'o\\'x' AND (column_name > ''"
                + " OR column_name = '' AND tag_name > 'k'))))"
                + " ORDER BY level, schema_name, object_name, column_name, tag_name LIMIT 2");
  }

  @Test
  void privilegesUseTheNamesOfTheirRelations() {
    assertThat(
            InformationSchema.privileges(
                "c", EnumSet.of(Level.CATALOG, Level.ROUTINE), List.of(), null, 9))
        .isEqualTo(
            "SELECT * FROM ("
                + "SELECT DISTINCT 'CATALOG' AS level, '' AS schema_name, '' AS object_name,"
                + " grantee, upper(replace(privilege_type, ' ', '_')) AS privilege_type FROM"
                + " `c`.information_schema.catalog_privileges WHERE coalesce(inherited_from,"
                + " 'NONE') = 'NONE' UNION ALL "
                + "SELECT DISTINCT 'ROUTINE' AS level, routine_schema AS schema_name, routine_name"
                + " AS object_name, grantee, upper(replace(privilege_type, ' ', '_')) AS"
                + " privilege_type FROM `c`.information_schema.routine_privileges WHERE false AND"
                + " coalesce(inherited_from, 'NONE') = 'NONE')"
                + " ORDER BY level, schema_name, object_name, grantee, privilege_type LIMIT 9");
    assertThat(
            InformationSchema.privileges("c", EnumSet.of(Level.TABLE, Level.VOLUME), null, null, 9))
        .contains("table_schema AS schema_name, table_name AS object_name")
        .contains("volume_schema AS schema_name, volume_name AS object_name")
        .contains("WHERE volume_schema <> 'information_schema' AND coalesce(");
  }

  @Test
  void questionsThatMakeNoSenseAreRefused() {
    Set<Level> tables = Set.of(Level.TABLE);
    assertThatThrownBy(() -> InformationSchema.tags("c", Set.of(), null, null, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> InformationSchema.tags("c", Set.of(Level.ROUTINE), null, null, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> InformationSchema.privileges("c", Set.of(Level.COLUMN), null, null, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> InformationSchema.tags("c", tables, null, null, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> InformationSchema.tags("c", tables, null, List.of("TABLE"), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void plainLists() {
    assertThat(InformationSchema.routines("c", null))
        .isEqualTo(
            "SELECT routine_schema AS schema_name, routine_name AS object_name FROM"
                + " `c`.information_schema.routines WHERE routine_schema <> 'information_schema'"
                + " ORDER BY schema_name, object_name");
    assertThat(InformationSchema.volumes("c", List.of("b", "a", "b")))
        .contains(" AND volume_schema IN ('a', 'b') ORDER BY");
    assertThat(InformationSchema.constraints("c", List.of("a")))
        .contains("p.ordinal_position = k.position_in_unique_constraint")
        .contains("t.table_schema IN ('a')");
  }
}
