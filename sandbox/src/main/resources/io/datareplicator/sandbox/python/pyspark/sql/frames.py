"""Frames are queries: nothing is computed here, all of it by the sandbox's SQL."""

import datetime
import decimal
import re

import sandbox_calls
from sandbox_calls import CallError

_QUERY = re.compile(r"\s*(SELECT|WITH|VALUES|TABLE|FROM)\b", re.I)


class AnalysisException(Exception):
    """A statement that was refused, in the words of the workspace."""


class Row(tuple):
    """A row, by position and by name."""

    def __new__(cls, names, values):
        row = super().__new__(cls, values)
        row.__dict__["__fields__"] = list(names)
        return row

    def __getitem__(self, key):
        if isinstance(key, str):
            try:
                return super().__getitem__(self.__fields__.index(key))
            except ValueError:
                raise ValueError(key) from None
        return super().__getitem__(key)

    def __getattr__(self, name):
        try:
            return self[name]
        except ValueError:
            raise AttributeError(name) from None

    def asDict(self):
        return dict(zip(self.__fields__, self))


def quote(name):
    return "`" + name.replace("`", "``") + "`"


def _literal(value, type_name):
    if value is None:
        return "CAST(NULL AS %s)" % type_name
    if isinstance(value, str):
        # In hexadecimal no text means anything to a parser.
        return "CAST(X'%s' AS %s)" % (value.encode("utf-8").hex(), type_name)
    if isinstance(value, (bool, int, float, decimal.Decimal)):
        return "CAST(%s AS %s)" % (value, type_name)
    if isinstance(value, datetime.datetime):
        return "CAST('%s' AS %s)" % (value.astimezone(datetime.timezone.utc).isoformat(), type_name)
    raise TypeError("cannot make a frame of %r" % (value,))


def _parameter(name, value):
    if isinstance(value, bool):
        return {"name": name, "value": str(value).lower(), "type": "BOOLEAN"}
    if isinstance(value, int):
        return {"name": name, "value": str(value), "type": "BIGINT"}
    if isinstance(value, float):
        return {"name": name, "value": repr(value), "type": "DOUBLE"}
    if value is None or isinstance(value, str):
        return {"name": name, "value": value, "type": "STRING"}
    raise TypeError("cannot pass %r as parameter %s" % (value, name))


def _cell(text, type_name):
    if text is None:
        return None
    if type_name in ("BYTE", "SHORT", "INT", "LONG"):
        return int(text)
    if type_name in ("FLOAT", "DOUBLE"):
        return float(text)
    if type_name == "BOOLEAN":
        return text == "true"
    if type_name == "DECIMAL":
        return decimal.Decimal(text)
    if type_name == "TIMESTAMP":
        return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    return text


class DataFrame:
    """A query with its parameters."""

    isStreaming = False

    def __init__(self, spark, query, parameters=None, result=None):
        self.sparkSession = spark
        self._query = query
        self._parameters = parameters or {}
        self._result = result

    def _on(self, pattern):
        return DataFrame(self.sparkSession, pattern % ("(" + self._query + ")"), self._parameters)

    def select(self, *columns):
        return self._on("SELECT " + ", ".join(c if c == "*" else quote(c) for c in columns).replace("%", "%%") + " FROM %s")

    def selectExpr(self, *expressions):
        return self._on("SELECT " + ", ".join(expressions).replace("%", "%%") + " FROM %s")

    def where(self, condition):
        return self._on("SELECT * FROM %s WHERE " + condition.replace("%", "%%"))

    filter = where

    def limit(self, number):
        return self._on("SELECT * FROM %s LIMIT " + str(int(number)))

    def collect(self):
        if self._result is None:
            return self.sparkSession._execute(self._query, self._parameters)
        return list(self._result)

    def first(self):
        rows = self.limit(1).collect()
        return rows[0] if rows else None

    def count(self):
        return self._on("SELECT count(*) AS n FROM %s").collect()[0]["n"]

    def createOrReplaceTempView(self, name):
        if self._parameters:
            raise AnalysisException("the sandbox has no views of queries with parameters")
        self.sparkSession._views[name.lower()] = self._query

    @property
    def write(self):
        return _Writer(self)


class _Writer:
    def __init__(self, frame):
        self._frame = frame
        self._mode = "errorifexists"

    def mode(self, mode):
        self._mode = mode
        return self

    def saveAsTable(self, name):
        if self._mode != "append":
            raise AnalysisException("the sandbox only appends to tables, not " + self._mode)
        self._frame.sparkSession._execute(
            "INSERT INTO %s BY NAME %s" % (name, self._frame._query), self._frame._parameters)


class _Conf:
    def __init__(self):
        self._values = {}

    def set(self, name, value):
        self._values[name] = str(value)

    def get(self, name, default=None):
        return self._values.get(name, default)


class SparkSession:
    """The session of the task."""

    _active = None

    class _Builder:
        def appName(self, name):
            return self

        def config(self, *names, **values):
            return self

        def getOrCreate(self):
            SparkSession._active = SparkSession._active or SparkSession()
            return SparkSession._active

    builder = _Builder()

    def __init__(self):
        self._views = {}
        self.conf = _Conf()
        self.version = "4.0.0"

    def __reduce__(self):
        # As on serverless compute, where functions of a stream travel to another process.
        raise TypeError("a SparkSession cannot be pickled")

    def sql(self, text, args=None):
        if _QUERY.match(text):
            return DataFrame(self, text, args)
        return DataFrame(self, text, args, self._execute(text, args))

    def table(self, name):
        return DataFrame(self, "SELECT * FROM " + name)

    def createDataFrame(self, rows, schema):
        columns = [column.strip().split(None, 1) for column in schema.split(",")]
        rows = list(rows)
        if rows:
            lines = ", ".join(
                "(" + ", ".join(_literal(v, c[1]) for v, c in zip(row, columns)) + ")" for row in rows)
            names = ", ".join(quote(c[0]) for c in columns)
            return DataFrame(self, "SELECT * FROM VALUES %s AS rows(%s)" % (lines, names))
        nothing = ", ".join("CAST(NULL AS %s) AS %s" % (c[1], quote(c[0])) for c in columns)
        return DataFrame(self, "SELECT %s WHERE false" % nothing)

    @property
    def readStream(self):
        from pyspark.sql.streams import DataStreamReader

        return DataStreamReader(self)

    def _execute(self, text, parameters):
        views = [n for n in self._views if re.search(r"\b" + re.escape(n) + r"\b", text, re.I)]
        if views:
            common = ", ".join("%s AS (%s)" % (quote(n), self._views[n]) for n in views)
            text = "WITH " + common + " " + text
        try:
            answer = sandbox_calls.call(
                "sql",
                statement=text,
                parameters=[_parameter(n, v) for n, v in (parameters or {}).items()])
        except CallError as e:
            raise AnalysisException(str(e)) from None
        names = [c["name"] for c in answer["columns"]]
        types = [c["type"] for c in answer["columns"]]
        return [Row(names, [_cell(v, t) for v, t in zip(row, types)]) for row in answer["rows"]]
