package io.datareplicator.databricks.auth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code ~/.databrickscfg}, or the file that {@code DATABRICKS_CONFIG_FILE} names
 * (databricks-api.md §1). A missing file has no profiles.
 */
public final class DatabricksConfigFile {
  private static final String SETTINGS = "__settings__";
  private static final long MAX_BYTES = 1 << 20;

  private final String name;
  private final boolean exists;
  private final Map<String, Profile> profiles = new LinkedHashMap<>();
  private final String chosenDefault;

  private DatabricksConfigFile(
      String name, boolean exists, Map<String, Map<String, String>> sections) {
    this.name = name;
    this.exists = exists;
    Map<String, String> settings = sections.getOrDefault(SETTINGS, Map.of());
    this.chosenDefault = settings.getOrDefault("default_profile", "");
    sections.forEach(
        (section, values) -> {
          if (!section.equals(SETTINGS)) {
            profiles.put(section, new Profile(section, values));
          }
        });
  }

  /**
   * Reads the file.
   *
   * @param home stands for {@code ~}
   * @throws CredentialException when it is there but cannot be read or understood
   */
  public static DatabricksConfigFile load(Map<String, String> environment, Path home) {
    String named = environment.getOrDefault("DATABRICKS_CONFIG_FILE", "").strip();
    String name = named.isEmpty() ? "~/.databrickscfg" : named;
    Path path = expand(name, home);
    if (!Files.exists(path)) {
      return new DatabricksConfigFile(name, false, Map.of());
    }
    return new DatabricksConfigFile(name, true, IniFile.parse(read(path, name), name));
  }

  private static Path expand(String name, Path home) {
    try {
      if (name.equals("~")) {
        return home;
      }
      return name.startsWith("~/") || name.startsWith("~\\")
          ? home.resolve(name.substring(2))
          : Path.of(name);
    } catch (InvalidPathException e) {
      throw new CredentialException("DATABRICKS_CONFIG_FILE does not hold a file name", e);
    }
  }

  private static String read(Path path, String name) {
    try {
      if (!Files.isRegularFile(path) || Files.size(path) > MAX_BYTES) {
        throw new CredentialException(name + " is not a Databricks configuration file");
      }
      // not Files.readString: a stray byte in a comment must not make every profile unreadable
      return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new CredentialException(name + " cannot be read: " + e.getClass().getSimpleName(), e);
    }
  }

  /** The file's name as the user knows it. */
  public String name() {
    return name;
  }

  public boolean exists() {
    return exists;
  }

  public Optional<Profile> find(String profile) {
    return Optional.ofNullable(profiles.get(profile));
  }

  /**
   * A profile that the user named.
   *
   * @throws CredentialException listing the profiles that there are
   */
  public Profile require(String profile) {
    return find(profile)
        .orElseThrow(
            () ->
                new CredentialException(
                    "there is no profile '" + profile + "' in " + name + "; " + content()));
  }

  private String content() {
    if (!exists) {
      return "the file does not exist";
    }
    return profiles.isEmpty() ? "it has none" : "it has " + String.join(", ", profiles.keySet());
  }

  /**
   * The profile in force when none is named: {@code [__settings__] default_profile}, else DEFAULT.
   */
  public String defaultProfile() {
    return chosenDefault.isEmpty() ? IniFile.DEFAULT : chosenDefault;
  }

  /** Whether the file itself says which profile is the default one. */
  public boolean choosesDefault() {
    return !chosenDefault.isEmpty();
  }

  public List<String> profileNames() {
    return List.copyOf(profiles.keySet());
  }
}
