#!/usr/bin/env python3
"""Metadata of a thousand tables that both sides have: runs that find nothing to change.

Run by hand after ./mvnw package (or ./native-build.sh, with --native):  bench/metadata.py [--native] [TABLES]
TABLES (default 1000) are in four schemas and have 20 columns each, two tags, a tag on every column and grants for two
principals. Prints wall time, the peak memory of the process (RSS), and all requests of both sides, as a Markdown table.
"""
import os
import pathlib
import shutil
import sys
import tempfile

from volumes import ENVIRONMENTS, JVM, NATIVE, Side, run, sandbox

GROUP = """
version: "1.0"
replication_group: bench
audit_config: {audit_table: bench_audit.audit.log, create_audit_catalog: true}
uc_object_types: [all]
replication_config: {enabled: true}
target_catalogs: [{catalog_name: bench}]
"""
PRINCIPALS = ["a@example.test", "b@example.test"]


def row(name, tables, wall, rss, document):
    results = [r for r in document["results"] if r["object_type"] != "summary"]
    changed = sum(r["status"] == "success" for r in results)
    requests = {side: sum(calls.values()) for side, calls in document["requests"].items()}
    print(f"| {name} | {tables} | {changed} | {wall:.1f} | {rss:.0f} | {requests['source']} | {requests['target']} |",
          flush=True)


def main():
    arguments = [a for a in sys.argv[1:] if not a.startswith("--")]
    tool = NATIVE if "--native" in sys.argv else JVM
    tables = int(arguments[0]) if arguments else 1000
    work = pathlib.Path(tempfile.mkdtemp(prefix="bench-metadata"))
    process, announced = sandbox(work)
    try:
        sides = [Side(announced, "SOURCE"), Side(announced, "TARGET")]
        for side in sides:
            for name in PRINCIPALS:
                side.call("POST", "/sandbox/principals", {"type": "user", "user_name": name, "display_name": name})
        for side in sides:
            side.call("POST", "/sandbox/bulk", {
                "catalog": "bench", "schemas": 4, "tables": tables // 4, "columns": 20, "table_tags": 2,
                "column_tags": 1, "principals": PRINCIPALS})
        (work / "group.yaml").write_text(GROUP)
        (work / "environments.yaml").write_text(ENVIRONMENTS)
        environment = {"PATH": os.environ["PATH"], "HOME": str(work), "DATA_REPLICATOR_STATE_DIR": str(work / "state")}
        for side in ("SOURCE", "TARGET"):
            for key in ("HOST", "TOKEN", "WAREHOUSE_ID"):
                environment[f"DATA_REPLICATOR_{side}_{key}"] = announced[f"{side}_{key}"]
        command = tool + [str(work / "group.yaml"), "--output", "json"]
        print("| run | tables | changes | wall s | RSS MB | requests to the source | requests to the target |")
        print("|---|---|---|---|---|---|---|")
        row("first, makes the audit table", tables, *run(command, environment, work))
        row("second", tables, *run(command, environment, work))
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
