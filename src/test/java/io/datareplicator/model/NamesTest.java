package io.datareplicator.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
  @Test
  void namesCompareWithoutCase() {
    assertThat(new TableName("Cat", "SCHEMA", "Täble"))
        .isEqualTo(new TableName("cat", "schema", "täble"))
        .hasToString("cat.schema.täble");
    assertThat(new SchemaName("Cat", "S")).isEqualTo(new SchemaName("cat", "s"));
  }

  @Test
  void lowerCaseDoesNotDependOnTheMachine() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("tr-TR"));
    try {
      assertThat(new TableName("IDS", "I", "TITLE").fullName()).isEqualTo("ids.i.title");
      assertThat(TableKind.fromApi("managed")).isEqualTo(TableKind.MANAGED);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void otherCatalogKeepsTheRest() {
    TableName name = new TableName("a", "s", "t");

    assertThat(name.in("B")).isEqualTo(new TableName("b", "s", "t"));
    assertThat(name.schemaName()).isEqualTo(new SchemaName("a", "s"));
    assertThat(name.schemaName().in("b").table("T")).isEqualTo(new TableName("b", "s", "t"));
  }

  @Test
  void namesSort() {
    TreeSet<TableName> sorted = new TreeSet<>();
    sorted.add(new TableName("b", "a", "a"));
    sorted.add(new TableName("a", "b", "a"));
    sorted.add(new TableName("a", "a", "b"));

    assertThat(sorted).extracting(TableName::fullName).containsExactly("a.a.b", "a.b.a", "b.a.a");
  }

  @Test
  void partsAreRequired() {
    assertThatThrownBy(() -> new TableName("a", null, "b"))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> new SchemaName(null, "b")).isInstanceOf(NullPointerException.class);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "MANAGED,MANAGED,table",
        "Managed_Shallow_Clone,MANAGED,table",
        "EXTERNAL,EXTERNAL,table",
        "EXTERNAL_SHALLOW_CLONE,EXTERNAL,table",
        "STREAMING_TABLE,STREAMING_TABLE,streaming_table",
        "MATERIALIZED_VIEW,MATERIALIZED_VIEW,materialized_view",
        "VIEW,VIEW,view",
        "METRIC_VIEW,VIEW,view",
        "FOREIGN,FOREIGN,foreign_table",
        "SOMETHING_NEW,OTHER,table",
        "-,OTHER,table"
      })
  void kindsOfTheApi(String api, TableKind kind, String objectType) {
    assertThat(TableKind.fromApi(api)).isEqualTo(kind);
    assertThat(kind.objectType()).isEqualTo(objectType);
  }
}
