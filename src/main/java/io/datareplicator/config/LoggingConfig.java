package io.datareplicator.config;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotNull;

/**
 * Where and how log lines are written.
 *
 * @param level lowest level that is logged
 * @param format form of a line
 * @param logToFile also write to {@code logFilePath}
 * @param logFilePath file to write to; null unless given, never null when {@code logToFile}
 */
@RegisterForReflection
public record LoggingConfig(
    @NotNull LogLevel level, @NotNull LogFormat format, boolean logToFile, String logFilePath) {}
