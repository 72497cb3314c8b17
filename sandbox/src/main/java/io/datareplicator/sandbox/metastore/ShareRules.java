package io.datareplicator.sandbox.metastore;

import io.datareplicator.sandbox.metastore.Metastore.PermissionChange;
import io.datareplicator.sandbox.metastore.Metastore.Recipient;
import io.datareplicator.sandbox.metastore.Metastore.Share;
import io.datareplicator.sandbox.metastore.Metastore.ShareUpdate;
import io.datareplicator.sandbox.metastore.Metastore.SharedObject;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Changes of shares, their permissions and recipients (reference §5); the caller holds the world's
 * lock.
 */
final class ShareRules {
  private static final int MAX_SHARES = 1000;
  private static final int MAX_RECIPIENTS = 5000;
  private static final Set<String> AUTHENTICATION =
      Set.of("DATABRICKS", "TOKEN", "OIDC_FEDERATION", "OAUTH_CLIENT_CREDENTIALS");

  private ShareRules() {}

  static Share share(MetastoreState state, String name) {
    Share found = state.shares.get(Names.key(name));
    if (found == null) {
      throw UcException.notFound("SHARE", "Share", Names.key(name));
    }
    return found;
  }

  static Share create(MetastoreState state, String shareName, String comment, String owner) {
    String name = Names.valid(shareName);
    if (state.shares.containsKey(name)) {
      throw UcException.alreadyExists("SHARE", "Share", name);
    }
    if (state.shares.size() >= MAX_SHARES) {
      throw new UcException(
          400, "QUOTA_EXCEEDED", "A metastore has at most " + MAX_SHARES + " shares");
    }
    long now = System.currentTimeMillis();
    Share share = new Share(name, comment, owner, now, now, List.of());
    state.shares.put(name, share);
    return share;
  }

  static Share update(
      MetastoreState state,
      String shareName,
      List<ShareUpdate> updates,
      String comment,
      String owner,
      String newName) {
    Share old = share(state, shareName);
    List<SharedObject> objects = new SharedObjects(state, old.objects()).apply(updates);
    String name = newName == null ? old.name() : Names.valid(newName);
    if (!name.equals(old.name()) && state.shares.containsKey(name)) {
      throw UcException.alreadyExists("SHARE", "Share", name);
    }
    Share share =
        new Share(
            name,
            comment == null ? old.comment() : comment,
            owner == null ? old.owner() : owner,
            old.createdAt(),
            System.currentTimeMillis(),
            objects);
    state.shares.remove(old.name());
    state.shares.put(name, share);
    if (!name.equals(old.name()) && state.grants.containsKey(old.name())) {
      state.grants.put(name, state.grants.remove(old.name()));
    }
    return share;
  }

  static void drop(MetastoreState state, String name) {
    Share share = share(state, name);
    state.shares.remove(share.name());
    state.grants.remove(share.name());
  }

  static Map<String, List<String>> permissions(MetastoreState state, String shareName) {
    Map<String, List<String>> permissions = new LinkedHashMap<>();
    state
        .grants
        .getOrDefault(share(state, shareName).name(), new TreeMap<>())
        .keySet()
        .forEach(recipient -> permissions.put(recipient, List.of("SELECT")));
    return permissions;
  }

  static Map<String, List<String>> updatePermissions(
      MetastoreState state, String shareName, List<PermissionChange> changes) {
    Share share = share(state, shareName);
    TreeMap<String, Long> granted =
        new TreeMap<>(state.grants.getOrDefault(share.name(), new TreeMap<>()));
    for (PermissionChange change : changes) {
      String recipient = recipient(state, change.principal()).name();
      Set<String> add = privileges(change.add());
      Set<String> remove = privileges(change.remove());
      if (!add.isEmpty() && !remove.isEmpty()) {
        throw UcException.invalid(
            "Duplicate privileges to add and delete for principal " + recipient + ".");
      }
      if (!add.isEmpty()) {
        granted.putIfAbsent(recipient, System.currentTimeMillis());
      }
      if (!remove.isEmpty()) {
        granted.remove(recipient);
      }
    }
    state.grants.put(share.name(), granted);
    return permissions(state, shareName);
  }

  private static Set<String> privileges(List<String> names) {
    Set<String> privileges = new HashSet<>(names == null ? List.of() : names);
    for (String name : privileges) {
      if (!"SELECT".equals(name)) {
        throw UcException.invalid("Privilege " + name + " is not applicable to a share");
      }
    }
    return privileges;
  }

  static Recipient recipient(MetastoreState state, String name) {
    Recipient found = state.recipients.get(Names.key(name));
    if (found == null) {
      throw UcException.notFound("RECIPIENT", "Recipient", Names.key(name));
    }
    return found;
  }

  static Recipient createRecipient(MetastoreState state, Recipient requested) {
    String name = Names.valid(requested.name());
    if (state.recipients.containsKey(name)) {
      throw UcException.alreadyExists("RECIPIENT", "Recipient", name);
    }
    if (!AUTHENTICATION.contains(String.valueOf(requested.authenticationType()))) {
      throw UcException.invalid(
          "authentication_type must be one of " + AUTHENTICATION.stream().sorted().toList());
    }
    if (state.recipients.size() >= MAX_RECIPIENTS) {
      throw new UcException(
          400, "QUOTA_EXCEEDED", "A metastore has at most " + MAX_RECIPIENTS + " recipients");
    }
    checkIdentifier(state, requested);
    long now = System.currentTimeMillis();
    Recipient recipient =
        new Recipient(
            name,
            requested.authenticationType(),
            requested.globalMetastoreId(),
            requested.comment(),
            requested.owner(),
            now,
            now);
    state.recipients.put(name, recipient);
    return recipient;
  }

  private static void checkIdentifier(MetastoreState state, Recipient requested) {
    String id = requested.globalMetastoreId();
    if (!"DATABRICKS".equals(requested.authenticationType())) {
      if (id != null) {
        throw UcException.invalid(
            "data_recipient_global_metastore_id is only for authentication_type DATABRICKS");
      }
      return;
    }
    Names.checkGlobalMetastoreId(id);
    if (id.equals(state.globalId())) {
      throw UcException.invalid("Cannot create a recipient for the current metastore " + id);
    }
    for (Recipient other : state.recipients.values()) {
      if (id.equals(other.globalMetastoreId())) {
        throw new UcException(
            400,
            "RECIPIENT_ALREADY_EXISTS",
            "There is already a Recipient object '"
                + other.name()
                + "' with the same sharing identifier "
                + id);
      }
    }
  }

  static Recipient updateRecipient(
      MetastoreState state, String recipientName, String newName, String comment, String owner) {
    Recipient old = recipient(state, recipientName);
    String name = newName == null ? old.name() : Names.valid(newName);
    if (!name.equals(old.name())) {
      if (state.recipients.containsKey(name)) {
        throw UcException.alreadyExists("RECIPIENT", "Recipient", name);
      }
      state.recipients.remove(old.name());
      for (SortedMap<String, Long> granted : state.grants.values()) {
        Long since = granted.remove(old.name());
        if (since != null) {
          granted.put(name, since);
        }
      }
    }
    Recipient recipient =
        new Recipient(
            name,
            old.authenticationType(),
            old.globalMetastoreId(),
            comment == null ? old.comment() : comment,
            owner == null ? old.owner() : owner,
            old.createdAt(),
            System.currentTimeMillis());
    state.recipients.put(name, recipient);
    return recipient;
  }

  static void dropRecipient(MetastoreState state, String name) {
    Recipient recipient = recipient(state, name);
    state.recipients.remove(recipient.name());
    state.grants.values().forEach(granted -> granted.remove(recipient.name()));
  }

  /**
   * Refuses to drop {@code fullName} while a share lists it, or something in it, as a table of its
   * own.
   */
  static void refuseWhenShared(MetastoreState state, String fullName) {
    for (Share share : state.shares.values()) {
      for (SharedObject object : share.objects()) {
        // A volume may have the name of a table: it is another object.
        boolean same = object.name().equals(fullName) && !"VOLUME".equals(object.type());
        boolean inside = same || object.name().startsWith(fullName + ".");
        if (inside && !"SCHEMA".equals(object.type())) {
          throw inShare(share, object);
        }
      }
    }
  }

  /** Refuses to drop a volume while a share lists it as an object of its own. */
  static void refuseWhenVolumeShared(MetastoreState state, String fullName) {
    for (Share share : state.shares.values()) {
      for (SharedObject object : share.objects()) {
        if ("VOLUME".equals(object.type()) && object.name().equals(fullName)) {
          throw inShare(share, object);
        }
      }
    }
  }

  private static UcException inShare(Share share, SharedObject object) {
    return new UcException(
        400,
        "INVALID_STATE",
        "'"
            + object.name()
            + "' is in the share '"
            + share.name()
            + "': remove it from there first");
  }

  /** Shares hold objects by identity: when something is renamed, they follow. */
  static void renamePrefix(MetastoreState state, String from, String to) {
    rename(
        state,
        from,
        to,
        o ->
            (o.name().equals(from) && !"VOLUME".equals(o.type()))
                || o.name().startsWith(from + "."));
  }

  static void renameVolume(MetastoreState state, String from, String to) {
    rename(state, from, to, o -> o.name().equals(from) && "VOLUME".equals(o.type()));
  }

  private static void rename(
      MetastoreState state, String from, String to, Predicate<SharedObject> concerned) {
    state.shares.replaceAll(
        (name, share) ->
            new Share(
                share.name(),
                share.comment(),
                share.owner(),
                share.createdAt(),
                share.updatedAt(),
                share.objects().stream()
                    .map(o -> concerned.test(o) ? renamed(o, from, to) : o)
                    .toList()));
  }

  private static SharedObject renamed(SharedObject o, String from, String to) {
    return new SharedObject(
        o.type(),
        to + o.name().substring(from.length()),
        o.sharedAs(),
        o.historyStatus(),
        o.comment(),
        o.addedAt(),
        o.addedBy());
  }
}
