package io.datareplicator.sandbox.sql;

import static io.datareplicator.sandbox.sql.TwoWorkspaces.cell;
import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.sandbox.metastore.Principal.Kind;
import io.datareplicator.sandbox.sql.SqlEngine.ResultColumn;
import io.datareplicator.sandbox.sql.SqlEngine.SqlResult;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Volumes in SQL, at the provider and through a share. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VolumeStatementsTest {
  private TwoWorkspaces w;

  @BeforeAll
  void start() throws Exception {
    w = new TwoWorkspaces();
    w.source("CREATE CATALOG c");
    w.source("CREATE SCHEMA c.s");
    w.source("CREATE VOLUME c.s.Files COMMENT 'it''s' ");
    w.source("CREATE EXTERNAL VOLUME IF NOT EXISTS c.s.ext LOCATION 'file:/lake/x/'");
    w.source("CREATE VOLUME IF NOT EXISTS c.s.ext");
    w.source("CREATE SHARE sh");
    w.source("ALTER SHARE sh ADD SCHEMA c.s");
    w.source("ALTER SHARE sh ADD VOLUME c.s.files COMMENT 'v' AS other.docs");
    w.source("CREATE RECIPIENT r USING ID '" + w.target.globalId() + "'");
    w.source("GRANT SELECT ON SHARE sh TO RECIPIENT r");
    w.target("CREATE CATALOG m USING SHARE `" + w.target.providers().get(0).name() + "`.sh");
  }

  @AfterAll
  void stop() throws Exception {
    w.close();
  }

  @Test
  void showsAndDescribes() throws Exception {
    SqlResult shown = w.source("SHOW VOLUMES IN c.s");
    assertThat(shown.columns().stream().map(ResultColumn::name))
        .containsExactly("database", "volume_name");
    assertThat(shown.rows())
        .containsExactly(new String[] {"s", "ext"}, new String[] {"s", "files"});
    assertThat(w.source("SHOW VOLUMES FROM c.s 'F*'").rows()).hasSize(1);
    SqlResult described = w.source("DESCRIBE VOLUME c.s.ext");
    assertThat(cell(described, 0, "volume_type")).isEqualTo("EXTERNAL");
    assertThat(cell(described, 0, "storage_location")).isEqualTo("file:/lake/x");
    assertThat(cell(w.target("DESCRIBE VOLUME m.s.ext"), 0, "volume_type")).isEqualTo("MANAGED");
    assertThat(w.target("SHOW VOLUMES IN m.other").rows())
        .containsExactly(new String[] {"other", "docs"});
  }

  @Test
  void commentsRenamesAndDrops() throws Exception {
    w.world
        .principals(w.world.workspace("source"))
        .add(Kind.USER, TwoWorkspaces.USER, "Ana", true, List.of());
    w.source("CREATE VOLUME c.default.v");
    w.source("COMMENT ON VOLUME c.default.v IS 'text'");
    w.source("ALTER VOLUME c.default.v SET OWNER TO `ana@example.test`");
    w.source("ALTER VOLUME c.default.v RENAME TO w");
    SqlResult described = w.source("DESCRIBE VOLUME c.default.w");
    assertThat(cell(described, 0, "comment")).isEqualTo("text");
    assertThat(cell(described, 0, "owner")).isEqualTo("ana@example.test");
    w.source("DROP VOLUME c.default.w");
    w.source("DROP VOLUME IF EXISTS c.default.w");
    assertThat(w.failure(w.sourceSql, "DROP VOLUME c.default.w").getMessage())
        .startsWith("[VOLUME_DOES_NOT_EXIST] Volume 'c.default.w' does not exist.");
    assertThat(w.failure(w.sourceSql, "CREATE VOLUME c.s.files").getMessage())
        .startsWith("[VOLUME_ALREADY_EXISTS]");
    assertThat(w.failure(w.targetSql, "CREATE VOLUME m.s.x").getMessage())
        .startsWith("[INSUFFICIENT_PERMISSIONS]");
  }

  @Test
  void informationSchemaListsVolumesOfOneAndOfAllCatalogs() throws Exception {
    String columns = "SELECT volume_catalog, volume_schema, volume_name, volume_type FROM ";
    assertThat(
            w.source(columns + "c.information_schema.volumes WHERE volume_schema = 's' ORDER BY 3")
                .rows())
        .containsExactly(
            new String[] {"c", "s", "ext", "EXTERNAL"},
            new String[] {"c", "s", "files", "MANAGED"});
    assertThat(w.source("SELECT * FROM main.information_schema.volumes").rows()).isEmpty();
    assertThat(w.target(columns + "system.information_schema.volumes ORDER BY 2, 3").rows())
        .containsExactly(
            new String[] {"m", "other", "docs", "MANAGED"},
            new String[] {"m", "s", "ext", "MANAGED"},
            new String[] {"m", "s", "files", "MANAGED"});
  }
}
