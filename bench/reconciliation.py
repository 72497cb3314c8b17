#!/usr/bin/env python3
"""Reconciliation of large tables, side by side with the SQL of the public Python tool as it is described: the schema
check (an INSERT of what a join of both information schemas finds), the counts of both sides, a 32-bit hash of each row
and two LEFT JOINs on it whose rows are stored, and their counts.

Run by hand after ./mvnw package (or ./native-build.sh, with --native):  bench/reconciliation.py [--native] [ROWS…]
ROWS (default 1000000 10000000) are sizes of tables; of each size there are identical pairs and pairs
with 1, 100 and 10,000 rows that were changed on the target. Both tools make all three checks of each pair in one run, by
turns on the same sandbox. Prints seconds and their ratio, and what each found, as a Markdown table; once for all that is
done for a table, once for its rows alone.
"""
import os
import pathlib
import shutil
import sys
import tempfile
import time

from volumes import ENVIRONMENTS, JVM, NATIVE, Side, run, sandbox

GROUP = """
version: "1.0"
replication_group: bench
audit_config: {audit_table: bench_audit.audit.log, create_audit_catalog: true}
table_types: [managed]
backup_config: {enabled: true, create_recipient: true, create_share: true, add_to_share: true}
replication_config: {enabled: true, create_target_catalog: true, create_shared_catalog: true}
reconciliation_config: {enabled: true}
concurrency: {max_workers: 1, timeout_seconds: 3600}
target_catalogs: [{catalog_name: bench}]
"""
# The sandbox is set for tiny tables; Databricks generates code, exchanges in many partitions, adapts plans.
SPARK = ("-Xmx8g -Dspark.sql.codegen.wholeStage=true -Dspark.sql.codegen.factoryMode=FALLBACK"
         " -Dspark.sql.shuffle.partitions=8 -Dspark.sql.adaptive.enabled=true")
# TPC-H's lineitem, the usual subject of such measurements; none of its columns may be NULL.
LINEITEM = [
    ("orderkey", "BIGINT", "id DIV 4"),
    ("partkey", "BIGINT", "pmod(id * 7919, 200000)"),
    ("suppkey", "BIGINT", "pmod(id * 31, 10000)"),
    ("linenumber", "INT", "id % 4 + 1"),
    ("quantity", "DECIMAL(12,2)", "1 + id % 50"),
    ("extendedprice", "DECIMAL(12,2)", "900 + id % 99991 / 100"),
    ("discount", "DECIMAL(12,2)", "id % 11 / 100"),
    ("tax", "DECIMAL(12,2)", "id % 9 / 100"),
    ("returnflag", "STRING", "substr('NRA', CAST(1 + id % 3 AS INT), 1)"),
    ("linestatus", "STRING", "substr('OF', CAST(1 + id % 2 AS INT), 1)"),
    ("shipdate", "DATE", "date_add(DATE'1992-01-02', CAST(id % 2526 AS INT))"),
    ("commitdate", "DATE", "date_add(DATE'1992-01-31', CAST(id % 2466 AS INT))"),
    ("receiptdate", "DATE", "date_add(DATE'1992-01-04', CAST(id % 2554 AS INT))"),
    ("shipinstruct", "STRING", "element_at(array('DELIVER IN PERSON', 'COLLECT COD', 'NONE', 'TAKE BACK RETURN'),"
                               " CAST(1 + id % 4 AS INT))"),
    ("shipmode", "STRING", "element_at(array('REG AIR', 'AIR', 'RAIL', 'SHIP', 'TRUCK', 'MAIL', 'FOB'),"
                           " CAST(1 + id % 7 AS INT))"),
    ("comment", "STRING", "concat('comment of item ', id)"),
]
COLUMNS = ["l_" + name for name, _, _ in LINEITEM]
NUMBER = "(l_orderkey * 4 + l_linenumber - 1)"
CHANGED = [0, 1, 100, 10000]
WARM = 4
# Of at most so many rows, so many identical pairs are compared in each run, and each pair so many times; medians are told.
SMALL = 2_000_000
PAIRS = 5
TIMES = 3
SCHEMAS = {"s": " NOT NULL", "nullable": ""}
OUTPUT = "bench_audit.audit.public_tool"
OUTPUT_OF_COLUMNS = "bench_audit.audit.public_tool_columns"


def create(source, schema, table, size):
    """A table of the source; in schema `nullable` columns may be NULL, and one of them sometimes is."""
    columns = ", ".join(f"l_{name} {kind}{SCHEMAS[schema]}" for name, kind, _ in LINEITEM)
    values = ", ".join(f"CAST({value} AS {kind})" for _, kind, value in LINEITEM)
    if schema == "nullable":
        values = values.replace("CAST(concat(", "CAST(if(id % 10 = 0, NULL, concat(").replace("', id) AS", "', id)) AS")
    source.sql(f"CREATE TABLE bench.{schema}.{table} ({columns})")
    source.sql(f"INSERT INTO bench.{schema}.{table} SELECT {values} FROM range({size})")


def columns_of(catalog, schema, table):
    return (f"(SELECT column_name, data_type, is_nullable FROM {catalog}.information_schema.columns"
            f" WHERE table_schema = '{schema}' AND table_name = '{table}')")


def hashed(table):
    """A side as the public tool reads it: a 32-bit hash of the row, and the row as the text that would be recorded."""
    texts = ", ".join(f"'{column}', CAST({column} AS STRING)" for column in COLUMNS)
    return f"(SELECT hash({', '.join(COLUMNS)}) AS row_hash, map({texts}) AS data FROM {table})"


def only_in(here, there, issue):
    """Rows of one side whose hash the other side does not have."""
    return (f"SELECT '{issue}' AS issue_type, a.data FROM {hashed(here)} AS a LEFT JOIN {hashed(there)} AS b"
            " ON a.row_hash = b.row_hash WHERE b.row_hash IS NULL")


def public_tool(target, schema, table):
    """Seconds of all checks, seconds of the checks of rows, and the two counts of what was found."""
    source_table, target_table = f"bench_from_src_shared.{schema}.{table}", f"bench.{schema}.{table}"
    target.sql(f"CREATE OR REPLACE TABLE {OUTPUT} (issue_type STRING, data MAP<STRING, STRING>)")
    target.sql(f"CREATE TABLE IF NOT EXISTS {OUTPUT_OF_COLUMNS}"
               " (column_name STRING, source STRING, target STRING, result STRING)")
    start = time.monotonic()
    target.sql(f"INSERT INTO {OUTPUT_OF_COLUMNS} SELECT * FROM (SELECT coalesce(a.column_name, b.column_name),"
               " a.data_type, b.data_type, CASE WHEN a.column_name IS NULL THEN 'missing_in_source'"
               " WHEN b.column_name IS NULL THEN 'missing_in_target' WHEN a.data_type <> b.data_type THEN 'type'"
               " WHEN a.is_nullable <> b.is_nullable THEN 'nullable' ELSE 'match' END AS result"
               f" FROM {columns_of('bench_from_src_shared', schema, table)} AS a FULL OUTER JOIN"
               f" {columns_of('bench', schema, table)} AS b ON a.column_name = b.column_name) WHERE result <> 'match'")
    columns = time.monotonic()
    target.sql(f"SELECT s.n, t.n FROM (SELECT count(*) AS n FROM {source_table}) AS s,"
               f" (SELECT count(*) AS n FROM {target_table}) AS t")
    target.sql(f"INSERT INTO {OUTPUT} {only_in(source_table, target_table, 'missing_in_target')}"
               f" UNION ALL {only_in(target_table, source_table, 'missing_in_source')}")
    found = dict(target.sql(f"SELECT issue_type, count(*) FROM {OUTPUT} GROUP BY issue_type"))
    end = time.monotonic()
    return (end - start, end - columns,
            int(found.get("missing_in_target", 0)), int(found.get("missing_in_source", 0)))


def tables(size, changed):
    """Names of the pairs of a size in which so many rows differ."""
    pairs = PAIRS if changed == 0 and size <= SMALL else 1
    return [f"t_{size}_{changed}_{pair}" for pair in range(pairs)]


def median(values):
    return sorted(values)[len(values) // 2]


def main():
    sizes = [int(a) for a in sys.argv[1:] if not a.startswith("--")] or [1_000_000, 10_000_000]
    tool = NATIVE if "--native" in sys.argv else JVM
    work = pathlib.Path(tempfile.mkdtemp(prefix="bench-reconciliation", dir=os.environ.get("BENCH_DIR")))
    process, announced = sandbox(work, SPARK)
    try:
        source, target = Side(announced, "SOURCE"), Side(announced, "TARGET")
        source.sql("CREATE CATALOG bench")
        cases = [("s", size, changed) for size in sizes for changed in CHANGED]
        cases += [("nullable", size, 0) for size in sizes if size <= SMALL]
        for schema in SCHEMAS:
            source.sql(f"CREATE SCHEMA bench.{schema}")
        for schema, size, changed in cases:
            for table in tables(size, changed):
                create(source, schema, table, size)
        (work / "group.yaml").write_text(GROUP)
        (work / "environments.yaml").write_text(ENVIRONMENTS)
        environment = {"PATH": os.environ["PATH"], "HOME": str(work), "DATA_REPLICATOR_STATE_DIR": str(work / "state")}
        for side in ("SOURCE", "TARGET"):
            for key in ("HOST", "TOKEN", "WAREHOUSE_ID"):
                environment[f"DATA_REPLICATOR_{side}_{key}"] = announced[f"{side}_{key}"]
        command = tool + [str(work / "group.yaml"), "--output", "json"]
        run(command + ["--operation", "backup,replication"], environment, work)
        for schema, size, changed in cases:
            if changed:
                target.sql(f"UPDATE bench.{schema}.{tables(size, changed)[0]} SET l_comment = 'changed' WHERE"
                           f" {NUMBER} % {size // changed} = 1 AND {NUMBER} < {size // changed * changed}")

        def ours(schema, size, changed):
            """Of each table: seconds with its share of what is done once, seconds of its rows, and what was found."""
            names = tables(size, changed)
            _, _, document = run(
                command + ["--operation", "reconciliation", "--target-catalogs", "bench", "--target-schemas", schema,
                           "--target-tables", ",".join(names)], environment, work, {4 if changed else 0})
            whole = [r for r in document["results"] if r["object_type"] == "summary"][0]["duration_seconds"]
            compared = [r for r in document["results"] if r["object_name"] in names]
            for result in compared:
                found = (result["details"]["missing_in_target"], result["details"]["missing_in_source"])
                if found != (changed, changed):
                    raise SystemExit(f"{result['object_name']}: found {found}")
            if len(compared) != len(names):
                raise SystemExit(f"{len(compared)} of {len(names)} tables were compared")
            return [(whole / len(names), r["duration_seconds"], changed, changed) for r in compared]

        def theirs(schema, size, changed):
            return [public_tool(target, schema, table) for table in tables(size, changed)]

        # A warehouse has compiled its plans and its code long before: nothing is measured cold.
        for _ in range(WARM):
            for schema, size, changed in cases:
                if size == sizes[0] and changed < 2:
                    ours(schema, size, changed)
                    theirs(schema, size, changed)
        print("| rows | changed | this tool s | of it rows | found | public tool's SQL s | of it rows | found | ratio |"
              " of rows |")
        print("|---|---|---|---|---|---|---|---|---|---|")
        for schema, size, changed in cases:
            own, other = [], []
            for _ in range(TIMES if size <= SMALL else 1):
                other += theirs(schema, size, changed)
                own += ours(schema, size, changed)
            mine, its = ([median([one[i] for one in all_of]) for i in range(4)] for all_of in (own, other))
            label = f"{size:,}" + (", nullable" if schema == "nullable" else "")
            print(f"| {label} | {changed:,} | {mine[0]:.2f} | {mine[1]:.2f} | {mine[2]:,} + {mine[3]:,} | {its[0]:.2f} |"
                  f" {its[1]:.2f} | {its[2]:,} + {its[3]:,} | {its[0] / mine[0]:.1f} | {its[1] / mine[1]:.1f} |",
                  flush=True)
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
