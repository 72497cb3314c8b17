package io.datareplicator.plan.uc;

import io.datareplicator.model.TableName;
import io.datareplicator.model.uc.FunctionUse;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.plan.UrlMapping;
import io.datareplicator.sqltext.NameRewriter;
import io.datareplicator.sqltext.References;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How names, places and principals of the source become those of the target.
 *
 * @param target catalog on the target
 * @param renames every catalog of the source that has another name on the target, lower case
 */
public record UcRules(
    String target, Map<String, String> renames, UrlMapping urls, Principals principals) {
  public UcRules {
    renames = Map.copyOf(renames);
  }

  /** Name of a catalog on the target. */
  public String catalog(String source) {
    String key = source.toLowerCase(Locale.ROOT);
    return renames.getOrDefault(key, key);
  }

  public TableName table(TableName source) {
    return source.in(catalog(source.catalog()));
  }

  /** The function by its name on the target. */
  public FunctionUse function(FunctionUse source) {
    String[] parts = source.function().split("\\.", 2);
    return parts.length < 2
        ? source
        : new FunctionUse(catalog(parts[0]) + "." + parts[1], source.columns(), source.constants());
  }

  /** The query or body with the names of the target. */
  public NameRewriter.Result rewrite(String text) {
    return NameRewriter.rewrite(text, renames);
  }

  /** Places that may name the source catalog and were left as they are. */
  static List<String> warnings(NameRewriter.Result rewritten) {
    return rewritten.notes().stream()
        .map(
            note ->
                "left as it is at position "
                    + note.position()
                    + ": "
                    + note.text()
                    + " ("
                    + note.reason()
                    + ")")
        .toList();
  }

  /** What a text of the target refers to. */
  public Needs needsOf(String text, String schema) {
    References references = References.of(text);
    Set<String> keys = new LinkedHashSet<>();
    boolean context = false;
    for (References.Reference reference : references.names()) {
      List<String> parts = reference.parts();
      UcKind kind = reference.kind() == References.Kind.FUNCTION ? UcKind.FUNCTION : UcKind.TABLE;
      // A function without a schema is a built-in one more often than not.
      context |= parts.size() == 2 || (parts.size() == 1 && kind != UcKind.FUNCTION);
      switch (parts.size()) {
        case 1 -> keys.add(UcName.of(kind, target, schema, parts.get(0)).key());
        case 2 -> keys.add(UcName.of(kind, target, parts.get(0), parts.get(1)).key());
        case 3 -> keys.add(UcName.of(kind, parts.get(0), parts.get(1), parts.get(2)).key());
        default -> {
          // A path or a deeper name is no object of the metastore.
        }
      }
    }
    return new Needs(keys, context, references.sure());
  }

  /**
   * @param keys {@link UcName#key keys} of what is referred to
   * @param context whether the schema must complete some names
   * @param sure whether there is surely nothing else
   */
  public record Needs(Set<String> keys, boolean context, boolean sure) {}
}
