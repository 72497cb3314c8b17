package io.datareplicator.plan.recon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datareplicator.model.uc.ColumnMeta;
import io.datareplicator.plan.recon.ColumnDifference.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnCheckTest {
  private static ColumnMeta column(String name, String type, boolean nullable) {
    return new ColumnMeta(name, type, null, nullable, null, null, null);
  }

  private static ColumnMeta column(String name, String type) {
    return column(name, type, true);
  }

  /** A column with metadata such as {@code "delta.generationExpression":"year(d)"}. */
  private static ColumnMeta withMetadata(String name, String type, String metadata) {
    String json =
        "{\"name\":\"%s\",\"type\":\"%s\",\"nullable\":true,\"metadata\":{%s}}"
            .formatted(name, type, metadata);
    return new ColumnMeta(
        name, type.equals("long") ? "bigint" : type, json, true, null, null, null);
  }

  private static ColumnCheck check(List<ColumnMeta> source, List<ColumnMeta> target) {
    return ColumnCheck.of(source, target, List.of(), true);
  }

  private static List<String> kinds(ColumnCheck check) {
    return check.differences().stream().map(d -> d.column() + " " + d.kind().label()).toList();
  }

  @Test
  void namesAreComparedWithoutCase() {
    ColumnCheck check = check(List.of(column("Größe", "int")), List.of(column("gRÖSSE", "int")));
    ColumnCheck equal = check(List.of(column("Größe", "int")), List.of(column("GRÖßE", "int")));

    assertThat(kinds(check)).containsExactly("Größe missing_in_target", "gRÖSSE missing_in_source");
    assertThat(equal.differences()).isEmpty();
    assertThat(equal.common())
        .singleElement()
        .satisfies(
            pair -> {
              assertThat(pair.sourceName()).isEqualTo("Größe");
              assertThat(pair.targetName()).isEqualTo("GRÖßE");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int | bigint | c type_mismatch",
        "decimal(10,2) | decimal(10,3) | c type_mismatch",
        "string | varchar(10) | c type_mismatch",
        "struct<a:int> | struct<b:int> | c type_mismatch",
        "struct<a:int,b:int> | struct<b:int,a:int> | c type_mismatch",
        "array<int> | array<bigint> | c type_mismatch",
        "map<string,int> | map<string,string> | c type_mismatch",
        "timestamp | timestamp_ntz | c type_mismatch",
        "struct<a:int> | struct<a:int not null> | c nullability_mismatch",
        "struct<A:int> | struct<a:int> | ''",
        "struct<a:int comment 'x'> | struct<a:int comment 'y'> | ''",
        "DECIMAL(10, 2) | decimal(10,2) | ''"
      })
  void typesAreComparedByWhatTheyMean(String source, String target, String difference) {
    ColumnCheck check = check(List.of(column("c", source)), List.of(column("c", target)));

    assertThat(String.join(", ", kinds(check))).isEqualTo(difference);
    assertThat(check.common()).hasSize(1);
    assertThat(check.columnsMissing()).isFalse();
  }

  @Test
  void nullabilityIsToldOnce() {
    ColumnCheck check =
        check(
            List.of(column("c", "struct<a:int not null>", false)),
            List.of(column("c", "struct<a:int>", true)));

    assertThat(kinds(check)).containsExactly("c nullability_mismatch");
    assertThat(check.differences().get(0).describe()).contains("allows NULL on the target only");
  }

  @Test
  void generatedAndNumberedColumnsAreComparedWhereTheSourceTellsThem() {
    List<ColumnMeta> source =
        List.of(
            withMetadata("y", "int", "\"delta.generationExpression\":\"year(d)\""),
            withMetadata("id", "long", "\"delta.identity.start\":1,\"delta.identity.step\":1"));
    List<ColumnMeta> target = List.of(column("y", "int"), column("id", "bigint"));

    assertThat(kinds(check(source, target)))
        .containsExactly("y generated_mismatch", "id generated_mismatch");
    assertThat(kinds(check(target, source)))
        .containsExactly("y generated_mismatch", "id generated_mismatch");
    assertThat(check(source, source).differences()).isEmpty();
    assertThat(ColumnCheck.of(source, target, List.of(), false).differences()).isEmpty();
  }

  @Test
  void columnsOfOneSideDoNotMoveTheOthers() {
    ColumnCheck check =
        check(
            List.of(column("x", "int"), column("a", "int"), column("b", "int")),
            List.of(column("a", "int"), column("y", "int"), column("b", "int")));

    assertThat(kinds(check)).containsExactly("x missing_in_target", "y missing_in_source");
    assertThat(check.columnsMissing()).isTrue();
  }

  @Test
  void excludedColumnsAreNotThere() {
    List<ColumnMeta> source = List.of(column("Id", "int"), column("Loaded At", "date"));
    List<ColumnMeta> target = List.of(column("id", "int"), column("loaded at", "timestamp"));
    ColumnCheck check = ColumnCheck.of(source, target, List.of("LOADED AT", "never", "Id "), true);

    assertThat(check.differences()).isEmpty();
    assertThat(check.common()).hasSize(1);
    assertThat(check.unknown()).containsExactly("never", "Id ");
    assertThat(ColumnCheck.of(source, target, List.of("id", "loaded at"), true).common()).isEmpty();
  }

  @Test
  void aTypeThatCannotBeReadIsAnError() {
    assertThatThrownBy(() -> check(List.of(column("c", "int")), List.of(column("c", "struct<a:"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'c'");
  }

  @Test
  void everyKindHasALabelAndWords() {
    for (Kind kind : Kind.values()) {
      ColumnDifference difference = new ColumnDifference("c", "int", "date", true, true, kind);
      assertThat(kind.label()).matches("[a-z_]+");
      assertThat(difference.describe()).isNotBlank();
    }
  }

  @Provide
  Arbitrary<List<ColumnMeta>> tables() {
    return Combinators.combine(
            Arbitraries.of("a", "B", "c d", "é", "x.y", "`"),
            Arbitraries.of("int", "string", "array<int>", "struct<a:int,b:date>"),
            Arbitraries.of(true, false))
        .as(ColumnCheckTest::column)
        .list()
        .uniqueElements(ColumnMeta::name)
        .ofMaxSize(6);
  }

  @Property
  void aTableEqualsItself(@ForAll("tables") List<ColumnMeta> columns) {
    List<ColumnMeta> upper =
        columns.stream()
            .map(c -> column(c.name().toUpperCase(Locale.ROOT), c.typeText(), c.nullable()))
            .toList();
    ColumnCheck check = check(columns, upper);

    assertThat(check.differences()).isEmpty();
    assertThat(check.common()).hasSameSizeAs(columns);
  }

  /** Whatever differs from one side differs from the other. */
  @Property
  void differencesAreSymmetric(
      @ForAll("tables") List<ColumnMeta> one, @ForAll("tables") List<ColumnMeta> other) {
    ColumnCheck there = check(one, other);
    ColumnCheck back = check(other, one);

    assertThat(back.differences().isEmpty()).isEqualTo(there.differences().isEmpty());
    assertThat(back.columnsMissing()).isEqualTo(there.columnsMissing());
    assertThat(back.common()).hasSameSizeAs(there.common());
    assertThat(there.differences().isEmpty()).isEqualTo(one.equals(other));
  }

  @Property
  void whatIsExcludedNeverDiffers(
      @ForAll("tables") List<ColumnMeta> one, @ForAll("tables") List<ColumnMeta> other) {
    List<String> all = new ArrayList<>();
    one.forEach(c -> all.add(c.name().toLowerCase(Locale.ROOT)));
    other.forEach(c -> all.add(c.name().toUpperCase(Locale.ROOT)));

    assertThat(ColumnCheck.of(one, other, Set.copyOf(all), true))
        .isEqualTo(new ColumnCheck(List.of(), List.of(), List.of()));
  }
}
