package io.datareplicator.testkit;

import io.datareplicator.config.AuditConfig;
import io.datareplicator.config.AuthType;
import io.datareplicator.config.BackupConfig;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.Concurrency;
import io.datareplicator.config.CopyEngine;
import io.datareplicator.config.ObjectSelection;
import io.datareplicator.config.OnCollision;
import io.datareplicator.config.ReplicationConfig;
import io.datareplicator.config.Retry;
import io.datareplicator.config.SchemaConfig;
import io.datareplicator.config.Side;
import io.datareplicator.config.SideConfig;
import io.datareplicator.config.TableConfig;
import io.datareplicator.config.TableType;
import io.datareplicator.config.VolumeSettings;
import io.datareplicator.config.VolumeType;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Settings in force, with everything that may be created allowed, and single values to change. */
public final class Configs {
  /** Three attempts without a pause. */
  public static final Retry QUICK = new Retry(3, 0);

  private Configs() {}

  /** The same record with one component changed. */
  public static <R extends Record> R with(R record, String component, Object value) {
    RecordComponent[] parts = record.getClass().getRecordComponents();
    Object[] values = new Object[parts.length];
    boolean found = false;
    try {
      for (int i = 0; i < parts.length; i++) {
        boolean here = parts[i].getName().equals(component);
        found |= here;
        values[i] = here ? value : parts[i].getAccessor().invoke(record);
      }
      if (!found) {
        throw new AssertionError(record.getClass() + " has no " + component);
      }
      Class<?>[] types =
          Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
      @SuppressWarnings("unchecked")
      Constructor<R> constructor = (Constructor<R>) record.getClass().getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  public static ReplicationConfig replication() {
    return new ReplicationConfig(
        true,
        false,
        false,
        false,
        false,
        false,
        false,
        false,
        false,
        true,
        null,
        true,
        null,
        "share1",
        "shared",
        false,
        null,
        null,
        true,
        false,
        "backup_share",
        "backup",
        false,
        "dpm_share",
        "dpm",
        false,
        false,
        new VolumeSettings(
            10,
            false,
            false,
            null,
            Map.of(),
            3600,
            false,
            "log",
            null,
            "s",
            "t",
            CopyEngine.FILES_API),
        true,
        false,
        10,
        OnCollision.FAIL);
  }

  public static BackupConfig backup() {
    return new BackupConfig(
        true,
        "src",
        true,
        "recipient1",
        true,
        true,
        "share1",
        false,
        "backup",
        null,
        null,
        false,
        "backup_share",
        false,
        false,
        "dpm_share");
  }

  /** Catalog {@code tgt}: every managed table of every schema of {@code src}. */
  public static CatalogConfig catalog() {
    return new CatalogConfig(
        "tgt",
        tables(TableType.MANAGED),
        backup(),
        replication(),
        null,
        new Concurrency(false, 4, 4, 60),
        QUICK,
        null,
        List.of(),
        Set.of());
  }

  public static ObjectSelection tables(TableType... types) {
    return new ObjectSelection(Set.of(), Set.of(types), Set.of());
  }

  /** A schema named in the file, with tables named in the file. */
  public static SchemaConfig schema(CatalogConfig catalog, String name, String... tables) {
    List<TableConfig> named =
        Arrays.stream(tables)
            .map(
                t ->
                    new TableConfig(
                        catalog.name(),
                        name,
                        t,
                        catalog.backup(),
                        catalog.replication(),
                        null,
                        catalog.retry()))
            .toList();
    return new SchemaConfig(
        catalog.name(),
        name,
        catalog.objects(),
        catalog.backup(),
        catalog.replication(),
        null,
        catalog.concurrency(),
        catalog.retry(),
        named,
        null,
        Set.of(),
        List.of(),
        Set.of());
  }

  public static SideConfig side(Side side) {
    return new SideConfig(
        side,
        side.yaml(),
        null,
        URI.create("https://" + side.yaml() + ".test"),
        AuthType.PAT,
        null,
        null,
        null,
        "wh",
        null,
        null,
        false);
  }

  public static AuditConfig audit() {
    return new AuditConfig("audit", "logs", "runs", Side.TARGET, true, "s3://bucket/audit");
  }

  /** Catalog {@code tgt}: every volume of every schema of {@code src}. */
  public static CatalogConfig volumes() {
    return with(
        catalog(),
        "objects",
        new ObjectSelection(Set.of(), Set.of(), Set.of(VolumeType.MANAGED, VolumeType.EXTERNAL)));
  }

  /** The same catalog with one component of its volume settings changed. */
  public static CatalogConfig withVolume(CatalogConfig catalog, String component, Object value) {
    ReplicationConfig replication = catalog.replication();
    return with(
        catalog,
        "replication",
        with(replication, "volume", with(replication.volume(), component, value)));
  }
}
