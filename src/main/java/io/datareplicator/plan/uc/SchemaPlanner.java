package io.datareplicator.plan.uc;

import io.datareplicator.config.ReplicationConfig;
import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.uc.FunctionMeta;
import io.datareplicator.model.uc.Governance;
import io.datareplicator.model.uc.ModelMeta;
import io.datareplicator.model.uc.RelationMeta;
import io.datareplicator.model.uc.UcContents;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.model.uc.VolumeMeta;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** Plans everything in one schema. */
public final class SchemaPlanner {
  private static final String NOT_THERE =
      "it is not on the target, and nothing of this run makes it";

  private static final UcObjectType[] OF_CATALOGS = {
    UcObjectType.CATALOG, UcObjectType.CATALOG_TAG, UcObjectType.CATALOG_GRANT
  };
  private static final UcObjectType[] OF_SCHEMAS = {
    UcObjectType.SCHEMA, UcObjectType.SCHEMA_TAG, UcObjectType.SCHEMA_GRANT, UcObjectType.OWNER
  };

  private final UcRules rules;
  private final Scope scope;
  private final UcPlan plan;
  private final TablePlanner tables;
  private final ViewPlanner views;
  private final FunctionPlanner functions;
  private final ConstraintPlanner constraints;
  private final AspectPlanner aspects;

  /**
   * @param usersPipeline whether a pipeline, by its id, defines its tables elsewhere than in them
   */
  public SchemaPlanner(
      UcRules rules,
      Scope scope,
      Governance source,
      Governance target,
      Predicate<String> usersPipeline,
      UcPlan plan) {
    this.rules = rules;
    this.scope = scope;
    this.plan = plan;
    this.tables = new TablePlanner(rules, plan);
    this.views = new ViewPlanner(rules, plan, usersPipeline);
    this.functions = new FunctionPlanner(rules, plan);
    this.constraints = new ConstraintPlanner(rules, scope::selects, source, target, plan);
    this.aspects = new AspectPlanner(rules, scope, source, target, plan);
  }

  /**
   * Plans the schema and what is in it.
   *
   * @param from the source; it has a schema
   * @param catalogMade whether this run makes the catalog
   */
  public void plan(UcContents from, UcContents to, boolean catalogMade) {
    UcName name = from.schema().ucName().in(rules.target());
    if (List.of(OF_CATALOGS).containsAll(scope.types())) {
      return;
    }
    Presence presence =
        new ContainerPlanner(rules, plan)
            .schema(
                from.schema(),
                to.schema(),
                catalogMade,
                scope.settings(),
                scope.wants(UcObjectType.SCHEMA));
    if (presence != Presence.ABSENT) {
      aspects.tags(name, from.schema().ucName(), UcObjectType.SCHEMA_TAG, scope.settings());
      aspects.grants(name, from.schema().ucName(), UcObjectType.SCHEMA_GRANT, scope.settings());
      String owner = to.schema() == null ? null : to.schema().owner();
      aspects.owner(name, from.schema().owner(), owner);
      if (scope.wants(OF_SCHEMAS)) {
        plan.compared(name);
      }
    } else if (!scope.wants(UcObjectType.SCHEMA)) {
      absent(name, "add schema to uc_object_types");
    }
    // Without the schema, what is in it is planned all the same: it is then reported as left out.
    sorted(from.relations().values(), Comparator.comparing(RelationMeta::name))
        .forEach(r -> relation(r, to.relations().get(r.name().in(rules.target())), name.key()));
    sorted(from.functions().values(), Comparator.comparing(FunctionMeta::name))
        .forEach(f -> function(f, to.functions().get(f.name().in(rules.target())), name.key()));
    sorted(from.volumes().values(), Comparator.comparing(VolumeMeta::name))
        .forEach(v -> volume(v, to.volumes().get(v.name().in(rules.target())), name.key()));
    sorted(from.models().values(), Comparator.comparing(ModelMeta::name))
        .forEach(m -> model(m, to.models().get(m.name().in(rules.target())), name.key()));
  }

  private void absent(UcName name, String advice) {
    plan.differs(
        Finding.failed(name, name.kind().objectType(), NOT_THERE, advice),
        List.of(Differences.MISSING));
  }

  private static <T> List<T> sorted(Collection<T> all, Comparator<T> order) {
    return all.stream().sorted(order).toList();
  }

  private void relation(RelationMeta from, RelationMeta to, String schemaKey) {
    if (!scope.selects(from.name())) {
      return;
    }
    try {
      compare(from, to, schemaKey);
    } catch (IllegalArgumentException unreadable) {
      plan.failed(
          from.ucName().in(rules.target()), unreadable.getMessage(), "report it with this message");
    }
  }

  private void compare(RelationMeta from, RelationMeta to, String schemaKey) {
    UcName name = from.ucName().in(rules.target());
    UcObjectType type = ViewPlanner.type(from.kind());
    boolean wanted = scope.wants(type);
    if (!wanted && !aspects.wanted(from)) {
      return;
    }
    if (to != null && UcKind.of(to.kind()) != UcKind.of(from.kind())) {
      plan.differs(
          Finding.failed(
              name,
              name.kind().objectType(),
              "a " + UcKind.of(to.kind()).label() + " of that name is on the target",
              "drop or rename it there"));
      return;
    }
    ReplicationConfig settings = scope.settings(from.name());
    Defined defined = Defined.asItIs(to);
    if (wanted) {
      defined =
          type == UcObjectType.TABLE
              ? tables.define(from, to, settings, schemaKey)
              : views.define(from, to, settings, schemaKey);
    }
    if (defined.presence() == Presence.ABSENT) {
      if (!wanted && from.pipelineId() != null) {
        plan.notReplicated(
            name, NOT_THERE, "deploy its pipeline, or add " + type.yaml() + " to uc_object_types");
      } else if (!wanted) {
        absent(name, "add " + type.yaml() + " to uc_object_types, or replicate its data");
      }
      return;
    }
    if (type == UcObjectType.TABLE && wanted) {
      constraints.plan(from, to, defined);
    }
    aspects.relation(from, to, defined, settings);
    plan.compared(name);
  }

  private void function(FunctionMeta from, FunctionMeta to, String schemaKey) {
    if (!scope.wants(UcObjectType.FUNCTION, UcObjectType.FUNCTION_GRANT, UcObjectType.OWNER)) {
      return;
    }
    UcName name = from.name().in(rules.target());
    Presence presence = to == null ? Presence.ABSENT : Presence.THERE;
    if (scope.wants(UcObjectType.FUNCTION)) {
      presence = functions.define(from, to, scope.settings(), schemaKey);
    } else if (to == null) {
      absent(name, "add function to uc_object_types");
    }
    if (presence != Presence.ABSENT) {
      aspects.grants(name, from.name(), UcObjectType.FUNCTION_GRANT, scope.settings());
      aspects.owner(name, from.owner(), to == null ? null : to.owner());
      plan.compared(name);
    }
  }

  private void volume(VolumeMeta from, VolumeMeta to, String schemaKey) {
    boolean wanted =
        scope.wants(
            UcObjectType.VOLUME,
            UcObjectType.VOLUME_TAG,
            UcObjectType.VOLUME_GRANT,
            UcObjectType.OWNER);
    if (!wanted || !scope.config().selectsVolume(from.name().volume())) {
      return;
    }
    UcName name = from.ucName().in(rules.target());
    Presence presence = to == null ? Presence.ABSENT : Presence.THERE;
    if (scope.wants(UcObjectType.VOLUME)) {
      presence = new VolumePlanner(rules, plan).define(from, to, volumeSettings(from), schemaKey);
    } else if (to == null) {
      absent(name, "add volume to uc_object_types");
    }
    if (presence != Presence.ABSENT) {
      aspects.tags(name, from.ucName(), UcObjectType.VOLUME_TAG, volumeSettings(from));
      aspects.grants(name, from.ucName(), UcObjectType.VOLUME_GRANT, volumeSettings(from));
      aspects.owner(name, from.owner(), to == null ? null : to.owner());
      plan.compared(name);
    }
  }

  private ReplicationConfig volumeSettings(VolumeMeta volume) {
    return scope.config().volume(volume.name().volume()).replication();
  }

  private void model(ModelMeta from, ModelMeta to, String schemaKey) {
    if (!scope.wants(UcObjectType.REGISTERED_MODEL)) {
      return;
    }
    UcName name = from.name().in(rules.target());
    if (to == null) {
      plan.add(
          name,
          UcObjectType.REGISTERED_MODEL,
          new Change.CreateModel(from.comment()),
          "missing at the target",
          schemaKey);
    } else {
      Comments.change(from.comment(), to.comment(), scope.settings().overwriteComments())
          .ifPresent(
              comment ->
                  plan.add(
                      name,
                      UcObjectType.REGISTERED_MODEL,
                      new Change.SetComment(comment),
                      "its comment differs"));
    }
    aspects.grants(name, from.name(), UcObjectType.FUNCTION_GRANT, scope.settings());
    aspects.owner(name, from.owner(), to == null ? null : to.owner());
    plan.compared(name);
    plan.add(
        Finding.notReplicated(
            name,
            "model_version",
            "versions and aliases of models are not replicated: their files lie outside of Unity"
                + " Catalog's API",
            "copy them with the MLflow client (copy_model_version)"));
  }
}
