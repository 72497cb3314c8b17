#!/usr/bin/env python3
"""Files of a volume through the files_api engine: a first run over many files, and a second without changes.

Run by hand after ./mvnw package (or ./native-build.sh, with --native):  bench/volumes.py [--native] [--kill] [FILES]
FILES (default 10000) are between 0 bytes and 100 KB, and one in two hundred has 5 or 50 MB. Prints files and MiB per
second, the peak memory of the process (RSS), and the requests that the target got, as a Markdown table; the manifests
of both sides are compared. With --kill the first run is killed (SIGKILL) when half of the files have arrived, and the
next one has to finish: no file may be missing, and none that the ingestion log had may be copied again.
"""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
NATIVE = [str(next(
    (f for f in (ROOT / "target/data-replicator", ROOT / "target/data-replicator-slim") if f.exists()),
    ROOT / "target/data-replicator"))]
JVM = ["java", "-XX:+UseSerialGC", "-jar", str(ROOT / "target/quarkus-app/quarkus-run.jar")]
SIZES = [0, 1, 1_000, 10_000, 100_000]
LARGE = [5_000_000, 5_000_000, 5_000_000, 5_000_000, 50_000_000]
GROUP = """
version: "1.0"
replication_group: bench
audit_config: {audit_table: bench_audit.audit.log, create_audit_catalog: true}
volume_types: [all]
backup_config: {enabled: true, create_recipient: true, create_share: true, add_to_share: true}
replication_config: {enabled: true, create_shared_catalog: true, create_target_catalog: true}
target_catalogs: [{catalog_name: bench}]
"""
ENVIRONMENTS = """
version: "1.0"
environments:
  bench:
    is_default: true
    source_databricks_connect_config: {name: src}
    target_databricks_connect_config: {name: tgt}
"""


class Side:
    """One workspace of the sandbox."""

    def __init__(self, announced, prefix):
        self.host = announced[prefix + "_HOST"]
        self.token = announced[prefix + "_TOKEN"]
        self.warehouse = announced[prefix + "_WAREHOUSE_ID"]

    def call(self, method, path, body=None):
        request = urllib.request.Request(
            self.host + path, method=method, data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": "Bearer " + self.token, "Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=600) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def sql(self, text):
        answer = self.call("POST", "/api/2.0/sql/statements", {
            "warehouse_id": self.warehouse, "statement": text, "wait_timeout": "50s"})
        while answer["status"]["state"] in ("PENDING", "RUNNING"):
            time.sleep(0.1)
            answer = self.call("GET", "/api/2.0/sql/statements/" + answer["statement_id"])
        if answer["status"]["state"] != "SUCCEEDED":
            sys.exit(f"{text}: {answer['status']}")
        return answer.get("result", {}).get("data_array", [])

    def logged(self, run_id, also=None):
        """How many files a run copied, of those that another run copied too when it is given."""
        log = "bench_audit.audit.detail_file_ingestion_logging"
        twice = f" AND target_path IN (SELECT target_path FROM {log} WHERE run_id = '{also}' AND status = 'success')"
        return int(self.sql(f"SELECT count(*) FROM {log} WHERE run_id = '{run_id}' AND status = 'success'"
                            + (twice if also else ""))[0][0])

    def manifest(self):
        return {f["relative_path"]: (f["size"], f["sha256"])
                for f in self.call("GET", "/sandbox/files/manifest?path=/Volumes/bench/s/v")}


def sandbox(work, java_options=""):
    output = work / "sandbox.out"
    with open(output, "w") as out, open(work / "sandbox.err", "w") as err:
        process = subprocess.Popen(
            [str(ROOT / "sandbox/run.sh"), "--source-port", "0", "--target-port", "0",
             "--data", str(work / "data"), "--seed", "empty"], stdout=out, stderr=err,
            env=os.environ | {"SANDBOX_JAVA_OPTS": java_options})
    while "READY" not in output.read_text():
        if process.poll() is not None:
            sys.exit((work / "sandbox.err").read_text()[-2000:])
        time.sleep(0.3)
    return process, dict(line.split("=", 1) for line in output.read_text().splitlines() if "=" in line)


def run(command, environment, work, codes=(0,)):
    """Wall time in s, peak RSS in MB and the JSON summary of one run; ends the benchmark when it fails."""
    with open(work / "run.out", "w+") as out, open(work / "run.err", "w") as err:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=err, env=environment, cwd=work)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in codes:
            sys.exit(f"exit code {process.returncode}:\n{(work / 'run.err').read_text()[-3000:]}")
        out.seek(0)
        return wall, usage.ru_maxrss / 1024, json.load(out)


def killed(command, environment, work, target, at):
    """Starts a run, kills it when so many files are in the target, and tells what was there and what was logged."""
    with open(work / "killed.out", "w") as out:
        process = subprocess.Popen(
            command + ["--run-id", "killed"], stdout=out, stderr=out, env=environment, cwd=work)
        while True:
            time.sleep(1)
            if process.poll() is not None:
                sys.exit(f"the run ended before it could be killed:\n{(work / 'killed.out').read_text()[-2000:]}")
            try:
                if len(target.manifest()) >= at:
                    break
            except urllib.error.HTTPError:
                continue
        process.send_signal(signal.SIGKILL)
        process.wait()
    return len(target.manifest()), target.logged("killed")


def row(name, wall, rss, document):
    volume = next(r for r in document["results"] if r["object_type"] == "volume")
    details = volume["details"]
    copied, mib = details["files_copied"], details["bytes_copied"] / 1048576
    seconds = details["seconds"]
    requests = sum(document["requests"]["target"].values())
    print(f"| {name} | {details['files_listed']} | {copied} | {mib:.0f} | {wall:.1f} | "
          f"{copied / seconds:.0f} | {mib / seconds:.0f} | {rss:.0f} | {requests} |", flush=True)


def main():
    arguments = [a for a in sys.argv[1:] if not a.startswith("--")]
    tool = NATIVE if "--native" in sys.argv else JVM
    files = int(arguments[0]) if arguments else 10_000
    work = pathlib.Path(tempfile.mkdtemp(prefix="bench-volumes"))
    process, announced = sandbox(work)
    try:
        source, target = Side(announced, "SOURCE"), Side(announced, "TARGET")
        unity = "/api/2.1/unity-catalog"
        source.call("POST", unity + "/catalogs", {"name": "bench"})
        source.call("POST", unity + "/schemas", {"name": "s", "catalog_name": "bench"})
        source.call("POST", unity + "/volumes", {
            "name": "v", "catalog_name": "bench", "schema_name": "s", "volume_type": "MANAGED"})
        large = [LARGE[i % len(LARGE)] for i in range(files // 200)]
        source.call("POST", "/sandbox/files/generate", {
            "path": "/Volumes/bench/s/v", "count": files - len(large), "sizes": SIZES, "large_sizes": large,
            "directories": 100, "hostile": True, "seed": 1})
        (work / "group.yaml").write_text(GROUP)
        (work / "environments.yaml").write_text(ENVIRONMENTS)
        environment = {"PATH": os.environ["PATH"], "HOME": str(work), "DATA_REPLICATOR_STATE_DIR": str(work / "state")}
        for side in ("SOURCE", "TARGET"):
            for key in ("HOST", "TOKEN", "WAREHOUSE_ID"):
                environment[f"DATA_REPLICATOR_{side}_{key}"] = announced[f"{side}_{key}"]
        command = tool + [str(work / "group.yaml"), "--output", "json"]
        print("| run | files | copied | MiB | wall s | files/s | MiB/s | RSS MB | requests to the target |")
        print("|---|---|---|---|---|---|---|---|---|")
        if "--kill" in sys.argv:
            there, logged = killed(command, environment, work, target, files // 2)
            row("resumed", *run(command + ["--run-id", "resumed"], environment, work))
            again = target.logged("resumed", also="killed")
            if again:
                sys.exit(f"{again} files were copied again although they were logged")
            print(f"\nKilled with {there} files at the target, {logged} of them logged; none of those was copied again.\n")
        else:
            row("first", *run(command, environment, work))
        row("no changes", *run(command, environment, work))
        if source.manifest() != target.manifest():
            sys.exit("the files of both sides differ")
        print(f"\n{len(source.manifest())} files on both sides, with the same SHA-256 sums.")
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
