package io.datareplicator.testkit;

import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.Concurrency;
import io.datareplicator.config.LogFormat;
import io.datareplicator.config.LogLevel;
import io.datareplicator.config.LoggingConfig;
import io.datareplicator.config.ObjectSelection;
import io.datareplicator.config.Operation;
import io.datareplicator.config.RunConfig;
import io.datareplicator.config.Side;
import io.datareplicator.config.UcObjectType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whole configurations for metadata replication. */
public final class RunConfigs {
  private RunConfigs() {}

  /** Group {@code group}: these types, no catalog, nothing else configured. */
  public static RunConfig metadata(UcObjectType... types) {
    return new RunConfig(
        "1.0",
        "group",
        "test",
        Configs.side(Side.SOURCE),
        Configs.side(Side.TARGET),
        Configs.audit(),
        new LoggingConfig(LogLevel.INFO, LogFormat.TEXT, false, null),
        new Concurrency(false, 4, 4, 60),
        Configs.QUICK,
        Map.of(),
        Map.of(),
        null,
        null,
        null,
        types(types),
        Configs.replication(),
        List.of(),
        Set.of(Operation.REPLICATION),
        Duration.ZERO,
        null,
        null,
        null);
  }

  /** Catalog {@code tgt} that asks for these types. */
  public static CatalogConfig catalog(UcObjectType... types) {
    return Configs.with(Configs.catalog(), "objects", types(types));
  }

  private static ObjectSelection types(UcObjectType... types) {
    return new ObjectSelection(Set.of(types), Set.of(), Set.of());
  }
}
