package io.datareplicator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.model.Column;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SchemaDiffTest {
  private static final List<String> TYPES =
      List.of(
          "int",
          "bigint",
          "decimal(10,2)",
          "decimal(10,3)",
          "array<int>",
          "struct<a:int,b:string>");

  @Provide
  Arbitrary<List<Column>> columns() {
    Arbitrary<String> names = Arbitraries.of("a", "b", "c d", "é", "_x", "id", "value", "日");
    return Combinators.combine(names, Arbitraries.of(TYPES), Arbitraries.of(true, false))
        .as(Column::new)
        .list()
        .ofMaxSize(7)
        .uniqueElements(Column::name);
  }

  @Property
  void sameColumnsDoNotDiffer(@ForAll("columns") List<Column> columns) {
    assertThat(SchemaDiff.between(columns, columns)).isEmpty();
  }

  @Property
  void caseAndSpacesAndNullabilityAreNoDifference(@ForAll("columns") List<Column> columns) {
    List<Column> same =
        columns.stream()
            .map(
                c ->
                    new Column(
                        c.name().toUpperCase(Locale.ROOT),
                        c.type().toUpperCase(Locale.ROOT).replace(",", ", "),
                        !c.nullable()))
            .toList();

    assertThat(SchemaDiff.between(columns, same)).isEmpty();
  }

  @Property
  void emptinessIsSymmetric(
      @ForAll("columns") List<Column> source, @ForAll("columns") List<Column> target) {
    assertThat(SchemaDiff.between(source, target).isEmpty())
        .isEqualTo(SchemaDiff.between(target, source).isEmpty());
  }

  @Property
  void differentColumnsAreNeverCalledEqual(
      @ForAll("columns") List<Column> source, @ForAll("columns") List<Column> target) {
    boolean equal =
        source.stream()
            .map(c -> c.name() + c.type())
            .toList()
            .equals(target.stream().map(c -> c.name() + c.type()).toList());

    assertThat(SchemaDiff.between(source, target).isEmpty()).isEqualTo(equal);
  }

  @Property
  void droppedColumnIsNamed(@ForAll("columns") List<Column> columns, @ForAll int pick) {
    if (columns.isEmpty()) {
      return;
    }
    int at = Math.floorMod(pick, columns.size());
    List<Column> fewer = new ArrayList<>(columns);
    fewer.remove(at);
    String name = columns.get(at).name();

    assertThat(SchemaDiff.between(columns, fewer))
        .containsExactly("column '" + name + "' is missing at the target");
    assertThat(SchemaDiff.between(fewer, columns))
        .containsExactly("column '" + name + "' exists only at the target");
  }

  @Property
  void changedTypeIsNamedWithBothTypes(@ForAll("columns") List<Column> columns, @ForAll int pick) {
    if (columns.isEmpty()) {
      return;
    }
    int at = Math.floorMod(pick, columns.size());
    Column before = columns.get(at);
    List<Column> changed = new ArrayList<>(columns);
    changed.set(at, new Column(before.name(), "binary", before.nullable()));

    assertThat(SchemaDiff.between(columns, changed))
        .containsExactly(
            "column '"
                + before.name()
                + "' is "
                + before.type()
                + " at the source and binary at the target");
  }

  @Property
  void swappedColumnsAreFound(@ForAll("columns") List<Column> columns, @ForAll int pick) {
    if (columns.size() < 2) {
      return;
    }
    int at = Math.floorMod(pick, columns.size() - 1);
    List<Column> swapped = new ArrayList<>(columns);
    Collections.swap(swapped, at, at + 1);

    assertThat(SchemaDiff.between(columns, swapped))
        .containsExactly("the column order differs from column " + (at + 1) + " on");
  }

  @Test
  void unknownTypeDiffersFromAKnownOne() {
    assertThat(
            SchemaDiff.between(
                List.of(new Column("a", null, true)), List.of(new Column("a", "int", true))))
        .hasSize(1);
  }

  @Test
  void tenDifferencesAreShownInFull() {
    List<String> ten = IntStream.range(0, 10).mapToObj(i -> "d" + i).toList();

    assertThat(SchemaDiff.describe(ten)).isEqualTo("d0; d1; d2; d3; d4; d5; d6; d7; d8; d9");
  }

  @Test
  void moreThanTenAreCounted() {
    List<String> many = IntStream.range(0, 13).mapToObj(i -> "d" + i).toList();

    assertThat(SchemaDiff.describe(many)).endsWith("; d9; and 3 more").doesNotContain("d10");
  }
}
