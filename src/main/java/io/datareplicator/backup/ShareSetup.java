package io.datareplicator.backup;

import io.datareplicator.apply.SetupSteps.Outcome;
import io.datareplicator.apply.StopCatalog;
import io.datareplicator.config.BackupConfig;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.sharing.SharingApi.RecipientInfo;
import io.datareplicator.databricks.sharing.SharingApi.ShareInfo;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Recipient, shares and their grants on the source. */
final class ShareSetup {
  private static final Logger LOG = Logger.getLogger(ShareSetup.class);

  private final Workspace source;
  private final Workspace target;
  private RecipientInfo recipient;

  ShareSetup(Workspace source, Workspace target) {
    this.source = source;
    this.target = target;
  }

  /**
   * The recipient that stands for the target's metastore; empty when source and target are
   * workspaces of one metastore, where nothing can or must be shared.
   */
  Outcome<Optional<RecipientInfo>> ensureRecipient(BackupConfig config) {
    if (recipient != null) {
      return new Outcome<>(Optional.of(recipient), null);
    }
    String metastore = target.globalMetastoreId();
    String action = null;
    RecipientInfo found = source.sharing().recipientFor(metastore).orElse(null);
    if (found == null) {
      if (metastore.equals(source.globalMetastoreId())) {
        return new Outcome<>(Optional.empty(), null);
      }
      if (!config.createRecipient()) {
        throw new StopCatalog(
            "the source has no recipient for the target's metastore "
                + metastore
                + "; create one, or set backup_config.create_recipient: true");
      }
      found = source.sharing().createRecipient(config.recipientName(), metastore);
      action = "created for metastore " + metastore;
    } else if (!found.name().equalsIgnoreCase(config.recipientName())) {
      LOG.warnf(
          "recipient '%s' already stands for the target's metastore and is used instead of '%s'; there can be only one",
          found.name(), config.recipientName());
    }
    recipient = found;
    return new Outcome<>(Optional.of(found), action);
  }

  /**
   * A share by name.
   *
   * @param createKey setting that allows its creation, for messages
   */
  Outcome<ShareInfo> ensureShare(String name, boolean create, String createKey) {
    ShareInfo share = source.sharing().findShare(name).orElse(null);
    if (share != null) {
      return new Outcome<>(share, null);
    }
    if (!create) {
      throw new StopCatalog(
          "the source has no share '"
              + name
              + "'; create it, or set backup_config."
              + createKey
              + ": true");
    }
    return new Outcome<>(source.sharing().createShare(name, null), "created");
  }

  Outcome<Boolean> ensureGrant(String share, RecipientInfo to) {
    if (source.sharing().isGranted(share, to.name())) {
      return new Outcome<>(true, null);
    }
    source.sharing().grant(share, to.name());
    return new Outcome<>(true, "granted SELECT to recipient " + to.name());
  }
}
