"""Tests of the Auto Loader task with its SQL on SQLite and its volumes in a temporary directory."""

import contextlib
import copy
import importlib.util
import io
import json
import os
import re
import sqlite3
import sys
import tempfile
import unittest
from unittest import mock

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
TASK = os.path.join(HERE, "../../main/resources/io/datareplicator/volumes/autoloader_copy.py")


def load_task():
    spec = importlib.util.spec_from_file_location("autoloader_copy", TASK)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


task = load_task()


class MaxBy:
    def __init__(self):
        self.best = None

    def step(self, value, order):
        if self.best is None or order >= self.best[0]:
            self.best = (order, value)

    def finalize(self):
        return self.best[1] if self.best else None


class Frame:
    def __init__(self, spark, rows, columns):
        self.sparkSession = spark
        self.rows = rows
        self.columns = columns

    def select(self, *columns):
        assert "content" not in columns
        return self

    def selectExpr(self, *expressions):
        assert expressions == ("path", "length", "unix_millis(modificationTime) AS modified")
        return self

    def collect(self):
        return [dict(zip(self.columns, row)) for row in self.rows]

    def createOrReplaceTempView(self, name):
        db = self.sparkSession.db
        db.execute("CREATE TABLE %s (%s)" % (name, ", ".join(self.columns)))
        db.executemany("INSERT INTO %s VALUES (%s)" % (name, ", ".join("?" * len(self.columns))), self.rows)


class Loader:
    """Hands out what a test put into spark.batches, in the way of readStream and writeStream."""

    def __init__(self, spark):
        self.spark = spark
        self.writeStream = self

    def format(self, name):
        assert name == "cloudFiles"
        return self

    def option(self, name, value):
        self.spark.options[name] = value
        return self

    def load(self, path):
        self.spark.loaded = path
        return self

    def select(self, *columns):
        assert columns == ("path", "length", "modificationTime")
        return self

    def foreachBatch(self, function):
        self.function = function
        return self

    def trigger(self, availableNow):
        assert availableNow
        return self

    def start(self):
        self.spark.started = True
        os.makedirs(self.spark.options["checkpointLocation"], exist_ok=True)
        for number, rows in enumerate(self.spark.batches):
            # Batches may run in another process: state that they change is lost.
            alone = copy.copy(self.function)
            alone(Frame(self.spark, rows, ["path", "length", "modified"]), number)
        return self

    def awaitTermination(self, seconds):
        self.spark.waited = seconds
        return self.spark.ends

    def stop(self):
        self.spark.stopped = True


class Spark:
    def __init__(self):
        self.db = sqlite3.connect(":memory:")
        self.db.create_function("startswith", 2, lambda a, b: None if a is None else a.startswith(b))
        self.db.create_function("timestamp_millis", 1, lambda ms: ms)
        self.db.create_aggregate("max_by", 2, MaxBy)
        self.db.execute(
            "CREATE TABLE log (run_id, source_path, target_path, ingestion_time, length,"
            " file_modification_time, status, error_msg, batch_id)")
        self.options = {}
        self.batches = []
        self.ends = True
        self.started = self.stopped = False
        self.conf = mock.Mock()

    @property
    def readStream(self):
        return Loader(self)

    def createDataFrame(self, rows, schema):
        return Frame(self, rows, [c.split(" ")[0] for c in schema.split(", ")])

    def sql(self, text, args=None):
        local = text.replace("`lo``g`.`s`.`t`", "log")
        assert local != text, text
        result = self.db.execute(local, args or {})
        names = [d[0] for d in result.description or []]
        return Frame(self, result.fetchall(), names)

    def log(self, *columns):
        order = " ORDER BY source_path, ingestion_time, rowid"
        return self.db.execute("SELECT " + ", ".join(columns) + " FROM log" + order).fetchall()


class AutoloaderCopyTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.root = directory.name
        self.spark = Spark()
        patch = mock.patch.object(task, "volume", lambda path: self.root + path)
        patch.start()
        self.addCleanup(patch.stop)
        self.source = self.root + "/Volumes/shared/s/v"
        self.target = self.root + "/Volumes/c/s/v"
        os.makedirs(self.source)
        os.makedirs(self.target)

    def job(self, **changes):
        arguments = {
            "run_id": "run 1",
            "source_volume": "/Volumes/shared/s/v",
            "target_volume": "/Volumes/c/s/v",
            "folder": None,
            "log_table": ["lo`g", "s", "t"],
            "max_concurrent_copies": 4,
            "timeout_seconds": 60,
            "options": {},
        }
        arguments.update(changes)
        return task.Job(arguments)

    def put(self, name, content, root=None):
        path = (root or self.source) + "/" + name
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(content)
        return path

    def found(self, name, prefix="dbfs:"):
        path = self.source + "/" + name
        length = os.stat(path).st_size if os.path.exists(path) else 0
        return (prefix + path, length, 1700000000123)

    def read(self, name):
        with open(self.target + "/" + name) as file:
            return file.read()

    def tree(self, root=None):
        names = []
        for parent, directories, files in os.walk(root or self.target):
            names += [os.path.relpath(os.path.join(parent, f), root or self.target) for f in files]
        return sorted(names)

    def run_job(self, **changes):
        printed = io.StringIO()
        error = None
        with contextlib.redirect_stdout(printed):
            try:
                task.run(self.spark, self.job(**changes))
            except task.CopyError as e:
                error = str(e)
        lines = [line for line in printed.getvalue().splitlines() if line.startswith(task.RESULT)]
        result = json.loads(lines[0][len(task.RESULT):]) if lines else None
        return result, error

    def test_files_with_odd_names_are_copied_and_logged(self):
        names = ["a.txt", "sub dir/ü 100%.bin", "q'uo\"te#?.x", "a%20b", "..two", "x\\y", "new\nline", "{z}*[1]"]
        for name in names:
            self.put(name, "content of " + name)
        self.spark.batches = [[self.found(n) for n in names[:5]], [self.found(n) for n in names[5:]]]

        result, error = self.run_job()

        self.assertIsNone(error)
        self.assertEqual(self.tree(), sorted(names))
        for name in names:
            self.assertEqual(self.read(name), "content of " + name)
        total = sum(len(("content of " + n).encode()) for n in names)
        self.assertEqual(result, {"copied": len(names), "failed": 0, "skipped": 0, "bytes": total, "failures": []})
        rows = self.spark.log("source_path", "target_path", "length", "status", "error_msg", "run_id")
        self.assertEqual({r[1] for r in rows}, {self.target + "/" + n for n in names})
        self.assertEqual({r[3:] for r in rows}, {("success", None, "run 1")})
        self.assertEqual({r[0] for r in self.spark.log("batch_id")}, {0, 1})

    def test_options_of_the_user_hold_but_for_the_format(self):
        self.run_job(options={"modifiedAfter": "2026-01-01", "cloudFiles.allowOverwrites": "false",
                              "cloudFiles.format": "csv"})

        self.assertEqual(self.spark.options["modifiedAfter"], "2026-01-01")
        self.assertEqual(self.spark.options["cloudFiles.allowOverwrites"], "false")
        self.assertEqual(self.spark.options["cloudFiles.format"], "binaryFile")
        self.assertEqual(self.spark.options["checkpointLocation"], self.target + "/_checkpoints")
        self.assertEqual(self.spark.loaded, self.source)
        self.assertEqual(self.spark.waited, 60)

    def test_encoded_paths_are_told_from_literal_ones(self):
        self.put("a b", "spaced")
        self.put("c%20d", "percent")
        self.put("e f", "12345")
        self.put("e%20f", "123")
        encoded = ("dbfs:" + self.source + "/a%20b", 6, 1)
        literal = ("dbfs:" + self.source + "/c%20d", 7, 1)
        by_length = ("dbfs:" + self.source + "/e%20f", 5, 1)
        self.spark.batches = [[encoded, literal, by_length]]

        _, error = self.run_job()

        self.assertIsNone(error)
        self.assertEqual(self.tree(), ["a b", "c%20d", "e f"])

    def test_a_path_that_means_two_files_stands_for_both(self):
        self.put("a b", "1")
        self.put("a%20b", "2")
        self.spark.batches = [[("dbfs:" + self.source + "/a%20b", 1, 1)]]

        self.run_job()

        self.assertEqual((self.read("a b"), self.read("a%20b")), ("1", "2"))

    def test_failed_files_are_logged_and_fail_the_task_after_the_others(self):
        self.put("good", "x")
        self.put("dir/file", "y")
        self.put("dir", "in the way", self.target)
        self.spark.batches = [[self.found("gone"), self.found("dir/file"), self.found("good")]]

        result, error = self.run_job()

        self.assertEqual((result["copied"], result["failed"], result["bytes"]), (1, 2, 1))
        self.assertIn("2 of 3 files could not be copied", error)
        self.assertIn("gone: the source file is not there any more", error)
        self.assertEqual(self.read("good"), "x")
        failed = [r for r in self.spark.log("source_path", "status", "error_msg") if r[1] == "failed"]
        self.assertEqual([r[0] for r in failed], [self.source + "/dir/file", self.source + "/gone"])
        self.assertTrue(all(r[2] for r in failed))

    def test_failed_files_are_tried_again_by_the_next_run(self):
        self.spark.batches = [[self.found("late"), self.found("never")]]
        self.run_job()
        self.put("late", "here now")
        self.spark.batches = []

        result, error = self.run_job(run_id="run 2")

        self.assertIsNone(error)
        self.assertEqual((result["copied"], result["failed"], result["skipped"]), (1, 0, 1))
        self.assertEqual(self.read("late"), "here now")
        result, _ = self.run_job(run_id="run 3")
        self.assertEqual((result["copied"], result["skipped"]), (0, 0))

    def test_a_copy_is_whole_or_not_at_all(self):
        self.put("file", "new content")
        self.put("file", "old", self.target)
        self.spark.batches = [[self.found("file")]]

        def half(reader, writer, size):
            writer.write(reader.read(3))

        with mock.patch.object(task.shutil, "copyfileobj", half):
            result, error = self.run_job()

        self.assertEqual(result["failed"], 1)
        self.assertIn("3 of 11 bytes", error)
        self.assertEqual(self.tree(), ["file"])
        self.assertEqual(self.read("file"), "old")

    def test_a_file_that_changes_meanwhile_is_copied_again_or_fails(self):
        self.put("file", "x")
        self.spark.batches = [[self.found("file")]]
        times = []

        def growing(limit):
            def copyfileobj(reader, writer, size):
                writer.write(reader.read())
                times.append(1)
                if len(times) < limit:
                    self.put("file", "x" * (len(times) + 1))
            return copyfileobj

        with mock.patch.object(task.shutil, "copyfileobj", growing(2)):
            result, _ = self.run_job()
        self.assertEqual((result["copied"], self.read("file")), (1, "xx"))
        with mock.patch.object(task.shutil, "copyfileobj", growing(100)):
            result, error = self.run_job(run_id="run 2")
        self.assertIn("changes while it is being copied", error)
        self.assertEqual(self.tree(), ["file"])

    def test_folder_limits_source_target_and_checkpoint(self):
        self.put("in/one", "1")
        self.put("out/two", "2")
        self.put("in/old", "o", self.target)
        self.put("out/keep", "k", self.target)
        self.put("_checkpoints/in/offsets/0", "", self.target)
        self.put("_checkpoints/out/offsets/0", "", self.target)
        self.spark.batches = [[self.found("in/one")]]

        result, error = self.run_job(folder="/in/", delete_and_reload=True)

        self.assertIsNone(error)
        self.assertEqual(result["copied"], 1)
        self.assertEqual(self.spark.loaded, self.source + "/in")
        self.assertEqual(self.spark.options["checkpointLocation"], self.target + "/_checkpoints/in")
        self.assertEqual(self.tree(), ["_checkpoints/out/offsets/0", "in/one", "out/keep"])

    def test_folder_that_looks_like_a_pattern_is_found_by_filtering(self):
        self.put("[a]/one", "1")
        self.put("a/two", "2")
        self.spark.batches = [[self.found("[a]/one"), self.found("a/two")]]

        self.run_job(folder="[a]")

        self.assertEqual(self.spark.loaded, self.source)
        self.assertEqual(self.tree(), ["[a]/one"])

    def test_delete_checkpoint_leaves_the_files(self):
        self.put("old", "o", self.target)
        self.put("_checkpoints/offsets/0", "", self.target)

        self.run_job(delete_checkpoint=True)

        self.assertEqual(self.tree(), ["old"])

    def test_nothing_is_deleted_when_the_source_is_missing(self):
        self.put("in/old", "o", self.target)

        result, error = self.run_job(folder="in", delete_and_reload=True)

        self.assertIn("there is no folder", error)
        self.assertIsNone(result)
        self.assertEqual(self.tree(), ["in/old"])
        self.assertFalse(self.spark.started)

    def test_a_listing_that_fails_is_no_empty_one(self):
        self.put("a/b", "x", self.target)
        with mock.patch.object(task.os, "scandir", side_effect=PermissionError("no")):
            with self.assertRaises(PermissionError), contextlib.redirect_stdout(io.StringIO()):
                task.run(self.spark, self.job(delete_and_reload=True))

    def test_hidden_names_and_own_temporary_files(self):
        self.put("_started", "s")
        self.put("a/.hidden/x", "h")
        self.put(".dr-copy-0123", "t")
        self.put("_checkpoints/offsets/0", "c")
        self.put("seen", "x")

        result, _ = self.run_job()

        self.assertEqual(self.tree(), ["_started", "a/.hidden/x"])
        self.assertEqual(result["copied"], 2)
        result, _ = self.run_job(run_id="run 2")
        self.assertEqual(result["copied"], 0)
        self.put("_more", "m")
        self.run_job(run_id="run 3", options={"modifiedAfter": "2026-01-01"})
        self.assertNotIn("_more", self.tree())

    def test_paths_outside_of_the_source_fail(self):
        self.spark.batches = [[("s3://bucket/key", 1, 1), ("dbfs:/Volumes/other/s/v/x", 1, 1)]]

        result, error = self.run_job()

        self.assertEqual(result["failed"], 2)
        self.assertIn("has no counterpart", error)

    def test_a_stream_over_its_time_is_stopped(self):
        self.spark.ends = False

        result, error = self.run_job(timeout_seconds=61)

        self.assertIsNone(result)
        self.assertIn("stopped after 61 s", error)
        self.assertTrue(self.spark.stopped)

    def test_bad_arguments(self):
        for bad in ("..", "a/../b", "a//b", "_checkpoints", "_checkpoints/x", "./a"):
            with self.assertRaises(task.CopyError, msg=bad):
                self.job(folder=bad)
        with self.assertRaises(task.CopyError):
            self.job(source_volume="/Volumes/c/s/v")
        original = load_task().volume
        for bad in ("/Volumes/a/b", "/Volumes/a/b/c/d", "/tmp/a/b/c", "/Volumes/a/../c", "Volumes/a/b/c"):
            with self.assertRaises(Exception, msg=bad):
                original(bad)

    def test_file_needs_nothing_but_python_39(self):
        with open(TASK) as file:
            text = file.read()
        compile(text, TASK, "exec")
        self.assertNotRegex(text, r"\bmatch\b.*:$|:=|\bint \| ")
        imported = set(re.findall(r"^\s*(?:import|from) (\w+)", text, re.M))
        imported.discard("pyspark")
        self.assertLessEqual(imported, set(getattr(sys, "stdlib_module_names", imported)))


if __name__ == "__main__":
    unittest.main()
