package io.datareplicator.sandbox.sql.command;

import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.ResolvedVolume;
import io.datareplicator.sandbox.metastore.UcException;
import io.datareplicator.sandbox.metastore.VolumeEntry;
import io.datareplicator.sandbox.metastore.Volumes;
import io.datareplicator.sandbox.sql.SqlEngine.SqlResult;
import io.datareplicator.sandbox.sql.grammar.ObjectName;
import io.datareplicator.sandbox.sql.grammar.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Volumes in SQL; names are completed as those of tables are. */
final class VolumeCommands {
  private final Volumes volumes;
  private final TableResolver names;
  private final String user;

  VolumeCommands(Metastore metastore, TableResolver names, String user) {
    this.volumes = metastore.volumes();
    this.names = names;
    this.user = user;
  }

  /** Runs the statement; null when it is not about volumes. */
  SqlResult run(Statement statement) {
    if (statement instanceof Statement.CreateVolume s) {
      return create(s);
    } else if (statement instanceof Statement.DropVolume s) {
      return drop(s);
    } else if (statement instanceof Statement.AlterVolume s) {
      return alter(s);
    } else if (statement instanceof Statement.DescribeVolume s) {
      return describe(s.name());
    } else if (statement instanceof Statement.ShowVolumes s) {
      return show(s);
    }
    return null;
  }

  private SqlResult create(Statement.CreateVolume s) {
    TableResolver.Name name = names.complete(s.name());
    try {
      volumes.create(
          name.catalog(),
          name.schema(),
          name.table(),
          s.location() == null ? "MANAGED" : "EXTERNAL",
          s.location(),
          s.comment(),
          user);
    } catch (UcException e) {
      if (!s.ifNotExists() || !e.errorCode().equals("VOLUME_ALREADY_EXISTS")) {
        throw e;
      }
    }
    return Results.empty();
  }

  private SqlResult drop(Statement.DropVolume s) {
    TableResolver.Name name = names.complete(s.name());
    try {
      volumes.drop(name.catalog(), name.schema(), name.table());
    } catch (UcException e) {
      if (!s.ifExists() || !e.errorCode().endsWith("_DOES_NOT_EXIST")) {
        throw e;
      }
    }
    return Results.empty();
  }

  private SqlResult alter(Statement.AlterVolume s) {
    TableResolver.Name name = names.complete(s.name());
    Map<String, Object> changes = new LinkedHashMap<>();
    changes.put("new_name", s.newName());
    changes.put("owner", s.owner());
    changes.put("comment", s.comment());
    volumes.update(name.catalog(), name.schema(), name.table(), changes);
    return Results.empty();
  }

  private SqlResult describe(ObjectName volume) {
    TableResolver.Name name = names.complete(volume);
    ResolvedVolume found = volumes.get(name.catalog(), name.schema(), name.table());
    VolumeEntry v = found.volume();
    String location = "MANAGED".equals(v.volumeType()) ? null : v.storageLocation();
    String[] row = {
      v.name(), found.catalog(), found.schema(), v.owner(), location, v.volumeType(), v.comment()
    };
    return Results.strings(
        List.of(
            "name", "catalog", "database", "owner", "storage_location", "volume_type", "comment"),
        List.<String[]>of(row));
  }

  private SqlResult show(Statement.ShowVolumes s) {
    TableResolver.Name schema = names.completeSchema(s.schema());
    List<String[]> rows = new ArrayList<>();
    for (ResolvedVolume v : volumes.list(schema.catalog(), schema.schema())) {
      if (ShowPattern.matches(v.volume().name(), s.pattern())) {
        rows.add(new String[] {v.schema(), v.volume().name()});
      }
    }
    return Results.strings(List.of("database", "volume_name"), rows);
  }
}
