package io.datareplicator.metadata;

import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.storage.StorageApi.CredentialInfo;
import io.datareplicator.databricks.storage.StorageApi.GcpServiceAccount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the user has to grant to the service account of a new storage credential. */
final class GoogleAccess {
  /** Key of the details that tells the account. */
  static final String SERVICE_ACCOUNT = "service_account";

  private static final String UNKNOWN = "SERVICE_ACCOUNT_EMAIL";
  private static final String SOME_BUCKET = "gs://BUCKET";
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@=+-]+");

  private GoogleAccess() {}

  /** The account's e-mail address; asked for once more when the creation does not tell it. */
  static String account(CredentialInfo made, Workspace target, String name) {
    return email(made)
        .or(() -> target.storage().findCredential(name).flatMap(GoogleAccess::email))
        .orElse(UNKNOWN);
  }

  private static Optional<String> email(CredentialInfo credential) {
    return Optional.ofNullable(credential.databricksGcpServiceAccount())
        .map(GcpServiceAccount::email)
        .filter(e -> !e.isBlank());
  }

  /** One sentence with the commands. */
  static String advice(String email, List<String> buckets, boolean readOnly) {
    List<String> commands = new ArrayList<>();
    String role = readOnly ? "roles/storage.objectViewer" : "roles/storage.objectAdmin";
    for (String bucket : buckets.isEmpty() ? List.of(SOME_BUCKET) : buckets) {
      for (String each : List.of("roles/storage.legacyBucketReader", role)) {
        commands.add(
            "gcloud storage buckets add-iam-policy-binding "
                + word(bucket)
                + " "
                + word("--member=serviceAccount:" + email)
                + " --role="
                + each);
      }
    }
    String first =
        email.equals(UNKNOWN)
            ? "its service account, whose e-mail address the page of the credential shows,"
            : "its service account " + email;
    return first + " has no access to storage yet; grant it with: " + String.join(" && ", commands);
  }

  /** As one word of a POSIX shell. */
  private static String word(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
