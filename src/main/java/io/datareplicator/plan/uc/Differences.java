package io.datareplicator.plan.uc;

import io.datareplicator.model.TableName;
import io.datareplicator.model.uc.CatalogMeta;
import io.datareplicator.model.uc.ColumnMeta;
import io.datareplicator.model.uc.FunctionMeta;
import io.datareplicator.model.uc.FunctionUse;
import io.datareplicator.model.uc.Governance;
import io.datareplicator.model.uc.KeyConstraint;
import io.datareplicator.model.uc.ModelMeta;
import io.datareplicator.model.uc.RelationMeta;
import io.datareplicator.model.uc.SchemaMeta;
import io.datareplicator.model.uc.UcContents;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.model.uc.VolumeMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Planned changes in the words of a comparison (operations.md §5): what the source has and what the
 * target has instead. A change that is only the consequence of another one is no difference.
 *
 * @param catalog of the target; null when there is none
 * @param contents of the target's schema; nothing for changes of the catalog
 * @param governance of the target
 * @param unknown whether the target does not list a principal
 */
public record Differences(
    CatalogMeta catalog, UcContents contents, Governance governance, Predicate<String> unknown) {
  /** Said of an object that the target has not got; nothing else is worth saying then. */
  public static final String MISSING = "missing on the target";

  /** Said of an object that the source has not got. */
  public static final String ONLY_ON_TARGET = "only on the target";

  /** What a change says about its object, each difference in a few words. */
  public List<String> of(UcAction action) {
    UcName object = action.object();
    Change change = action.change();
    if (isNew(change)) {
      return List.of(MISSING);
    }
    if (change instanceof Change.Settings settings) {
      return settings(object, settings);
    } else if (change instanceof Change.AlterTable alter) {
      return of(alter, relation(object).orElse(null));
    } else if (change instanceof Change.AddConstraint add) {
      return constraint(object, add);
    } else if (change instanceof Change.DropConstraint) {
      return List.of();
    } else if (change instanceof Change.CreateFunction create) {
      return function(object, create);
    } else if (change instanceof Change.SetTags tags) {
      return tags("", tags, governance.tagsOf(object));
    } else if (change instanceof Change.SetColumnTags tags) {
      return columnTags(object, tags);
    } else if (change instanceof Change.SetComment comment) {
      return List.of(pair("its comment", comment.comment(), comment(object)));
    } else if (change instanceof Change.SetColumnComments comments) {
      return columnComments(object, comments);
    } else if (change instanceof Change.SetGrants grants) {
      return grants.changes().stream().flatMap(this::grant).toList();
    } else if (change instanceof Change.SetOwner owner) {
      return List.of(
          "its owner is " + owner(object).orElse("unknown") + " instead of " + owner.owner());
    } else if (change instanceof Change.SetRowFilter filter) {
      return List.of(
          use(
              "its row filter",
              filter.filter(),
              relation(object).map(RelationMeta::rowFilter).orElse(null)));
    } else if (change instanceof Change.SetMasks masks) {
      return masks(object, masks);
    }
    return List.of(action.reason());
  }

  private static boolean isNew(Change change) {
    return change instanceof Change.CreateCatalog
        || change instanceof Change.CreateSchema
        || change instanceof Change.CreateVolume
        || change instanceof Change.CreateModel
        || (change instanceof Change.CreateTable table && !table.replace())
        || (change instanceof Change.CreateView view && !view.replace())
        || (change instanceof Change.CreateDataset dataset && !dataset.replace())
        || (change instanceof Change.CreateFunction function && !function.replace());
  }

  /**
   * @param target the table as it is
   */
  static List<String> of(Change.AlterTable alter, RelationMeta target) {
    List<String> words = new ArrayList<>();
    alter
        .addColumns()
        .forEach(c -> words.add("column '" + c.name() + "' is missing on the target"));
    alter
        .dropNotNull()
        .forEach(c -> words.add("column '" + c + "' may be NULL at the source only"));
    alter
        .defaults()
        .forEach(
            (column, expression) ->
                words.add(
                    "the default of column '"
                        + column
                        + "' differs: "
                        + (expression == null ? "none" : Words.quoted(expression))
                        + " at the source"));
    words.addAll(properties(alter.properties(), target == null ? Map.of() : target.properties()));
    if (alter.clustering() != null) {
      words.add("its clustering differs");
    }
    return words;
  }

  private static List<String> properties(Map<String, String> wanted, Map<String, String> there) {
    List<String> words = new ArrayList<>();
    wanted.forEach(
        (key, value) -> {
          if (!Objects.equals(value, there.get(key))) {
            words.add(valued("property '" + key + "'", value, there, key));
          }
        });
    return words;
  }

  private static String valued(String what, String value, Map<String, String> there, String key) {
    return there.containsKey(key)
        ? what
            + " is "
            + Words.quoted(value)
            + " at the source and "
            + Words.quoted(there.get(key))
            + " at the target"
        : what + " (" + Words.quoted(value) + ") is missing on the target";
  }

  private static String pair(String what, String source, String target) {
    return what + " differs: source " + Words.quoted(source) + ", target " + Words.quoted(target);
  }

  private List<String> settings(UcName object, Change.Settings settings) {
    boolean ofCatalog = object.kind() == UcKind.CATALOG;
    SchemaMeta schema = contents.schema();
    List<String> words = new ArrayList<>();
    if (settings.comment() != null) {
      words.add(pair("its comment", settings.comment(), comment(object)));
    }
    if (settings.properties() != null) {
      Map<String, String> there =
          ofCatalog ? catalog.properties() : schema == null ? Map.of() : schema.properties();
      words.addAll(properties(settings.properties(), there));
    }
    if (settings.isolationMode() != null) {
      words.add(
          "its isolation mode is "
              + (ofCatalog ? catalog.isolationMode() : null)
              + " instead of "
              + settings.isolationMode());
    }
    if (settings.optimization() != null) {
      String there =
          ofCatalog ? catalog.optimization() : schema == null ? null : schema.optimization();
      words.add(
          "predictive optimization is "
              + (there == null ? "INHERIT" : there)
              + " instead of "
              + settings.optimization());
    }
    return words;
  }

  /** Keys that hang on another one are planned anew with it, though they are the same. */
  private List<String> constraint(UcName object, Change.AddConstraint add) {
    TableName table = table(object);
    if (add.check() != null) {
      String there =
          relation(object).map(r -> Properties.checks(r.properties()).get(add.name())).orElse(null);
      String what = "CHECK constraint " + add.name();
      return List.of(
          there == null ? what + " is missing on the target" : pair(what, add.check(), there));
    }
    KeyConstraint wanted = add.key();
    boolean same =
        governance.keysOf(table).stream().anyMatch(k -> ConstraintPlanner.same(k, wanted));
    return same
        ? List.of()
        : List.of(ConstraintPlanner.words(wanted) + " is missing on the target");
  }

  private List<String> function(UcName object, Change.CreateFunction create) {
    FunctionMeta there = contents.functions().get(object);
    if (there == null) {
      return List.of(MISSING);
    }
    List<String> words =
        new ArrayList<>(FunctionPlanner.differences(create.source(), create.body(), there));
    if (Comments.change(create.source().comment(), there.comment(), true).isPresent()) {
      words.add(pair("its comment", create.source().comment(), there.comment()));
    }
    return words;
  }

  private static List<String> tags(String where, Change.SetTags tags, Map<String, String> there) {
    List<String> words = new ArrayList<>();
    tags.set()
        .forEach((key, value) -> words.add(valued("tag '" + key + "'" + where, value, there, key)));
    tags.unset()
        .forEach(key -> words.add("tag '" + key + "'" + where + " exists only at the target"));
    return words;
  }

  private List<String> columnTags(UcName object, Change.SetColumnTags change) {
    SortedMap<String, SortedMap<String, String>> there = governance.columnTagsOf(table(object));
    List<String> words = new ArrayList<>();
    change
        .columns()
        .forEach(
            (column, tags) ->
                words.addAll(
                    tags(
                        " of column '" + column + "'",
                        tags,
                        Optional.ofNullable((Map<String, String>) there.get(lower(column)))
                            .orElse(Map.of()))));
    return words;
  }

  private List<String> columnComments(UcName object, Change.SetColumnComments change) {
    List<String> words = new ArrayList<>();
    change
        .comments()
        .forEach(
            (name, comment) ->
                words.add(
                    pair(
                        "the comment of column '" + name + "'",
                        comment,
                        column(object, name).map(ColumnMeta::comment).orElse(null))));
    return words;
  }

  private List<String> masks(UcName object, Change.SetMasks change) {
    List<String> words = new ArrayList<>();
    change
        .masks()
        .forEach(
            (name, mask) ->
                words.add(
                    use(
                        "the mask of column '" + name + "'",
                        mask,
                        column(object, name).map(ColumnMeta::mask).orElse(null))));
    return words;
  }

  private Stream<String> grant(Change.GrantChange change) {
    String principal = "`" + change.principal() + "`";
    return Stream.of(
            granted(change.add(), "to " + principal + " is missing on the target")
                .map(
                    words ->
                        unknown.test(change.principal())
                            ? words + ", whose workspace does not list that principal"
                            : words),
            granted(change.remove(), "to " + principal + " exists only at the target"))
        .flatMap(Optional::stream);
  }

  private static Optional<String> granted(Set<String> privileges, String rest) {
    return privileges.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "grant of " + String.join(", ", privileges.stream().sorted().toList()) + " " + rest);
  }

  private static String use(String what, FunctionUse wanted, FunctionUse there) {
    return there == null
        ? what + " (" + words(wanted) + ") is missing on the target"
        : what + " is " + words(there) + " instead of " + words(wanted);
  }

  private static String words(FunctionUse use) {
    return use.function()
        + "("
        + String.join(", ", use.columns())
        + (use.constants() ? ", …" : "")
        + ")";
  }

  private String comment(UcName object) {
    return switch (object.kind()) {
      case CATALOG -> catalog == null ? null : catalog.comment();
      case SCHEMA -> contents.schema() == null ? null : contents.schema().comment();
      case VOLUME -> volume(object).map(VolumeMeta::comment).orElse(null);
      case FUNCTION ->
          Optional.ofNullable(contents.functions().get(object))
              .map(FunctionMeta::comment)
              .orElse(null);
      case REGISTERED_MODEL ->
          Optional.ofNullable(contents.models().get(object)).map(ModelMeta::comment).orElse(null);
      default -> relation(object).map(RelationMeta::comment).orElse(null);
    };
  }

  private Optional<String> owner(UcName object) {
    return switch (object.kind()) {
      case CATALOG -> Optional.ofNullable(catalog).map(CatalogMeta::owner);
      case SCHEMA -> Optional.ofNullable(contents.schema()).map(SchemaMeta::owner);
      case VOLUME -> volume(object).map(VolumeMeta::owner);
      case FUNCTION ->
          Optional.ofNullable(contents.functions().get(object)).map(FunctionMeta::owner);
      case REGISTERED_MODEL ->
          Optional.ofNullable(contents.models().get(object)).map(ModelMeta::owner);
      default -> relation(object).map(RelationMeta::owner);
    };
  }

  private Optional<RelationMeta> relation(UcName object) {
    return Optional.ofNullable(contents.relations().get(table(object)));
  }

  private Optional<VolumeMeta> volume(UcName object) {
    return contents.volumes().values().stream().filter(v -> v.ucName().equals(object)).findFirst();
  }

  private Optional<ColumnMeta> column(UcName object, String name) {
    return relation(object).stream()
        .flatMap(r -> r.columns().stream())
        .filter(c -> lower(c.name()).equals(lower(name)))
        .findFirst();
  }

  private static TableName table(UcName object) {
    return new TableName(object.catalog(), object.schema(), object.object());
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
