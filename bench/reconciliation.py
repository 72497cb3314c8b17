#!/usr/bin/env python3
"""Reconciliation of large tables, side by side with the SQL of the public Python tool as it is described: a 32-bit
hash of each row, two LEFT JOINs on it, two counts.

Run by hand after ./mvnw package (or ./native-build.sh, with --native):  bench/reconciliation.py [--native] [ROWS…]
ROWS (default 1000000 10000000) are sizes of tables of ten columns; of each size there is an identical pair and pairs
with 1, 100 and 10,000 rows that were changed on the target. Both tools compare each pair in one run, one after the
other on the same sandbox. Prints seconds and their ratio, and what each found, as a Markdown table.
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
COLUMNS = ["id", "customer", "name", "at", "amount", "price", "flag", "country", "note", "day"]
ROW = """id, CAST(id % 100003 AS INT) AS customer, concat('customer ', id % 100003) AS name,
  timestamp_micros(1700000000000000 + id * 1000003) AS at, CAST(id % 99991 / 100 AS DECIMAL(12,2)) AS amount,
  id / 7.0D AS price, id % 2 = 0 AS flag, substr('ATBECHDEESFRGBITNLPL', 1 + CAST(id % 10 AS INT) * 2, 2) AS country,
  CASE WHEN id % 3 = 0 THEN NULL ELSE concat('note ', id) END AS note, date_add(DATE'2020-01-01', CAST(id % 2000 AS INT)) AS day"""
CHANGED = [0, 1, 100, 10000]


def joins(here, there):
    """What the public tool asks: rows of one side whose 32-bit hash the other side has not."""
    hashed = "hash(" + ", ".join(COLUMNS) + ") AS row_hash"
    return (f"SELECT count(*) FROM (SELECT *, {hashed} FROM {here}) AS a LEFT JOIN (SELECT {hashed} FROM {there}) AS b"
            " ON a.row_hash = b.row_hash WHERE b.row_hash IS NULL")


def public_tool(target, source_table, target_table):
    start = time.monotonic()
    for table in (source_table, target_table):
        target.sql(f"SELECT count(*) FROM {table}")
    missing = int(target.sql(joins(source_table, target_table))[0][0])
    extra = int(target.sql(joins(target_table, source_table))[0][0])
    return time.monotonic() - start, missing, extra


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
                target.sql(f"UPDATE bench.s.t_{size}_{changed} SET note = 'changed' WHERE id % {size // changed} = 1"
                           f" AND id < {size // changed * changed}")
        only = command + ["--operation", "reconciliation", "--target-catalogs", "bench", "--target-schemas", "s"]
        # Both engines have compiled their plans once before anything is measured.
        first = f"t_{sizes[0]}_{CHANGED[1]}"
        run(only + ["--target-tables", first], environment, work, {4})
        public_tool(target, f"bench_from_src_shared.s.{first}", f"bench.s.{first}")
        print("| rows | changed | this tool s | found | public tool's SQL s | found | ratio |")
        print("|---|---|---|---|---|---|---|")
        for size in sizes:
            for changed in CHANGED:
                table = f"t_{size}_{changed}"
                wall, _, document = run(only + ["--target-tables", table], environment, work, {4 if changed else 0})
                result = [r for r in document["results"] if r["object_name"] == table][0]
                found = (result["details"]["missing_in_target"], result["details"]["missing_in_source"])
                if found != (changed, changed):
                    raise SystemExit(f"{table}: found {found}")
                ours = result["duration_seconds"]
                theirs, missing, extra = public_tool(target, f"bench_from_src_shared.s.{table}", f"bench.s.{table}")
                print(f"| {size:,} | {changed:,} | {ours:.1f} ({wall:.1f} with start and audit) | {found[0]:,} + {found[1]:,} |"
                      f" {theirs:.1f} | {missing:,} + {extra:,} | {theirs / ours:.1f} |", flush=True)
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
