package io.datareplicator.backup;

import io.datareplicator.apply.Failures;
import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.apply.SetupSteps;
import io.datareplicator.apply.SetupSteps.Outcome;
import io.datareplicator.apply.StopCatalog;
import io.datareplicator.apply.StopRun;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.Redactor;
import io.datareplicator.databricks.sharing.SharingApi.DataObject;
import io.datareplicator.databricks.sharing.SharingApi.RecipientInfo;
import io.datareplicator.databricks.sharing.SharingApi.ShareInfo;
import io.datareplicator.model.SchemaName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Puts schemas or tables into a share: what is there stays, what is missing is added. */
final class SharedMembers {
  private static final Logger LOG = Logger.getLogger(SharedMembers.class);
  private static final String SCHEMA = "SCHEMA";
  private static final String DEFAULT_SCHEMA = "default";

  private final Workspace source;
  private final ShareSetup setup;
  private final SetupSteps steps;

  SharedMembers(Workspace source, ShareSetup setup, SetupSteps steps) {
    this.source = source;
    this.setup = setup;
    this.steps = steps;
  }

  /**
   * Something to share.
   *
   * @param schema schema in results
   * @param object name in results
   * @param data as the share holds it
   */
  record Member(String schema, String object, DataObject data) {
    private String key() {
      return data.dataObjectType() + " " + data.name().toLowerCase(Locale.ROOT);
    }
  }

  /** Makes sure that all are in the share; answers with those that are. */
  Set<Member> ensure(ShareTarget target, RecipientInfo to, Collection<Member> wanted) {
    ShareInfo share;
    try {
      share =
          steps.step(
              "share",
              target.name(),
              () -> setup.ensureShare(target.name(), target.create(), target.createKey()));
      steps.step("share_grant", target.name(), () -> setup.ensureGrant(target.name(), to));
    } catch (StopCatalog recorded) {
      for (Member member : wanted) {
        failed(target, member, "its share could not be had: " + recorded.getMessage());
      }
      return Set.of();
    }
    return addMissing(target, share, wanted);
  }

  private Set<Member> addMissing(ShareTarget target, ShareInfo share, Collection<Member> wanted) {
    List<DataObject> objects = share.objects() == null ? List.of() : share.objects();
    Map<String, String> status = new HashMap<>();
    for (DataObject object : objects) {
      status.put(
          object.dataObjectType() + " " + object.name().toLowerCase(Locale.ROOT),
          object.status() == null ? "ACTIVE" : object.status());
    }
    Set<Member> present = new LinkedHashSet<>();
    List<Member> missing = new ArrayList<>();
    for (Member member : wanted) {
      String found = status.get(member.key());
      if (found == null) {
        missing.add(member);
      } else if (found.equals("PERMISSION_DENIED")) {
        failed(
            target,
            member,
            "the owner of share '"
                + target.name()
                + "' lost access to the object, so that it cannot be read through the share; grant"
                + " it SELECT on "
                + member.data().name());
      } else {
        present.add(member);
        steps.ended(
            member.schema(),
            target.objectType(),
            member.object(),
            Status.SKIPPED,
            Map.of("reason", "already shared", "share", target.name()),
            null);
      }
    }
    if (!target.add()) {
      missing.removeIf(member -> isEmptyDefault(target, member));
    }
    if (missing.isEmpty()) {
      return present;
    }
    String type = missing.get(0).data().dataObjectType();
    long there = objects.stream().filter(o -> type.equals(o.dataObjectType())).count();
    String refusal = refusal(target, type, there, missing.size());
    if (refusal != null) {
      missing.forEach(member -> failed(target, member, refusal));
      return present;
    }
    present.addAll(add(target, missing, displaced(objects)));
    return present;
  }

  /**
   * Every catalog is made with a schema {@code default}; one that holds nothing is not missed in a
   * share that others keep.
   */
  private boolean isEmptyDefault(ShareTarget target, Member member) {
    if (!member.object().equals(DEFAULT_SCHEMA) || !SCHEMA.equals(member.data().dataObjectType())) {
      return false;
    }
    String[] name = member.data().name().split("\\.", 2);
    SchemaName schema = new SchemaName(name[0], name[1]);
    boolean empty =
        steps.step(
            member.schema(),
            target.objectType(),
            member.object(),
            () -> new Outcome<>(holdsNothing(schema), null));
    if (empty) {
      steps.ended(
          member.schema(),
          target.objectType(),
          member.object(),
          Status.SKIPPED,
          Map.of("reason", "empty, and not in the share", "share", target.name()),
          null);
    }
    return empty;
  }

  private boolean holdsNothing(SchemaName schema) {
    AtomicBoolean found = new AtomicBoolean();
    source.catalogs().tables(schema, false, false, table -> found.set(true));
    return !found.get() && source.catalogs().volumes(schema).map(List::isEmpty).orElse(true);
  }

  /** Objects of the share by the name under which recipients see them. */
  private static Map<String, DataObject> displaced(List<DataObject> objects) {
    Map<String, DataObject> bySharedName = new HashMap<>();
    for (DataObject object : objects) {
      if (object.sharedAs() != null) {
        bySharedName.put(object.sharedAs().toLowerCase(Locale.ROOT), object);
      }
    }
    return bySharedName;
  }

  private static String refusal(ShareTarget target, String type, long present, int missing) {
    if (!target.add()) {
      return "the "
          + target.objectType().replace('_', ' ')
          + " is not in share '"
          + target.name()
          + "'; add it, or set backup_config.add_to_share: true";
    }
    if (present + missing > target.limit()) {
      return "share '"
          + target.name()
          + "' would hold "
          + (present + missing)
          + (type.equals(SCHEMA) ? " schemas" : " tables")
          + ", the platform allows "
          + target.limit()
          + "; split the catalog over several shares with share_name per schema group";
    }
    return null;
  }

  /**
   * All in one request; when that is refused, one by one, so that one bad member does not keep the
   * others out.
   */
  private List<Member> add(
      ShareTarget target, List<Member> missing, Map<String, DataObject> bySharedName) {
    if (missing.size() > 1) {
      try {
        send(target, missing, bySharedName);
        missing.forEach(
            m ->
                steps.ended(
                    m.schema(),
                    target.objectType(),
                    m.object(),
                    Status.SUCCESS,
                    details(target, m),
                    null));
        return missing;
      } catch (ApiException e) {
        if (Failures.stopsRun(e)) {
          String why = Redactor.redact(Failures.describe(e));
          missing.forEach(m -> failed(target, m, why));
          throw new StopRun(why, e);
        }
        LOG.infof(
            "adding %d objects at once was refused (%s); adding them one by one",
            missing.size(), e.getMessage());
      }
    }
    List<Member> done = new ArrayList<>();
    for (Member member : missing) {
      try {
        steps.step(
            member.schema(),
            target.objectType(),
            member.object(),
            () -> {
              send(target, List.of(member), bySharedName);
              return new Outcome<>(member, "added to share " + target.name());
            });
        done.add(member);
      } catch (StopCatalog recorded) {
        LOG.debugf("%s stays out of the share: %s", member.object(), recorded.getMessage());
      }
    }
    return done;
  }

  /** What stood in the share under the same name makes room in the same request. */
  private void send(
      ShareTarget target, List<Member> members, Map<String, DataObject> bySharedName) {
    List<DataObject> removed = new ArrayList<>();
    for (Member member : members) {
      String sharedAs = member.data().sharedAs();
      DataObject old =
          sharedAs == null ? null : bySharedName.get(sharedAs.toLowerCase(Locale.ROOT));
      if (old != null) {
        removed.add(new DataObject(old.name(), old.dataObjectType(), null, null, null));
      }
    }
    source
        .sharing()
        .replaceInShare(target.name(), removed, members.stream().map(Member::data).toList());
  }

  private static Map<String, Object> details(ShareTarget target, Member member) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("action", "added");
    details.put("share", target.name());
    if (member.data().sharedAs() != null) {
      details.put("backing_table", member.data().name());
      details.put("shared_as", member.data().sharedAs());
    }
    return details;
  }

  private void failed(ShareTarget target, Member member, String why) {
    steps.ended(
        member.schema(),
        target.objectType(),
        member.object(),
        Status.FAILED,
        Map.of("share", target.name()),
        why);
  }
}
