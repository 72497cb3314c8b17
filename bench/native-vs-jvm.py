#!/usr/bin/env python3
"""Native executable against JVM: the same commands, several runs, medians of wall time and peak memory (RSS).

Run by hand after ./mvnw package and ./native-build.sh:  bench/native-vs-jvm.py [RUNS]
Commands: --version, --validate-only of the largest sample, a run without changes over the sandbox's 45 sample tables.
Prints a Markdown table for docs/benchmarks.md.
"""
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
NATIVE = [str(ROOT / "target/data-replicator")]
JVM = ["java", "-jar", str(ROOT / "target/quarkus-app/quarkus-run.jar")]
SAMPLE = max(
    (f for f in (ROOT / "configs").glob("*/*.yaml")), key=lambda f: f.stat().st_size)
HOSTS = ["--source-host", "https://source.example.com", "--target-host", "https://target.example.com"]


def once(command, environment):
    """Wall time in ms and peak RSS in MB of one run; ends the benchmark when it fails."""
    with tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, env=environment, cwd=ROOT)
        _, status, usage = os.wait4(process.pid, 0)
        wall = (time.perf_counter() - start) * 1000
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            out.seek(0)
            sys.exit(f"{' '.join(command)} ended with {process.returncode}:\n{out.read().decode()[-2000:]}")
    return wall, usage.ru_maxrss / 1024


def compare(name, arguments, runs, environment):
    rows = {}
    for kind, tool in (("native", NATIVE), ("jvm", JVM)):
        once(tool + arguments, environment)
        samples = [once(tool + arguments, environment) for _ in range(runs)]
        rows[kind] = [statistics.median(column) for column in zip(*samples)]
    (nt, nm), (jt, jm) = rows["native"], rows["jvm"]
    print(f"| {name} | {nt:.0f} ms, {nm:.0f} MB | {jt:.0f} ms, {jm:.0f} MB | {jt / nt:.1f} | {jm / nm:.1f} |", flush=True)


def sandbox(work):
    """Starts two workspaces with the sample data; returns the process and what it announced."""
    output = work / "sandbox.out"
    with open(output, "w") as out, open(work / "sandbox.err", "w") as err:
        process = subprocess.Popen(
            [str(ROOT / "sandbox/run.sh"), "--source-port", "0", "--target-port", "0",
             "--data", str(work / "data"), "--seed", "sample"], stdout=out, stderr=err)
    while "READY" not in output.read_text():
        if process.poll() is not None:
            sys.exit((work / "sandbox.err").read_text()[-2000:])
        time.sleep(0.3)
    return process, dict(line.split("=", 1) for line in output.read_text().splitlines() if "=" in line)


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("DATA", "XDG_"))}
    print("| command | native | JVM | JVM/native time | JVM/native memory |\n|---|---|---|---|---|")
    compare("`--version`", ["--version"], runs, clean)
    compare(f"`--validate-only` of {SAMPLE.relative_to(ROOT)}", [str(SAMPLE), "--validate-only"] + HOSTS, runs, clean)
    work = pathlib.Path(tempfile.mkdtemp(prefix="data-replicator-bench."))
    process, announced = sandbox(work)
    try:
        environment = dict(clean, HOME=str(work))
        for side in ("SOURCE", "TARGET"):
            for setting in ("TOKEN", "WAREHOUSE_ID"):
                environment[f"DATA_REPLICATOR_{side}_{setting}"] = announced[f"{side}_{setting}"]
        run = ["configs/cross_metastore/delta_tables_defaults.yaml", "--source-host", announced["SOURCE_HOST"],
               "--target-host", announced["TARGET_HOST"], "--state-dir", str(work / "state")]
        once(NATIVE + run, environment)
        compare("run without changes, 45 tables", run, max(3, runs // 3), environment)
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
