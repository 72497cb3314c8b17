package io.datareplicator.databricks.sql.ddl;

import io.datareplicator.databricks.sql.Literal;
import io.datareplicator.model.uc.ConnectionMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** CREATE CONNECTION; page sql-ref-syntax-ddl-create-connection. */
public final class ConnectionStatements {
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** The secret options by credential type, as far as the type tells them. */
  private static final Map<String, String> SECRETS =
      Map.of(
          "USERNAME_PASSWORD", "password",
          "BEARER_TOKEN", "bearer_token",
          "OAUTH_M2M", "client_secret",
          "OAUTH_U2M", "client_secret");

  private ConnectionStatements() {}

  /**
   * A statement for a person to complete: in the places of secrets it reads a secret whose scope
   * and key are to be filled in.
   *
   * @throws NotExpressibleException when the type is not a word
   */
  public static String template(ConnectionMeta connection) {
    String type = String.valueOf(connection.type());
    if (!WORD.matcher(type).matches()) {
      throw new NotExpressibleException(
          "the type of " + connection.name() + " is no word of SQL: " + type);
    }
    List<String> options = new ArrayList<>();
    connection
        .openOptions()
        .forEach((key, value) -> options.add(key(key) + " " + Literal.string(value)));
    String known =
        connection.credentialType() == null
            ? null
            : SECRETS.get(connection.credentialType().toUpperCase(Locale.ROOT));
    options.add((known == null ? "<secret option>" : known) + " secret('<scope>', '<key>')");
    return "CREATE CONNECTION "
        + Clause.name(connection.name())
        + " TYPE "
        + type
        + " OPTIONS ("
        + String.join(", ", options)
        + ")"
        + Clause.comment(connection.comment());
  }

  private static String key(String key) {
    return WORD.matcher(key).matches() ? key : Literal.string(key);
  }
}
