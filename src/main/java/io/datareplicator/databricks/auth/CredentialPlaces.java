package io.datareplicator.databricks.auth;

import io.datareplicator.config.Side;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The environment variables and profiles of the machine that the tool runs on. */
final class CredentialPlaces {
  private static final Set<String> SUPPORTED = Set.of("pat", "oauth-m2m");

  private final Map<String, String> environment;
  private final Path home;
  private final String namedProfile;
  private DatabricksConfigFile file;

  /**
   * @param namedProfile profile of {@code --profile}, or null
   */
  CredentialPlaces(Map<String, String> environment, Path home, String namedProfile) {
    this.environment = Map.copyOf(environment);
    this.home = home;
    this.namedProfile = namedProfile == null || namedProfile.isBlank() ? null : namedProfile;
  }

  /** A profile that the user named. */
  Candidate profile(String name) {
    return candidate(file().require(name));
  }

  /** The variables of one side. */
  Candidate variables(Side side) {
    String prefix = "DATA_REPLICATOR_" + side.name().toUpperCase(Locale.ROOT) + "_";
    return variables(prefix, null);
  }

  /**
   * The places that describe the default workspace, strongest first: the profile of {@code
   * --profile}, the {@code DATABRICKS_*} variables, the default profile.
   */
  List<Candidate> defaults(List<String> absent) {
    List<Candidate> found = new ArrayList<>();
    if (namedProfile != null) {
      found.add(profile(namedProfile));
    }
    if (variable("DATABRICKS_HOST") == null) {
      absent.add("DATABRICKS_* variables: DATABRICKS_HOST is not set");
    } else {
      found.add(variables("DATABRICKS_", variable("DATABRICKS_HOST")));
    }
    if (namedProfile == null) {
      addDefaultProfile(found, absent);
    }
    return found;
  }

  private void addDefaultProfile(List<Candidate> found, List<String> absent) {
    String chosen = variable("DATABRICKS_CONFIG_PROFILE");
    if (chosen != null) {
      found.add(profile(chosen));
    } else if (file().choosesDefault()) {
      found.add(profile(file().defaultProfile()));
    } else {
      String name = file().defaultProfile();
      file()
          .find(name)
          .ifPresentOrElse(
              p -> found.add(candidate(p)),
              () ->
                  absent.add(
                      "profile "
                          + name
                          + " of "
                          + file().name()
                          + (file().exists() ? ": not there" : ": the file does not exist")));
    }
  }

  private Candidate variables(String prefix, String host) {
    return new Candidate(
        prefix + "TOKEN or " + prefix + "CLIENT_ID with " + prefix + "CLIENT_SECRET",
        host,
        variable(prefix + "TOKEN"),
        variable(prefix + "CLIENT_ID"),
        variable(prefix + "CLIENT_SECRET"),
        host == null ? null : variable(prefix + "WAREHOUSE_ID"),
        null);
  }

  private Candidate candidate(Profile profile) {
    return new Candidate(
        "profile " + profile.name() + " of " + file().name(),
        profile.get("host").orElse(null),
        profile.get("token").orElse(null),
        profile.get("client_id").orElse(null),
        profile.get("client_secret").orElse(null),
        profile.get("warehouse_id").orElse(null),
        profile.get("auth_type").filter(type -> !SUPPORTED.contains(type)).orElse(null));
  }

  /** A variable without white space around it; an empty one counts as not set. */
  private String variable(String name) {
    String value = environment.getOrDefault(name, "").strip();
    return value.isEmpty() ? null : value;
  }

  private synchronized DatabricksConfigFile file() {
    if (file == null) {
      file = DatabricksConfigFile.load(environment, home);
    }
    return file;
  }
}
