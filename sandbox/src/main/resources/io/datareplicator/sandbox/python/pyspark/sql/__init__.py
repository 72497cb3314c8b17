"""Sessions and frames on the SQL of the sandbox's workspace."""

from pyspark.sql.frames import AnalysisException, DataFrame, Row, SparkSession

__all__ = ["AnalysisException", "DataFrame", "Row", "SparkSession"]
