package io.datareplicator.e2e;

import static io.datareplicator.e2e.RowCase.differ;
import static io.datareplicator.e2e.RowCase.equal;

import java.util.ArrayList;
import java.util.List;

/** Rows that a careless comparison takes for equal, or for different. */
final class RowCases {
  private static final String STRUCT = "s STRUCT<a: INT, b: STRING>";
  private static final String DEEP =
      "d ARRAY<STRUCT<a: MAP<STRING, ARRAY<STRUCT<b: STRUCT<c: STRING>>>>>>";

  private RowCases() {}

  static List<RowCase> all() {
    List<RowCase> all = new ArrayList<>();
    all.addAll(multisets());
    all.addAll(nulls());
    all.addAll(texts());
    all.addAll(numbers());
    all.addAll(times());
    all.addAll(nested());
    all.addAll(types());
    all.addAll(variants());
    return all;
  }

  private static List<RowCase> multisets() {
    String ab = "a INT; b STRING";
    return List.of(
        equal("same rows", ab, "(1, 'x'), (2, NULL)", "(2, NULL), (1, 'x')"),
        differ("aab and abb", "a STRING", "('a'), ('a'), ('b')", "('a'), ('b'), ('b')"),
        differ("pairs cancel in XOR", "a INT", "(1), (1)", "(2), (2)", 2, 2),
        differ("four cancel in XOR", "a INT", "(1), (1), (3), (3)", "(1), (2), (3), (2)", 2, 2),
        differ("equal sums", "a INT", "(1), (4)", "(2), (3)", 2, 2),
        differ("a row twice", "a INT", "(1)", "(1), (1)", 0, 1),
        differ("a row 1024 times", "a INT", "(7)", "SELECT 7 FROM range(1024)", 0, 1023),
        differ(
            "one of 3000 rows",
            "a BIGINT",
            "SELECT id FROM range(3000)",
            "SELECT CASE WHEN id = 2000 THEN -1 ELSE id END FROM range(3000)"),
        equal("no rows", ab, "", ""),
        differ("no rows in the target", ab, "(1, 'x'), (1, 'x')", "", 2, 0),
        differ("no rows in the source", ab, "", "(NULL, NULL)", 0, 1),
        differ("rows of NULL", ab, "(NULL, NULL)", "(NULL, NULL), (NULL, NULL)", 0, 1),
        differ("values change places", "a INT; b INT", "(1, 2)", "(2, 1)"),
        differ("values change rows", ab, "(1, 'x'), (2, 'y')", "(1, 'y'), (2, 'x')", 2, 2),
        differ("text moves between columns", "a STRING; b STRING", "('ab', 'c')", "('a', 'bc')"));
  }

  private static List<RowCase> nulls() {
    return List.of(
        differ("NULL changes places", "a STRING; b STRING", "(NULL, 'x')", "('x', NULL)"),
        differ(
            "NULLs change rows",
            "a STRING; b STRING",
            "(NULL, 'x'), ('y', NULL)",
            "(NULL, 'y'), ('x', NULL)",
            2,
            2),
        differ("NULL and zero", "a INT", "(NULL)", "(0)"),
        differ("NULL and false", "a BOOLEAN", "(NULL)", "(false)"),
        differ("NULL and no characters", "a STRING", "(NULL)", "('')"),
        differ("NULL and its name", "a STRING", "(NULL)", "('NULL')"),
        differ("NULL and its mark", "a STRING", "(NULL)", "('~')"),
        differ("NULL and no bytes", "a BINARY", "(NULL)", "(X'')"),
        differ("NULL and no elements", "a ARRAY<INT>", "(NULL)", "(array())"),
        differ("NULL and no entries", "a MAP<INT, INT>", "(NULL)", "(map())"),
        differ(
            "NULL and a struct of NULLs", STRUCT, "(NULL)", "(named_struct('a', NULL, 'b', NULL))"),
        equal("NULL and NULL", "a INT; b STRUCT<x: INT>", "(NULL, NULL)", "(NULL, NULL)"),
        equal("columns of NULL only", "a VOID; b INT", "(NULL, 1)", "(NULL, 1)"),
        equal("NULL without a type", "a VOID | INT", "(NULL)", "(NULL)"),
        differ("NULL without a type and a number", "a VOID | INT", "(NULL)", "(5)"));
  }

  private static List<RowCase> texts() {
    String s = "a STRING";
    String longText = "SELECT concat(repeat('long text ', 20000), '";
    return List.of(
        differ("a space behind", s, "('a')", "('a ')"),
        differ("case", s, "('a')", "('A')"),
        differ("composed and decomposed", s, "('\\u00e9')", "('e\\u0301')"),
        differ("no width", s, "('ab')", "('a\\u200bb')"),
        differ("a byte order mark", s, "('ab')", "('\\ufeffab')"),
        differ("line ends", s, "('a\\nb')", "('a\\r\\nb')"),
        differ("a NUL", s, "('a')", "('a\\000')"),
        differ("look-alike letters", s, "('a')", "('\\u0430')"),
        differ("hyphen and minus", s, "('-')", "('\\u2212')"),
        equal(
            "outside the basic plane", s, "('\\U0001F680')", "SELECT CAST(X'F09F9A80' AS STRING)"),
        differ("bytes that are no text", s, "(CAST(X'80' AS STRING))", "(CAST(X'81' AS STRING))"),
        differ("the last of 200,000 characters", s, longText + "a')", longText + "b')"),
        differ("digits with zeros", s, "('1.0')", "('1.00')"),
        differ(
            "one bit in a megabyte",
            "a BINARY",
            "SELECT CAST(concat(repeat('x', 700000), 'a', repeat('y', 300000)) AS BINARY)",
            "SELECT CAST(concat(repeat('x', 700000), 'c', repeat('y', 300000)) AS BINARY)"),
        differ("no bytes and a zero", "a BINARY", "(X'')", "(X'00')"),
        differ(
            "letters that a collation takes for one",
            "a STRING COLLATE UTF8_LCASE",
            "('a')",
            "('A')"),
        equal("a collation and none", "a STRING COLLATE UNICODE_CI | STRING", "('aB')", "('aB')"),
        differ(
            "collations in an array",
            "a ARRAY<STRING COLLATE UTF8_LCASE>",
            "(array('a'))",
            "(array('A'))"),
        differ(
            "collations in a map",
            "a MAP<STRING COLLATE UNICODE_CI, INT>",
            "(map('k', 1))",
            "(map('K', 1))"));
  }

  private static List<RowCase> numbers() {
    return List.of(
        equal("scales of one number", "a DECIMAL(10,1) | DECIMAL(10,2)", "(1.0)", "(1.00)"),
        differ("equal digits, other scale", "a DECIMAL(10,1) | DECIMAL(10,2)", "(1.0)", "(0.10)"),
        equal("int and bigint", "a INT | BIGINT", "(1), (-1), (NULL)", "(NULL), (-1), (1)"),
        differ("above int", "a INT | BIGINT", "(1)", "(4294967297)"),
        equal("tinyint and smallint", "a TINYINT | SMALLINT", "(-128)", "(-128)"),
        equal("int and decimal", "a INT | DECIMAL(12,2)", "(-3)", "(-3.00)"),
        differ(
            "bigint and a decimal beyond",
            "a BIGINT | DECIMAL(38,0)",
            "(9223372036854775807)",
            "(9223372036854775808)"),
        equal(
            "numbers that no decimal holds both of",
            "a DECIMAL(38,0) | DECIMAL(38,37)",
            "(1), (0), (-5), (NULL)",
            "(-5.0), (0), (1), (NULL)"),
        differ(
            "almost one",
            "a DECIMAL(38,0) | DECIMAL(38,38)",
            "(1)",
            "(0.99999999999999999999999999999999999999)"),
        equal("bigint and a deep decimal", "a BIGINT | DECIMAL(38,37)", "(-9), (0)", "(0), (-9)"),
        differ("ten and one", "a BIGINT | DECIMAL(38,37)", "(10)", "(1)"),
        differ(
            "the last of 38 digits",
            "a DECIMAL(38,18)",
            "(12345678901234567890.123456789012345678)",
            "(12345678901234567890.123456789012345679)"),
        differ("tiny numbers", "a ARRAY<DECIMAL(38,18)>", "(array(1E-18BD))", "(array(1E-17BD))"),
        differ("signs", "a ARRAY<DECIMAL(38,18)>", "(array(1E-18BD))", "(array(-1E-18BD))"),
        equal(
            "numbers in arrays",
            "a ARRAY<DECIMAL(10,2)> | ARRAY<DECIMAL(12,4)>",
            "(array(1.5, NULL, -2))",
            "(array(1.5, NULL, -2))"),
        equal(
            "array of int and of bigint",
            "a ARRAY<INT> | ARRAY<BIGINT>",
            "(array(1))",
            "(array(1))"),
        equal("zeros", "a DOUBLE; b FLOAT", "(0D, 0F)", "(-0D, -0F)"),
        equal("zeros in an array", "a ARRAY<DOUBLE>", "(array(0D))", "(array(-0D))"),
        equal(
            "not a number",
            "a DOUBLE; b ARRAY<FLOAT>",
            "(DOUBLE('NaN'), array(FLOAT('NaN')))",
            "(DOUBLE('NaN'), array(FLOAT('NaN')))"),
        differ("not a number and NULL", "a DOUBLE", "(DOUBLE('NaN'))", "(NULL)"),
        differ("no number and no bound", "a DOUBLE", "(DOUBLE('NaN'))", "(DOUBLE('Infinity'))"),
        differ("infinities", "a FLOAT", "(FLOAT('-Infinity'))", "(FLOAT('Infinity'))"),
        differ("next to zero", "a DOUBLE", "(0D)", "(4.9E-324D)"),
        differ("neighbours", "a ARRAY<DOUBLE>", "(array(0.1D))", "(array(0.10000000000000002D))"),
        differ("a tenth as float and double", "a FLOAT | DOUBLE", "(0.1F)", "(0.1D)"),
        equal("a half as float and double", "a FLOAT | DOUBLE", "(0.5F)", "(0.5D)"),
        differ("booleans", "a ARRAY<BOOLEAN>", "(array(true, false))", "(array(false, true))"),
        differ("two to the 53rd", "a BIGINT", "(9007199254740993)", "(9007199254740992)"));
  }

  private static List<RowCase> times() {
    String ts = "a TIMESTAMP";
    return List.of(
        differ(
            "a microsecond",
            ts,
            "(TIMESTAMP'2026-03-01 10:00:00.000001Z')",
            "(TIMESTAMP'2026-03-01 10:00:00.000002Z')"),
        differ(
            "a microsecond in an array",
            "a ARRAY<TIMESTAMP>",
            "(array(TIMESTAMP'2026-03-01 10:00:00.000001Z'))",
            "(array(TIMESTAMP'2026-03-01 10:00:00.000002Z'))"),
        differ(
            "the hour that summer time repeats",
            "a TIMESTAMP; b ARRAY<TIMESTAMP>",
            "(TIMESTAMP'2026-10-25 00:30:00Z', array(TIMESTAMP'2026-10-25 00:30:00Z'))",
            "(TIMESTAMP'2026-10-25 01:30:00Z', array(TIMESTAMP'2026-10-25 01:30:00Z'))"),
        equal(
            "one point in two zones",
            ts,
            "(TIMESTAMP'2026-03-01 10:00:00+02:00')",
            "(TIMESTAMP'2026-03-01 00:00:00-08:00')"),
        differ(
            "with and without zone",
            "a TIMESTAMP | TIMESTAMP_NTZ",
            "(TIMESTAMP'2026-03-01 10:00:00Z')",
            "(TIMESTAMP_NTZ'2026-03-01 10:00:00')"),
        differ(
            "a microsecond without zone",
            "a TIMESTAMP_NTZ; b ARRAY<TIMESTAMP_NTZ>",
            "(TIMESTAMP_NTZ'2026-03-29 02:30:00', array(TIMESTAMP_NTZ'2026-03-29 02:30:00'))",
            "(TIMESTAMP_NTZ'2026-03-29 02:30:00', array(TIMESTAMP_NTZ'2026-03-29 02:30:00.000001'))"),
        differ("before 1582", "a DATE", "(DATE'1582-10-04')", "(DATE'1582-10-14')"),
        differ(
            "before 1582 in an array",
            "a ARRAY<DATE>",
            "(array(DATE'0001-01-01'))",
            "(array(DATE'0000-12-30'))"),
        differ(
            "the ends of time",
            ts,
            "(TIMESTAMP'9999-12-31 23:59:59.999999Z')",
            "(TIMESTAMP'0001-01-01 00:00:00Z')"),
        differ(
            "a date and its midnight",
            "a DATE | TIMESTAMP",
            "(DATE'2026-01-01')",
            "(TIMESTAMP'2026-01-01 00:00:00Z')"),
        differ(
            "months and months",
            "a INTERVAL YEAR TO MONTH",
            "(INTERVAL '1-0' YEAR TO MONTH)",
            "(INTERVAL '1-1' YEAR TO MONTH)"),
        equal(
            "a year and twelve months",
            "a INTERVAL YEAR TO MONTH; b ARRAY<INTERVAL YEAR TO MONTH>",
            "(INTERVAL '1' YEAR, array(INTERVAL '1' YEAR))",
            "(INTERVAL '12' MONTH, array(INTERVAL '12' MONTH))"),
        differ(
            "a microsecond of time",
            "a INTERVAL DAY TO SECOND; b ARRAY<INTERVAL DAY TO SECOND>",
            "(INTERVAL '1' DAY, array(INTERVAL '1' DAY))",
            "(INTERVAL '1' DAY, array(INTERVAL '1 00:00:00.000001' DAY TO SECOND))"));
  }

  private static List<RowCase> nested() {
    String ints = "a ARRAY<INT>";
    String texts = "a ARRAY<STRING>";
    String lists = "a ARRAY<ARRAY<INT>>";
    String map = "a MAP<STRING, INT>";
    return List.of(
        differ("an element more that is NULL", ints, "(array(1, NULL))", "(array(1))"),
        differ("an array of NULL", ints, "(array(NULL))", "(array())"),
        differ("NULL moves in an array", ints, "(array(1, NULL))", "(array(NULL, 1))"),
        differ("order of elements", ints, "(array(1, 2))", "(array(2, 1))"),
        differ("arrays in arrays", lists, "(array(array(1), array(2)))", "(array(array(1, 2)))"),
        differ(
            "an empty array moves",
            lists,
            "(array(array(), array(1)))",
            "(array(array(1), array()))"),
        differ("an empty array and NULL", lists, "(array(array()))", "(array(NULL))"),
        differ("a comma in an array", texts, "(array('a', 'b'))", "(array('a,b'))"),
        differ("text that looks like ours", texts, "(array('a', '1:b'))", "(array('a1:1:b'))"),
        differ("the mark of NULL", texts, "(array(NULL))", "(array('~'))"),
        differ("characters and bytes", texts, "(array('\\u00e9', 'x'))", "(array('\\u00e9x', ''))"),
        differ(
            "a column moves between arrays",
            "a ARRAY<INT>; b ARRAY<INT>",
            "(array(1), array())",
            "(array(), array(1))"),
        equal("order of a map", map, "(map('a', 1, 'b', 2))", "(map('b', 2, 'a', 1))"),
        differ(
            "values of a map change places", map, "(map('a', 1, 'b', 2))", "(map('a', 2, 'b', 1))"),
        differ("a key without value", map, "(map('a', NULL))", "(map())"),
        differ("a value of NULL", map, "(map('a', 1, 'b', NULL))", "(map('a', 1))"),
        differ(
            "keys and values", "a MAP<STRING, STRING>", "(map('a', 'b:c'))", "(map('a:b', 'c'))"),
        equal(
            "maps in maps",
            "a ARRAY<MAP<INT, MAP<STRING, INT>>>",
            "(array(map(1, map('x', 1, 'y', 2), 2, map())))",
            "(array(map(2, map(), 1, map('y', 2, 'x', 1))))"),
        equal(
            "keys of many types",
            "a MAP<BINARY, INT>; b MAP<STRUCT<x: DOUBLE>, INT>",
            "(map(X'01', 1, X'02', 2), map(named_struct('x', 0D), 1))",
            "(map(X'02', 2, X'01', 1), map(named_struct('x', -0D), 1))"),
        differ(
            "NULL moves in a struct of an array",
            "a ARRAY<STRUCT<x: INT, y: INT>>",
            "(array(named_struct('x', 1, 'y', NULL)))",
            "(array(named_struct('x', NULL, 'y', 1)))"),
        differ(
            "a struct of NULL in an array",
            "a ARRAY<STRUCT<x: INT>>",
            "(array(NULL))",
            "(array(named_struct('x', NULL)))"),
        differ(
            "a struct and its text",
            STRUCT + " | STRING",
            "(named_struct('a', 1, 'b', 'x'))",
            "('{\"a\":1,\"b\":\"x\"}')"),
        equal("no struct and no text", STRUCT + " | STRING", "(NULL)", "(NULL)"),
        equal(
            "names of fields by case",
            "s STRUCT<a: INT, b: STRING> | STRUCT<A: BIGINT, B: STRING>",
            "(named_struct('a', 1, 'b', 'x'))",
            "(named_struct('A', 1, 'B', 'x'))"),
        differ(
            "other names of fields",
            "s STRUCT<a: INT, b: INT> | STRUCT<b: INT, a: INT>",
            "(named_struct('a', 1, 'b', 1))",
            "(named_struct('b', 1, 'a', 1))"),
        differ("deep down", DEEP, deep("x"), deep("y")),
        differ("NULL deep down", DEEP, deep("x"), deep(null)),
        equal("the same deep down", DEEP, deep("x"), deep("x")),
        differ(
            "binary in an array", "a ARRAY<BINARY>", "(array(X'00', X''))", "(array(X'', X'00'))"));
  }

  private static String deep(String leaf) {
    String value = leaf == null ? "CAST(NULL AS STRING)" : "'" + leaf + "'";
    return "(array(named_struct('a', map('k', array(named_struct('b', named_struct('c', "
        + value
        + ")))))))";
  }

  private static List<RowCase> types() {
    return List.of(
        differ("a number and its text", "a INT | STRING", "(1)", "('1')"),
        differ("a number and a double", "a INT | DOUBLE", "(1)", "(1D)"),
        differ("a boolean and a number", "a BOOLEAN | INT", "(true)", "(1)"),
        differ("bytes and text", "a BINARY | STRING", "(X'61')", "('a')"),
        differ("an array and a map", "a ARRAY<INT> | MAP<INT, INT>", "(array())", "(map())"),
        differ("NULL beside another type", "a INT | STRING; b INT", "(NULL, 1)", "(NULL, 2)"),
        equal("NULL of two types", "a INT | STRING; b INT", "(NULL, 1)", "(NULL, 1)"),
        differ("types in an array", "a ARRAY<INT> | ARRAY<STRING>", "(array(1))", "(array('1'))"),
        equal(
            "NULL of two types in an array",
            "a ARRAY<INT> | ARRAY<STRING>",
            "(array(NULL)), (array())",
            "(array()), (array(NULL))"));
  }

  private static List<RowCase> variants() {
    String v = "a VARIANT";
    String mixed = "(to_variant_object(array(CAST(1 AS VARIANT), CAST(";
    return List.of(
        equal(
            "the same variant",
            v,
            "(parse_json('{\"b\":[1,{}],\"a\":2}'))",
            "(parse_json('{\"a\": 2, \"b\": [1, {}]}'))"),
        differ("a number and text", v, "(parse_json('1'))", "(parse_json('\"1\"'))"),
        differ("no variant and a null one", v, "(NULL)", "(parse_json('null'))"),
        differ("a null field and none", v, "(parse_json('{\"a\":null}'))", "(parse_json('{}'))"),
        differ("decimal and double", v, "(CAST(1.5 AS VARIANT))", "(CAST(1.5D AS VARIANT))"),
        differ(
            "a date and text",
            v,
            "(CAST(DATE'2026-01-01' AS VARIANT))",
            "(CAST('2026-01-01' AS VARIANT))"),
        differ(
            "a date and text among others",
            v,
            mixed + "DATE'2026-01-01' AS VARIANT))))",
            mixed + "'2026-01-01' AS VARIANT))))"),
        differ(
            "a date and text among others in a field",
            v,
            "(to_variant_object(named_struct('f', array(CAST(1 AS VARIANT), CAST(DATE'2026-01-01' AS VARIANT)))))",
            "(to_variant_object(named_struct('f', array(CAST(1 AS VARIANT), CAST('2026-01-01' AS VARIANT)))))"),
        differ("order in a variant", v, "(parse_json('[1,2]'))", "(parse_json('[2,1]'))"),
        differ("a variant and its text", "a VARIANT | STRING", "(parse_json('1'))", "('1')"),
        differ(
            "variants in arrays",
            "a ARRAY<VARIANT>",
            "(array(parse_json('1'), NULL))",
            "(array(NULL, parse_json('1')))"));
  }
}
