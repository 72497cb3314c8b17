package io.datareplicator.model.uc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnDetailsTest {
  private static ColumnDetails json(String typeJson) {
    return ColumnDetails.of(new ColumnMeta("c", null, typeJson, true, null, null, null));
  }

  private static ColumnDetails text(String typeText) {
    return ColumnDetails.of(new ColumnMeta("c", typeText, null, true, null, null, null));
  }

  private static String field(String type, String metadata) {
    return "{\"name\":\"c\",\"type\":" + type + ",\"nullable\":true,\"metadata\":" + metadata + "}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "long|bigint",
        "integer|int",
        "short|smallint",
        "byte|tinyint",
        "float|float",
        "double|double",
        "boolean|boolean",
        "binary|binary",
        "date|date",
        "timestamp|timestamp",
        "timestamp_ntz|timestamp_ntz",
        "string|string",
        "variant|variant",
        "void|void",
        "decimal(38,0)|decimal(38,0)",
        "decimal|decimal(10,0)",
        "char(3)|char(3)",
        "varchar(65535)|varchar(65535)",
        "string collate unicode_ci|string collate UNICODE_CI",
        "string collate UTF8_BINARY|string",
        "interval day to second|interval day to second",
        "interval year|interval year",
        "interval|interval",
        "geography(OGC:CRS84, SPHERICAL)|geography(4326)",
        "geometry(EPSG:3857)|geometry(3857)",
        "geometry(SRID:ANY)|geometry(any)",
        "geography(4326)|geography(4326)"
      })
  void typesWithoutParts(String name, String canonical) {
    assertThat(json(field("\"" + name + "\"", "{}")).canonicalType()).isEqualTo(canonical);
    assertThat(json("\"" + name + "\"").canonicalType()).isEqualTo(canonical);
    assertThat(text(name).canonicalType()).isEqualTo(canonical);
  }

  @Test
  void metadataSaysWhichStringItIs() {
    assertThat(
            json(field("\"string\"", "{\"__CHAR_VARCHAR_TYPE_STRING\":\"varchar(7)\"}"))
                .canonicalType())
        .isEqualTo("varchar(7)");
    assertThat(
            json(field("\"string\"", "{\"__COLLATIONS\":{\"c\":\"icu.UNICODE_CI\"}}"))
                .canonicalType())
        .isEqualTo("string collate UNICODE_CI");
    ColumnMeta bare = new ColumnMeta("c", "varchar(9)", "\"string\"", true, null, null, null);
    assertThat(ColumnDetails.of(bare).canonicalType()).isEqualTo("varchar(9)");
  }

  @Test
  void collationsOfNestedStrings() {
    String map =
        "{\"type\":\"map\",\"keyType\":\"string\",\"valueType\":{\"type\":\"array\","
            + "\"elementType\":\"string\",\"containsNull\":true},\"valueContainsNull\":true}";
    String collations =
        "{\"__COLLATIONS\":{\"c.key\":\"spark.UTF8_LCASE\",\"c.value.element\":\"icu.UNICODE\"}}";
    assertThat(json(field(map, collations)).canonicalType())
        .isEqualTo("map<string collate UTF8_LCASE,array<string collate UNICODE>>");
  }

  private static final String STRUCT =
      """
      {"type":"struct","fields":[
        {"name":"A,b>:c","type":"string","nullable":false,"metadata":{"comment":"it's"}},
        {"name":"x`y","type":{"type":"array","containsNull":false,"elementType":
          {"type":"struct","fields":[{"name":"z","type":"long","nullable":true,
            "metadata":{"comment":"deep"}}]}},"nullable":true,"metadata":{"comment":""}}]}
      """;

  @Test
  void nestedPartsAreToldApart() {
    ColumnDetails details = json(field(STRUCT, "{}"));

    assertThat(details.canonicalType())
        .isEqualTo("struct<`a,b>:c`:string,`x``y`:array<struct<`z`:bigint>>>");
    assertThat(details.nestedComments())
        .isEqualTo(Map.of(List.of("A,b>:c"), "it's", List.of("x`y", "element", "z"), "deep"));
    assertThat(details.nestedNotNull())
        .containsExactly(List.of("A,b>:c"), List.of("x`y", "element"));
  }

  @Test
  void charactersInStructsAreFoundByTheNamesOfTheirFields() {
    String declared = "struct<A,b>:c:varchar(3),`x``y`:array<struct<z:bigint>>>";

    ColumnDetails details =
        json(field(STRUCT, "{\"__CHAR_VARCHAR_TYPE_STRING\":\"" + declared + "\"}"));

    assertThat(details.canonicalType())
        .isEqualTo("struct<`a,b>:c`:varchar(3),`x``y`:array<struct<`z`:bigint>>>");
    assertThat(details.nestedComments()).hasSize(2);
    assertThat(details.nestedNotNull()).hasSize(2);
  }

  @Test
  void nestedTypesFromText() {
    ColumnDetails details =
        text(
            "STRUCT<a b: INT NOT NULL COMMENT 'it\\'s, <odd>', `c``:`: array<map<string, decimal(5,"
                + " 2)>>, e: struct<>>");

    assertThat(details.canonicalType())
        .isEqualTo("struct<`a b`:int,`c``:`:array<map<string,decimal(5,2)>>,`e`:struct<>>");
    assertThat(details.nestedComments()).isEqualTo(Map.of(List.of("a b"), "it's, <odd>"));
    assertThat(details.nestedNotNull()).containsExactly(List.of("a b"));
  }

  @Test
  void valuesThatTheTableMakes() {
    assertThat(json(field("\"string\"", "{\"CURRENT_DEFAULT\":\"'new'\"}")).defaultExpression())
        .isEqualTo("'new'");
    assertThat(
            json(field("\"integer\"", "{\"delta.generationExpression\":\"a + 1\"}"))
                .generationExpression())
        .isEqualTo("a + 1");
    assertThat(
            json(field(
                    "\"long\"",
                    "{\"delta.identity.start\":-9223372036854775808,\"delta.identity.step\":\"3\","
                        + "\"delta.identity.allowExplicitInsert\":true}"))
                .identity())
        .isEqualTo(new ColumnDetails.Identity(Long.MIN_VALUE, 3, true));
    assertThat(json(field("\"long\"", "{\"delta.identity.start\":1}")).identity())
        .isEqualTo(new ColumnDetails.Identity(1, 1, false));
    ColumnDetails plain = json("{\"name\":\"c\",\"type\":\"long\"}");
    assertThat(plain).isEqualTo(new ColumnDetails(plain.type(), null, null, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{}",
        "[]",
        "null",
        "12",
        "\"long\" x",
        "\"long; DROP TABLE t\"",
        "\"decimal(1,'x')\"",
        "{\"name\":\"c\",\"type\":{\"type\":\"tree\"}}",
        "{\"name\":\"c\",\"type\":{\"type\":\"array\"}}",
        "{\"name\":\"c\",\"type\":{\"type\":\"struct\"}}",
        "{\"name\":\"c\",\"type\":{\"type\":\"struct\",\"fields\":[{\"name\":\"x\"}]}}",
        "{\"name\":\"c\",\"type\":\"long\",\"metadata\":{\"delta.identity.start\":\"one\"}}",
        "{\"name\":\"c\",\"type\":\"string\",\"metadata\":{\"__CHAR_VARCHAR_TYPE_STRING\":\"\"}}"
      })
  void whatCannotBeReadIsAFailureThatNamesTheColumn(String typeJson) {
    assertThatThrownBy(() -> json(typeJson))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("column 'c'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "struct<a>",
        "struct<a:int",
        "struct<a:int>>",
        "struct<:int>",
        "array<int> x",
        "map<int>",
        "struct<`a:int>",
        "struct<a:int comment 'x>",
        "int; drop table t",
        "int)"
      })
  void textThatIsNoType(String text) {
    assertThatThrownBy(() -> text(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("column 'c'");
  }

  @Test
  void nestingWithoutEndIsRefusedNotACrash() {
    String deep = "{\"name\":\"c\",\"type\":" + "[".repeat(100_000);
    assertThatThrownBy(() -> json(deep)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> text("array<".repeat(100_000)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void clusteringFromProperties() {
    assertThat(Clustering.of(Map.of()).isNone()).isTrue();
    assertThat(Clustering.of(Map.of("clusteringColumns", "[]")).isNone()).isTrue();
    assertThat(Clustering.of(Map.of("clusteringColumns", "[[\"a\"],[\"b\",\"c.d\"]]")))
        .isEqualTo(Clustering.by(List.of(List.of("a"), List.of("b", "c.d"))));
    assertThat(Clustering.of(Map.of("clusterByAuto", "true", "clusteringColumns", "[[\"a\"]]")))
        .isEqualTo(new Clustering(true, List.of(List.of("a"))));
    for (String odd : List.of("{", "\"a\"", "[\"a\"]", "[[]]", "{\"a\":1}")) {
      assertThatThrownBy(() -> Clustering.of(Map.of("clusteringColumns", odd)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("clusteringColumns");
    }
  }
}
