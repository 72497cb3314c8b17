#!/usr/bin/env python3
"""Reconciliation of large tables, side by side with the SQL of the public Python tool as it is described: the counts
of both sides, a 32-bit hash of each row, two LEFT JOINs on it whose rows are stored, and their counts.

Run by hand after ./mvnw package (or ./native-build.sh, with --native):  bench/reconciliation.py [--native] [ROWS…]
ROWS (default 1000000 10000000) are sizes of tables; of each size there is an identical pair and pairs
with 1, 100 and 10,000 rows that were changed on the target. Both tools compare each pair in one run, by turns on the
same sandbox. Prints seconds and their ratio, and what each found, as a Markdown table.
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
# The columns of TPC-H's lineitem, the usual subject of such measurements.
ROW = """id DIV 4 AS l_orderkey, pmod(id * 7919, 200000) AS l_partkey, pmod(id * 31, 10000) AS l_suppkey,
  CAST(id % 4 + 1 AS INT) AS l_linenumber, CAST(1 + id % 50 AS DECIMAL(12,2)) AS l_quantity,
  CAST(900 + id % 99991 / 100 AS DECIMAL(12,2)) AS l_extendedprice, CAST(id % 11 / 100 AS DECIMAL(12,2)) AS l_discount,
  CAST(id % 9 / 100 AS DECIMAL(12,2)) AS l_tax, substr('NRA', CAST(1 + id % 3 AS INT), 1) AS l_returnflag,
  substr('OF', CAST(1 + id % 2 AS INT), 1) AS l_linestatus,
  date_add(DATE'1992-01-02', CAST(id % 2526 AS INT)) AS l_shipdate, date_add(DATE'1992-01-31', CAST(id % 2466 AS INT)) AS l_commitdate,
  date_add(DATE'1992-01-04', CAST(id % 2554 AS INT)) AS l_receiptdate,
  element_at(array('DELIVER IN PERSON', 'COLLECT COD', 'NONE', 'TAKE BACK RETURN'), CAST(1 + id % 4 AS INT)) AS l_shipinstruct,
  element_at(array('REG AIR', 'AIR', 'RAIL', 'SHIP', 'TRUCK', 'MAIL', 'FOB'), CAST(1 + id % 7 AS INT)) AS l_shipmode,
  CASE WHEN id % 10 = 0 THEN NULL ELSE concat('comment of item ', id) END AS l_comment"""
COLUMNS = ["l_" + column for column in (
    "orderkey partkey suppkey linenumber quantity extendedprice discount tax returnflag linestatus shipdate commitdate"
    " receiptdate shipinstruct shipmode comment").split()]
NUMBER = "(l_orderkey * 4 + l_linenumber - 1)"
CHANGED = [0, 1, 100, 10000]
WARM = 4
# Pairs of at most so many rows are compared so many times, and the median is told.
SMALL = 2_000_000
TIMES = 3


OUTPUT = "bench_audit.audit.public_tool"


def hashed(table):
    """A side as the public tool reads it: a 32-bit hash of the row, and the row as the text that would be recorded."""
    texts = ", ".join(f"'{column}', CAST({column} AS STRING)" for column in COLUMNS)
    return f"(SELECT hash({', '.join(COLUMNS)}) AS row_hash, map({texts}) AS data FROM {table})"


def only_in(here, there, issue):
    """Rows of one side whose hash the other side does not have."""
    return (f"SELECT '{issue}' AS issue_type, a.data FROM {hashed(here)} AS a LEFT JOIN {hashed(there)} AS b"
            " ON a.row_hash = b.row_hash WHERE b.row_hash IS NULL")


def public_tool(target, source_table, target_table):
    """Counts of both sides, one INSERT of what two left joins find, and the counts of what was inserted."""
    target.sql(f"CREATE OR REPLACE TABLE {OUTPUT} (issue_type STRING, data MAP<STRING, STRING>)")
    start = time.monotonic()
    target.sql(f"SELECT s.n, t.n FROM (SELECT count(*) AS n FROM {source_table}) AS s,"
               f" (SELECT count(*) AS n FROM {target_table}) AS t")
    target.sql(f"INSERT INTO {OUTPUT} {only_in(source_table, target_table, 'missing_in_target')}"
               f" UNION ALL {only_in(target_table, source_table, 'missing_in_source')}")
    found = dict(target.sql(f"SELECT issue_type, count(*) FROM {OUTPUT} GROUP BY issue_type"))
    end = time.monotonic()
    return end - start, int(found.get("missing_in_target", 0)), int(found.get("missing_in_source", 0))


def main():
    sizes = [int(a) for a in sys.argv[1:] if not a.startswith("--")] or [1_000_000, 10_000_000]
    tool = NATIVE if "--native" in sys.argv else JVM
    work = pathlib.Path(tempfile.mkdtemp(prefix="bench-reconciliation", dir=os.environ.get("BENCH_DIR")))
    process, announced = sandbox(work, SPARK)
    try:
        source, target = Side(announced, "SOURCE"), Side(announced, "TARGET")
        source.sql("CREATE CATALOG bench")
        source.sql("CREATE SCHEMA bench.s")
        for size in sizes:
            for changed in CHANGED:
                source.sql(f"CREATE TABLE bench.s.t_{size}_{changed} AS SELECT {ROW} FROM range({size})")
        (work / "group.yaml").write_text(GROUP)
        (work / "environments.yaml").write_text(ENVIRONMENTS)
        environment = {"PATH": os.environ["PATH"], "HOME": str(work), "DATA_REPLICATOR_STATE_DIR": str(work / "state")}
        for side in ("SOURCE", "TARGET"):
            for key in ("HOST", "TOKEN", "WAREHOUSE_ID"):
                environment[f"DATA_REPLICATOR_{side}_{key}"] = announced[f"{side}_{key}"]
        command = tool + [str(work / "group.yaml"), "--output", "json"]
        run(command + ["--operation", "backup,replication"], environment, work)
        for size in sizes:
            for changed in CHANGED[1:]:
                target.sql(f"UPDATE bench.s.t_{size}_{changed} SET l_comment = 'changed' WHERE"
                           f" {NUMBER} % {size // changed} = 1 AND {NUMBER} < {size // changed * changed}")
        only = command + ["--operation", "reconciliation", "--target-catalogs", "bench", "--target-schemas", "s"]

        def ours(table, changed):
            wall, _, document = run(only + ["--target-tables", table], environment, work, {4 if changed else 0})
            result = [r for r in document["results"] if r["object_name"] == table][0]
            found = (result["details"]["missing_in_target"], result["details"]["missing_in_source"])
            if found != (changed, changed):
                raise SystemExit(f"{table}: found {found}")
            return result["duration_seconds"], *found, wall

        def theirs(table):
            return public_tool(target, f"bench_from_src_shared.s.{table}", f"bench.s.{table}")

        # A warehouse has compiled its plans and its code long before: nothing is measured cold.
        for _ in range(WARM):
            for changed in CHANGED[:2]:
                ours(f"t_{sizes[0]}_{changed}", changed)
                theirs(f"t_{sizes[0]}_{changed}")
        print("| rows | changed | this tool s | found | public tool's SQL s | found | ratio |")
        print("|---|---|---|---|---|---|---|")
        for size in sizes:
            for changed in CHANGED:
                table = f"t_{size}_{changed}"
                own, other = [], []
                for _ in range(TIMES if size <= SMALL else 1):
                    other.append(theirs(table))
                    own.append(ours(table, changed))
                mine, its = sorted(own)[len(own) // 2], sorted(other)[len(other) // 2]
                print(f"| {size:,} | {changed:,} | {mine[0]:.1f} ({mine[3]:.1f} with start and audit) | {mine[1]:,} +"
                      f" {mine[2]:,} | {its[0]:.1f} | {its[1]:,} + {its[2]:,} | {its[0] / mine[0]:.1f} |", flush=True)
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
