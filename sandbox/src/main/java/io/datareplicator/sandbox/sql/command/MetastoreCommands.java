package io.datareplicator.sandbox.sql.command;

import io.datareplicator.sandbox.metastore.CatalogEntry;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.Metastore.PermissionChange;
import io.datareplicator.sandbox.metastore.Metastore.SharedObject;
import io.datareplicator.sandbox.metastore.Names;
import io.datareplicator.sandbox.metastore.UcException;
import io.datareplicator.sandbox.sql.SqlEngine.SqlResult;
import io.datareplicator.sandbox.sql.grammar.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Catalogs, shares, recipients and providers. */
public final class MetastoreCommands {
  private final Metastore metastore;
  private final String user;

  public MetastoreCommands(Metastore metastore, String user) {
    this.metastore = metastore;
    this.user = user;
  }

  /** Runs the statement; null when it is not one of the metastore's. */
  public SqlResult run(Statement statement) {
    if (statement instanceof Statement.CreateCatalog s) {
      return createCatalog(s);
    } else if (statement instanceof Statement.DropCatalog s) {
      return ifExists(s.ifExists(), () -> metastore.dropCatalog(lower(s.name()), s.cascade()));
    } else if (statement instanceof Statement.CreateShare s) {
      Names.valid(s.name());
      return ifNotExists(
          s.ifNotExists(), () -> metastore.createShare(lower(s.name()), s.comment(), user));
    } else if (statement instanceof Statement.DropShare s) {
      return ifExists(s.ifExists(), () -> metastore.dropShare(lower(s.name())));
    } else if (statement instanceof Statement.AlterShare s) {
      metastore.updateShare(lower(s.name()), s.updates(), s.comment(), null, s.newName());
      return Results.empty();
    } else if (statement instanceof Statement.CreateRecipient s) {
      return createRecipient(s);
    } else if (statement instanceof Statement.DropRecipient s) {
      return ifExists(s.ifExists(), () -> metastore.dropRecipient(lower(s.name())));
    } else if (statement instanceof Statement.GrantShare s) {
      return grant(s);
    } else if (statement instanceof Statement.ShowAllInShare s) {
      return showAllInShare(s.name());
    } else if (statement instanceof Statement.ShowGrantsOnShare s) {
      return showGrants(s.share());
    } else if (statement instanceof Statement.ShowList s) {
      return showList(s);
    }
    return null;
  }

  private SqlResult createCatalog(Statement.CreateCatalog s) {
    Names.valid(s.name());
    String name = lower(s.name());
    return ifNotExists(
        s.ifNotExists(),
        () -> {
          if (s.share() == null) {
            metastore.createCatalog(name, s.comment(), Map.of(), s.managedLocation(), user);
          } else {
            metastore.createSharedCatalog(
                name, lower(s.provider()), lower(s.share()), s.comment(), user);
          }
        });
  }

  private SqlResult createRecipient(Statement.CreateRecipient s) {
    Names.valid(s.name());
    String type = s.globalMetastoreId() == null ? "TOKEN" : "DATABRICKS";
    return ifNotExists(
        s.ifNotExists(),
        () ->
            metastore.createRecipient(
                lower(s.name()), type, s.globalMetastoreId(), s.comment(), user));
  }

  private SqlResult grant(Statement.GrantShare s) {
    List<String> select = List.of("SELECT");
    var change =
        new PermissionChange(
            lower(s.recipient()), s.revoke() ? List.of() : select, s.revoke() ? select : List.of());
    metastore.updateSharePermissions(lower(s.share()), List.of(change));
    return Results.empty();
  }

  private SqlResult showAllInShare(String name) {
    List<String[]> rows = new ArrayList<>();
    for (SharedObject object : metastore.share(lower(name)).objects()) {
      String visible = object.sharedAs() == null ? withoutCatalog(object) : object.sharedAs();
      rows.add(
          new String[] {
            visible,
            object.type(),
            object.name(),
            Results.time(object.addedAt()),
            object.addedBy(),
            object.comment(),
            null
          });
    }
    return Results.strings(
        List.of("name", "type", "shared_object", "added_at", "added_by", "comment", "partitions"),
        rows);
  }

  private static String withoutCatalog(SharedObject object) {
    return object.name().substring(object.name().indexOf('.') + 1);
  }

  private SqlResult showGrants(String share) {
    List<String[]> rows = new ArrayList<>();
    metastore
        .sharePermissions(lower(share))
        .forEach(
            (recipient, privileges) ->
                privileges.forEach(p -> rows.add(new String[] {recipient, p})));
    return Results.strings(List.of("recipient", "actionType"), rows);
  }

  private SqlResult showList(Statement.ShowList s) {
    return switch (s.kind()) {
      case CATALOGS -> {
        var names =
            metastore.catalogs().stream()
                .map(CatalogEntry::name)
                .collect(Collectors.toCollection(TreeSet::new));
        names.add("system");
        yield Results.names("catalog", names.stream().filter(n -> matches(n, s.pattern())));
      }
      case SHARES ->
          list(
              s,
              metastore.shares().stream(),
              x -> new String[] {x.name(), Results.time(x.createdAt()), x.owner(), x.comment()},
              List.of("name", "created_at", "created_by", "comment"));
      case PROVIDERS ->
          list(
              s,
              metastore.providers().stream(),
              x -> new String[] {x.name(), "DATABRICKS", Results.time(x.createdAt()), null},
              List.of("name", "authentication_type", "created_at", "comment"));
      case RECIPIENTS ->
          list(
              s,
              metastore.recipients().stream(),
              x ->
                  new String[] {
                    x.name(),
                    Results.time(x.createdAt()),
                    x.owner(),
                    x.comment(),
                    x.authenticationType()
                  },
              List.of("name", "created_at", "created_by", "comment", "authentication_type"));
    };
  }

  private static <T> SqlResult list(
      Statement.ShowList s, Stream<T> items, Function<T, String[]> row, List<String> columns) {
    return Results.strings(
        columns, items.map(row).filter(r -> matches(r[0], s.pattern())).toList());
  }

  /** SHOW … LIKE patterns: {@code *} is any text, {@code |} separates alternatives. */
  private static boolean matches(String name, String pattern) {
    if (pattern == null) {
      return true;
    }
    for (String alternative : pattern.split("\\|")) {
      String regex =
          Stream.of(alternative.strip().split("\\*", -1))
              .map(Pattern::quote)
              .collect(Collectors.joining(".*"));
      if (Pattern.compile(regex, Pattern.CASE_INSENSITIVE).matcher(name).matches()) {
        return true;
      }
    }
    return false;
  }

  private static SqlResult ifExists(boolean tolerant, Runnable drop) {
    try {
      drop.run();
    } catch (UcException e) {
      if (!tolerant || !e.errorCode().endsWith("_DOES_NOT_EXIST")) {
        throw e;
      }
    }
    return Results.empty();
  }

  private static SqlResult ifNotExists(boolean tolerant, Runnable create) {
    try {
      create.run();
    } catch (UcException e) {
      if (!tolerant || !e.errorCode().endsWith("_ALREADY_EXISTS")) {
        throw e;
      }
    }
    return Results.empty();
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
