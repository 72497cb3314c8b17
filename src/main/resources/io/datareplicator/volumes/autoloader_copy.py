"""Copies new and changed files of one volume into another, found by Auto Loader.

Part of data-replicator, which uploads this file to the target workspace and runs it there as a
one-time job: python 3.9 and pyspark, nothing else. Its only argument is a JSON object:

  run_id, source_volume, target_volume   /Volumes/catalog/schema/volume, twice
  folder                                 below both volumes, or null for everything
  log_table                              [catalog, schema, table] of the ingestion log, which exists
  max_concurrent_copies, timeout_seconds
  options                                for Auto Loader, as texts
  delete_and_reload, delete_checkpoint

The checkpoint is in <target volume>/_checkpoints[/<folder>]; a file arrives whole or not at all, and
each one that was tried is a row of the ingestion log. The last line printed by main() is RESULT and
a JSON object with copied, failed, skipped and bytes. A file that failed fails the task at the end,
and is tried again by the next run, because Auto Loader itself hands each file out only once.
"""

import hashlib
import json
import os
import shutil
import sys
import time
import urllib.parse
import uuid
from concurrent.futures import ThreadPoolExecutor

RESULT = "AUTOLOADER_COPY_RESULT "
CHECKPOINTS = "_checkpoints"
TEMPORARY = ".dr-copy-"
CHUNK = 8 * 1024 * 1024
ROWS_PER_WRITE = 5000
GLOB = "*?[]{}\\"
FILTERS = ("modifiedafter", "modifiedbefore", "pathglobfilter", "filenamepattern")

LOG = (
    ("run_id", "run_id STRING", "run_id"),
    ("source_path", "source_path STRING", "source_path"),
    ("target_path", "target_path STRING", "target_path"),
    ("ingestion_time", "ingested_ms BIGINT", "timestamp_millis(ingested_ms)"),
    ("length", "length BIGINT", "length"),
    ("file_modification_time", "modified_ms BIGINT", "timestamp_millis(modified_ms)"),
    ("status", "status STRING", "status"),
    ("error_msg", "error_msg STRING", "error_msg"),
    ("batch_id", "batch_id BIGINT", "batch_id"),
)


class CopyError(Exception):
    """A failure whose text is meant for people."""


class Job:
    """What to copy; holds nothing but plain values, because it travels to where batches run."""

    def __init__(self, arguments):
        self.run_id = arguments["run_id"]
        self.source_volume = volume(arguments["source_volume"])
        self.target_volume = volume(arguments["target_volume"])
        self.folder = folder(arguments.get("folder"))
        self.log_table = ".".join("`" + part.replace("`", "``") + "`" for part in arguments["log_table"])
        self.threads = int(arguments["max_concurrent_copies"])
        self.timeout_seconds = int(arguments["timeout_seconds"])
        self.options = dict(arguments.get("options") or {})
        self.delete_and_reload = bool(arguments.get("delete_and_reload"))
        self.delete_checkpoint = bool(arguments.get("delete_checkpoint"))
        below = "/" + self.folder if self.folder else ""
        self.source = self.source_volume + below
        self.target = self.target_volume + below
        self.checkpoint = self.target_volume + "/" + CHECKPOINTS + below
        # A name that Auto Loader would read as a pattern is found by filtering instead.
        self.load = self.source_volume if any(c in self.source for c in GLOB) else self.source
        if self.source_volume == self.target_volume:
            raise CopyError("source and target are the same volume: " + self.source_volume)

    def relative(self, path):
        """The name of a source file below the source; None when it is none of the files to copy."""
        if not path.startswith(self.source + "/"):
            return None
        name = path[len(self.source) + 1 :]
        if not self.folder and name.split("/")[0] == CHECKPOINTS:
            return None
        return None if name.rsplit("/", 1)[-1].startswith(TEMPORARY) else name

    def target_of(self, source):
        """Where a source file is copied to."""
        name = self.relative(source)
        if name is None or any(part in ("", ".", "..") for part in name.split("/")):
            raise CopyError("the path " + source + " has no counterpart in " + self.target)
        return self.target + "/" + name


def volume(path):
    parts = path.split("/")
    if len(parts) != 5 or parts[0] or parts[1] != "Volumes" or any(p in ("", ".", "..") for p in parts[2:]):
        raise CopyError("not the path of a volume: " + repr(path))
    return path


def folder(path):
    parts = (path or "").strip("/").split("/")
    if parts == [""]:
        return None
    if parts[0] == CHECKPOINTS or any(p in ("", ".", "..") for p in parts):
        raise CopyError("not a folder of a volume that can be copied: " + repr(path))
    return "/".join(parts)


def now_ms():
    return int(time.time() * 1000)


def say(text):
    print(text.encode("utf-8", "backslashreplace").decode("utf-8"), flush=True)


def fail(error):
    raise error


def ensure(directory):
    """Makes a directory in a volume; what is above volumes may be out of sight."""
    if not os.path.isdir(directory):
        os.makedirs(directory, exist_ok=True)


def walk(directory):
    """All (folder, folders, files) from the bottom up; a folder that cannot be listed is an error."""
    return os.walk(directory, topdown=False, onerror=fail)


def empty(directory):
    """Removes what is in a directory; gives the number of files."""
    removed = 0
    if os.path.isdir(directory):
        for parent, directories, files in walk(directory):
            for name in files:
                os.remove(os.path.join(parent, name))
                removed += 1
            for name in directories:
                os.rmdir(os.path.join(parent, name))
    return removed


def state(path):
    """Length and modification time of a file, or None when there is none."""
    try:
        found = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_size, found.st_mtime_ns


def copy_file(source, target):
    """Copies one file, whole or not at all; gives its length and modification time in ms."""
    parent, name = os.path.split(target)
    ensure(parent)
    digest = hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:32]
    temporary = os.path.join(parent, TEMPORARY + digest)
    for _ in range(2):
        before = state(source)
        if before is None:
            raise CopyError("the source file is not there any more")
        try:
            with open(source, "rb") as reader, open(temporary, "wb") as writer:
                shutil.copyfileobj(reader, writer, CHUNK)
            if state(source) == before:
                if state(temporary)[0] != before[0]:
                    raise CopyError("%d of %d bytes arrived" % (state(temporary)[0], before[0]))
                os.replace(temporary, target)
                break
        finally:
            if state(temporary) is not None:
                os.remove(temporary)
    else:
        raise CopyError("the source file changes while it is being copied")
    arrived = state(target)
    if arrived is None or arrived[0] != before[0]:
        if arrived is not None:
            os.remove(target)
        raise CopyError("after its copy the target file has not the length of the source file")
    return before[0], before[1] // 1000000


def try_copy(job, source, length, modified, batch_id):
    """Copies one file; gives its row of the ingestion log."""
    status, error = "success", None
    target = job.target + "/"
    try:
        target = job.target_of(source)
        length, modified = copy_file(source, target)
    except CopyError as e:
        status, error = "failed", str(e)
    except (OSError, ValueError) as e:
        status, error = "failed", type(e).__name__ + ": " + str(e)
    return (job.run_id, source, target, now_ms(), length, modified, status, error, batch_id)


def readings(path, length):
    """The files that a path told by Spark may mean: as it is, or with percent signs decoded.

    Both may exist; then the length decides, and where it cannot, both are meant.
    """
    scheme, colon, rest = path.partition(":")
    literal = rest if colon and scheme in ("dbfs", "file") else path
    while literal.startswith("//"):
        literal = literal[1:]
    decoded = urllib.parse.unquote(literal, errors="surrogateescape")
    if decoded == literal:
        return [literal]
    there = [p for p in (literal, decoded) if state(p) is not None]
    fitting = [p for p in there if state(p)[0] == length]
    return fitting or there or [literal]


def copy_all(spark, job, files, batch_id):
    """Copies (path, length, modified) triples side by side and writes their rows to the log."""
    with ThreadPoolExecutor(max_workers=job.threads) as pool:
        rows = list(pool.map(lambda file: try_copy(job, *file, batch_id), files))
    write_log(spark, job, rows)
    failed = sum(1 for row in rows if row[6] == "failed")
    name = "files" if batch_id is None else "batch %d" % batch_id
    say("%s: %d copied, %d failed, %d bytes" % (
        name, len(rows) - failed, failed, sum(row[4] or 0 for row in rows if row[6] == "success")))


def write_log(spark, job, rows):
    """Adds rows to the ingestion log, which may be an older one with columns of other types."""
    schema = ", ".join(declared for _, declared, _ in LOG)
    names = ", ".join(name for name, _, _ in LOG)
    values = ", ".join(value for _, _, value in LOG)
    for start in range(0, len(rows), ROWS_PER_WRITE):
        part = [tuple(printable(cell) for cell in row) for row in rows[start : start + ROWS_PER_WRITE]]
        view = "copied_" + uuid.uuid4().hex
        spark.createDataFrame(part, schema).createOrReplaceTempView(view)
        spark.sql("INSERT INTO %s (%s) SELECT %s FROM %s" % (job.log_table, names, values, view))


def printable(cell):
    return cell.encode("utf-8", "backslashreplace").decode("utf-8") if isinstance(cell, str) else cell


def copy_batch(job, frame, batch_id):
    """Handles one batch of Auto Loader; may run in another process than main()."""
    rows = frame.selectExpr("path", "length", "unix_millis(modificationTime) AS modified").collect()
    files = {}
    for row in rows:
        for source in readings(row["path"], row["length"]):
            if job.relative(source) is not None or not source.startswith(job.source_volume + "/"):
                files[source] = (source, row["length"], row["modified"])
    if files:
        copy_all(frame.sparkSession, job, list(files.values()), batch_id)


def stream(spark, job):
    """Lets Auto Loader hand out what is new, and copies it."""
    options = {"cloudFiles.allowOverwrites": "true"}
    options.update(job.options)
    options["cloudFiles.format"] = "binaryFile"
    try:
        # Serverless compute would end a longer stream after its own default.
        spark.conf.set("spark.databricks.execution.timeout", str(job.timeout_seconds))
    except Exception as e:  # whatever this compute raises: the time-out below holds anyway
        say("spark.databricks.execution.timeout cannot be set here: %s" % e)
    reader = spark.readStream.format("cloudFiles")
    for name, value in options.items():
        reader = reader.option(name, value)
    frame = reader.load(job.load).select("path", "length", "modificationTime")
    query = (
        frame.writeStream.foreachBatch(lambda batch, batch_id: copy_batch(job, batch, batch_id))
        .option("checkpointLocation", job.checkpoint)
        .trigger(availableNow=True)
        .start()
    )
    if not query.awaitTermination(job.timeout_seconds):
        query.stop()
        raise CopyError("stopped after %d s, before all files were copied" % job.timeout_seconds)


def failed_before(spark, job):
    """Copies what earlier runs failed at; what has gone since is marked as skipped."""
    rows = spark.sql(
        "SELECT source_path, length FROM (SELECT source_path, max_by(length, ingestion_time) AS length,"
        " max_by(status, ingestion_time) AS status FROM " + job.log_table + ""
        " WHERE startswith(target_path, :root) GROUP BY source_path)"
        " WHERE status IN ('failed', 'error')",
        args={"root": job.target + "/"},
    ).collect()
    files, gone = [], []
    for row in rows:
        source = row["source_path"]
        if source and job.relative(source) is not None:
            file = (source, row["length"], None)
            (files if state(source) is not None else gone).append(file)
    if files:
        say("%d files that failed in an earlier run are tried again" % len(files))
        copy_all(spark, job, files, None)
    if gone:
        say("%d files that failed in an earlier run are not in the source any more" % len(gone))
        write_log(spark, job, [
            (job.run_id, source, job.target_of(source), now_ms(), length, None, "skipped",
             "the source file is not there any more", None)
            for source, length, _ in gone
        ])


def hidden(spark, job):
    """Copies files below names that start with _ or a dot, which Spark's listings leave out."""
    if any(name.lower().split(".")[-1] in FILTERS for name in job.options):
        say("names that start with _ or a dot are left to Auto Loader: autoloader_options filter files")
        return
    files = []
    for parent, _, names in walk(job.source):
        for name in names:
            source = os.path.join(parent, name)
            parts = source[len(job.load) + 1 :].split("/")
            if job.relative(source) is None or not any(part[0] in "_." for part in parts):
                continue
            here, there = state(source), state(job.target_of(source))
            if here is not None and (there is None or here[0] != there[0] or here[1] > there[1]):
                files.append((source, here[0], here[1] // 1000000))
    if files:
        say("%d files whose names start with _ or a dot are copied" % len(files))
        copy_all(spark, job, files, None)


def summary(spark, job):
    """What this run did, read from the ingestion log."""
    arguments = {"run": job.run_id, "root": job.target + "/"}
    last = (
        "(SELECT source_path, max_by(status, ingestion_time) AS status,"
        " max_by(length, ingestion_time) AS length, max_by(error_msg, ingestion_time) AS error_msg"
        " FROM " + job.log_table + ""
        " WHERE run_id = :run AND startswith(target_path, :root) GROUP BY source_path)"
    )
    counts = {"copied": 0, "failed": 0, "skipped": 0, "bytes": 0}
    for row in spark.sql(
        "SELECT status, count(*) AS files, sum(length) AS bytes FROM " + last + " GROUP BY status",
        args=arguments,
    ).collect():
        counts[{"success": "copied"}.get(row["status"], row["status"])] = row["files"]
        if row["status"] == "success":
            counts["bytes"] = row["bytes"] or 0
    counts["failures"] = []
    if counts["failed"]:
        first = "SELECT source_path, error_msg FROM " + last + " WHERE status = 'failed' LIMIT 5"
        for row in spark.sql(first, args=arguments).collect():
            counts["failures"].append(row["source_path"] + ": " + (row["error_msg"] or "")[:500])
    return counts


def run(spark, job):
    if not os.path.isdir(job.source):
        raise CopyError("there is no folder " + job.source + " in the source")
    if not os.path.isdir(job.target_volume):
        raise CopyError("there is no volume " + job.target_volume)
    anew = job.delete_and_reload or job.delete_checkpoint
    if anew:
        empty(job.checkpoint)
        say("the checkpoint %s was emptied" % job.checkpoint)
    if job.delete_and_reload:
        say("%d files were removed from %s" % (empty(job.target), job.target))
    ensure(job.target)
    say("%s to %s, checkpoint %s" % (job.source, job.target, job.checkpoint))
    if not anew:
        failed_before(spark, job)
    stream(spark, job)
    hidden(spark, job)
    counts = summary(spark, job)
    say(RESULT + json.dumps(counts))
    if counts["failed"]:
        raise CopyError("%d of %d files could not be copied, first: %s" % (
            counts["failed"], counts["failed"] + counts["copied"], "; ".join(counts["failures"])))


def main(arguments):
    from pyspark.sql import SparkSession

    run(SparkSession.builder.getOrCreate(), Job(json.loads(arguments[1])))


if __name__ == "__main__":
    main(sys.argv)
