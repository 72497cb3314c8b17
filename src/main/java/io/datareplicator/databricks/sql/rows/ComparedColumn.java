package io.datareplicator.databricks.sql.rows;

import io.datareplicator.model.uc.ColumnType;

/** A column of both sides, with its name and type on each. */
public record ComparedColumn(
    String sourceName, ColumnType sourceType, String targetName, ColumnType targetType) {}
