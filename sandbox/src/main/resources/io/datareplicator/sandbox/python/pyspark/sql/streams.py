"""Auto Loader over the sandbox's volumes: checkpoints, new files, batches for a function."""

import copy
import fnmatch
import json
import os
import threading
import types
import uuid

from pyspark.sql.frames import AnalysisException, DataFrame

_GLOB = "*?[]{}\\"
_OPTIONS = {
    "cloudfiles.format",
    "cloudfiles.allowoverwrites",
    "cloudfiles.includeexistingfiles",
    "cloudfiles.maxfilespertrigger",
    "cloudfiles.maxbytespertrigger",
    "cloudfiles.uselistingmode",
    "cloudfiles.useincrementallisting",
    "cloudfiles.validateoptions",
    "modifiedafter",
    "modifiedbefore",
    "pathglobfilter",
    "recursivefilelookup",
    "ignorecorruptfiles",
    "ignoremissingfiles",
}
_COLUMNS = ("path", "modificationTime", "length")


class StreamingQueryException(Exception):
    """A stream that failed."""


class DataStreamReader:
    def __init__(self, spark):
        self._spark = spark
        self._format = None
        self._options = {}

    def format(self, name):
        self._format = name
        return self

    def option(self, name, value):
        self._options[name.lower()] = str(value)
        return self

    def options(self, **values):
        for name, value in values.items():
            self.option(name, value)
        return self

    def load(self, path):
        if self._format != "cloudFiles" or self._options.get("cloudfiles.format") != "binaryFile":
            raise AnalysisException("the sandbox streams cloudFiles with cloudFiles.format binaryFile only")
        unknown = sorted(set(self._options) - _OPTIONS)
        if unknown:
            raise AnalysisException("Found unknown option keys: " + ", ".join(unknown))
        if any(c in path for c in _GLOB):
            raise AnalysisException("the sandbox reads no patterns, and this is one: " + path)
        path = path[5:] if path.startswith("dbfs:") else path
        return StreamingFrame(self._spark, path.rstrip("/"), self._options, _COLUMNS)


class StreamingFrame:
    isStreaming = True

    def __init__(self, spark, path, options, columns):
        self.sparkSession = spark
        self.path = path
        self.options = options
        self.columns = columns

    def select(self, *columns):
        unknown = [c for c in columns if c not in _COLUMNS]
        if unknown:
            raise AnalysisException("the sandbox does not stream the columns " + ", ".join(unknown))
        return StreamingFrame(self.sparkSession, self.path, self.options, columns)

    @property
    def writeStream(self):
        return DataStreamWriter(self)


class DataStreamWriter:
    def __init__(self, frame):
        self._frame = frame
        self._function = None
        self._checkpoint = None
        self._available_now = False

    def foreachBatch(self, function):
        self._function = function
        return self

    def option(self, name, value):
        if name != "checkpointLocation":
            raise AnalysisException("the sandbox does not know the option %s of a stream" % name)
        self._checkpoint = value.rstrip("/")
        return self

    def outputMode(self, mode):
        return self

    def trigger(self, availableNow=False, **others):
        if others:
            raise AnalysisException("the sandbox knows the trigger availableNow only")
        self._available_now = availableNow
        return self

    def start(self):
        if not (self._function and self._checkpoint and self._available_now):
            raise AnalysisException(
                "the sandbox needs foreachBatch, checkpointLocation and the trigger availableNow")
        return StreamingQuery(self._frame, _travelled(self._function), self._checkpoint)


def _travelled(function):
    """The function as it arrives in another process: what it holds on to are copies."""
    if not isinstance(function, types.FunctionType):
        return copy.deepcopy(function)
    cells = tuple(types.CellType(copy.deepcopy(c.cell_contents)) for c in function.__closure__ or ())
    return types.FunctionType(
        function.__code__, function.__globals__, function.__name__, function.__defaults__, cells)


class StreamingQuery:
    def __init__(self, frame, function, checkpoint):
        self._frame = frame
        self._function = function
        self._checkpoint = _Checkpoint(checkpoint)
        self._stop = threading.Event()
        self._failure = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def awaitTermination(self, timeout=None):
        self._thread.join(timeout)
        if self._failure:
            raise StreamingQueryException(
                "[STREAM_FAILED] Query terminated with exception: %s" % self._failure) from self._failure
        return not self._thread.is_alive()

    @property
    def isActive(self):
        return self._thread.is_alive()

    def exception(self):
        return self._failure

    def stop(self):
        self._stop.set()

    def _run(self):
        try:
            number, files = self._checkpoint.unfinished()
            if files is not None:
                self._batch(number, files)
            found = self._new_files()
            limit = int(self._frame.options.get("cloudfiles.maxfilespertrigger", 1000))
            while found and not self._stop.is_set():
                number = self._checkpoint.next()
                files, found = found[:limit], found[limit:]
                self._checkpoint.begin(number, files)
                self._batch(number, files)
        except Exception as e:  # told to whoever waits for the query
            self._failure = e

    def _batch(self, number, files):
        self._function(_frame(self._frame.sparkSession, files), number)
        self._checkpoint.commit(number, files)

    def _new_files(self):
        options = self._frame.options
        seen = self._checkpoint.seen()
        again = options.get("cloudfiles.allowoverwrites", "false").lower() == "true"
        after = self._millis(options.get("modifiedafter"))
        before = self._millis(options.get("modifiedbefore"))
        pattern = options.get("pathglobfilter")
        skip = (
            not self._checkpoint.began()
            and options.get("cloudfiles.includeexistingfiles", "true").lower() == "false")
        found = []
        for file in _files(self._frame.path):
            path, modified, _ = file
            if path in seen and not (again and seen[path] != modified):
                continue
            if (after is not None and modified <= after) or (before is not None and modified >= before):
                continue
            if pattern and not fnmatch.fnmatchcase(path.rsplit("/", 1)[-1], pattern):
                continue
            found.append(file)
        self._checkpoint.start()
        if skip:
            self._checkpoint.see(found)
            return []
        return sorted(found, key=lambda file: (file[1], file[0]))

    def _millis(self, text):
        if text is None:
            return None
        rows = self._frame.sparkSession.sql(
            "SELECT unix_millis(CAST(:text AS TIMESTAMP)) AS millis", args={"text": text}).collect()
        return rows[0]["millis"]


def _files(root):
    """All files below a directory but those that Spark takes for hidden."""
    if not os.path.isdir(root):
        raise AnalysisException("[PATH_NOT_FOUND] Path does not exist: dbfs:" + root)
    with os.scandir(root) as entries:
        for entry in entries:
            if entry.name[0] == "." or (entry.name[0] == "_" and "=" not in entry.name):
                continue
            if entry.is_dir():
                yield from _files(root + "/" + entry.name)
            else:
                state = entry.stat()
                yield root + "/" + entry.name, state.st_mtime_ns // 1000000, state.st_size


def _frame(spark, files):
    rows = [("dbfs:" + path, modified, length) for path, modified, length in files]
    frame = spark.createDataFrame(rows, "path STRING, millis BIGINT, length BIGINT")
    return frame.selectExpr("path", "timestamp_millis(millis) AS modificationTime", "length")


class _Checkpoint:
    """What a stream has handed out: offsets are written before a batch, commits after it."""

    def __init__(self, directory):
        self._directory = directory
        self._seen = None

    def _path(self, *names):
        return "/".join((self._directory,) + names)

    def _write(self, value, *names):
        path = self._path(*names)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            json.dump(value, file)

    def _read(self, *names):
        with open(self._path(*names), encoding="utf-8") as file:
            return json.load(file)

    def _numbers(self, kind):
        directory = self._path(kind)
        return [int(n) for n in os.listdir(directory)] if os.path.isdir(directory) else []

    def began(self):
        return os.path.exists(self._path("metadata"))

    def start(self):
        if not self.began():
            self._write({"id": str(uuid.uuid4())}, "metadata")

    def next(self):
        return max(self._numbers("offsets"), default=-1) + 1

    def unfinished(self):
        offsets = self._numbers("offsets")
        if not offsets or max(offsets) in self._numbers("commits"):
            return None, None
        return max(offsets), [tuple(file) for file in self._read("offsets", str(max(offsets)))]

    def seen(self):
        if self._seen is None:
            there = os.path.exists(self._path("sources", "0", "files.json"))
            self._seen = self._read("sources", "0", "files.json") if there else {}
        return self._seen

    def see(self, files):
        self.seen().update((path, modified) for path, modified, _ in files)
        self._write(self._seen, "sources", "0", "files.json")

    def begin(self, number, files):
        self._write(files, "offsets", str(number))

    def commit(self, number, files):
        self.see(files)
        self._write({}, "commits", str(number))
