package io.datareplicator.databricks.auth;

import io.datareplicator.config.AuthType;
import io.datareplicator.config.SideConfig;
import io.datareplicator.config.TokenSecrets;
import io.datareplicator.databricks.http.TokenSource;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the credential of a side (configuration.md §2), strongest first: secrets of the default
 * workspace, the side's profile, the side's variables, the default workspace's own credential when
 * that is the same workspace. A place that the user named and that fails ends the search: a weaker
 * credential must not step in for it unseen.
 */
public final class CredentialResolver {
  private final CredentialPlaces places;
  private final Connections connections;

  /**
   * @param home home directory of the user
   * @param defaultProfile profile of {@code --profile}, or null
   */
  public CredentialResolver(
      Map<String, String> environment, Path home, String defaultProfile, Connections connections) {
    this.places = new CredentialPlaces(environment, home, defaultProfile);
    this.connections = connections;
  }

  /**
   * The credential of {@code side}; nothing is shared with an earlier result.
   *
   * @throws CredentialException when there is none, listing what was tried
   * @throws io.datareplicator.databricks.WorkspaceSetupException when a secret cannot be read
   * @throws io.datareplicator.databricks.http.ApiException when the default workspace does not
   *     answer
   */
  public ResolvedCredential resolve(SideConfig side) {
    List<String> tried = new ArrayList<>();
    Optional<Candidate> profile = sideProfile(side);
    Optional<Candidate> found =
        fromSecrets(side, tried)
            .or(() -> usable(profile, "profile", tried))
            .or(() -> usable(Optional.of(places.variables(side.side())), "variables", tried));
    if (found.isPresent()) {
      return resolved(side, found.get(), profile.flatMap(Candidate::warehouseId));
    }
    Candidate fallback = sameWorkspace(side, tried).orElseThrow(() -> none(side, tried));
    return resolved(
        side, fallback, profile.flatMap(Candidate::warehouseId).or(fallback::warehouseId));
  }

  private ResolvedCredential resolved(
      SideConfig side, Candidate found, Optional<String> warehouse) {
    return new ResolvedCredential(
        found.tokens(side.authType(), side.host(), connections), found.origin(), warehouse);
  }

  private Optional<Candidate> sideProfile(SideConfig side) {
    if (side.profile() == null || side.profile().isBlank()) {
      return Optional.empty();
    }
    Candidate profile = places.profile(side.profile());
    profile
        .host()
        .filter(host -> !WorkspaceHost.matches(host, side.host()))
        .ifPresent(
            host -> {
              throw new CredentialException(
                  profile.origin()
                      + " belongs to another workspace than the "
                      + name(side)
                      + " "
                      + side.host()
                      + "; name the profile of that workspace, or mend the host");
            });
    return Optional.of(profile);
  }

  private static Optional<Candidate> usable(
      Optional<Candidate> candidate, String what, List<String> tried) {
    if (candidate.isEmpty()) {
      tried.add(what + ": not configured");
      return candidate;
    }
    if (!candidate.get().isUsable()) {
      tried.add(candidate.get().origin() + ": " + candidate.get().lack());
    }
    return candidate.filter(Candidate::isUsable);
  }

  private Optional<Candidate> fromSecrets(SideConfig side, List<String> tried) {
    TokenSecrets names = side.token();
    if (names == null) {
      tried.add("token secrets: not configured");
      return Optional.empty();
    }
    boolean client = names.secretClientId() != null && names.secretClientSecret() != null;
    if (names.secretPat() == null && !client) {
      tried.add("token secrets: neither secret_pat nor secret_client_id with secret_client_secret");
      return Optional.empty();
    }
    Optional<Connections.SecretReader> reader = defaultWorkspace(side, tried);
    if (reader.isEmpty()) {
      return Optional.empty();
    }
    String scope = names.secretScope();
    String origin = "secrets of scope " + scope + " in the default workspace";
    if (client && (names.secretPat() == null || side.authType() == AuthType.OAUTH)) {
      String id = reader.get().read(scope, names.secretClientId());
      String secret = reader.get().read(scope, names.secretClientSecret());
      return Optional.of(new Candidate(origin, null, null, id, secret, null, null));
    }
    String token = reader.get().read(scope, names.secretPat());
    return Optional.of(new Candidate(origin, null, token, null, null, null, null));
  }

  private Optional<Connections.SecretReader> defaultWorkspace(SideConfig side, List<String> tried) {
    List<String> absent = new ArrayList<>();
    for (Candidate candidate : places.defaults(absent)) {
      if (candidate.host().isEmpty()) {
        absent.add(candidate.origin() + ": has no host");
      } else if (!candidate.isUsable()) {
        absent.add(candidate.origin() + ": " + candidate.lack());
      } else {
        URI host =
            WorkspaceHost.parse(candidate.host().get(), candidate.origin(), side.allowHttp());
        TokenSource tokens = candidate.tokens(AuthType.PAT, host, connections);
        return Optional.of(connections.secrets(host, tokens));
      }
    }
    tried.add(
        "token secrets: no default workspace to read them from ("
            + String.join("; ", absent)
            + ")");
    return Optional.empty();
  }

  private Optional<Candidate> sameWorkspace(SideConfig side, List<String> tried) {
    for (Candidate candidate : places.defaults(tried)) {
      if (candidate.host().isEmpty()) {
        tried.add(candidate.origin() + ": has no host");
      } else if (!WorkspaceHost.matches(candidate.host().get(), side.host())) {
        tried.add(candidate.origin() + ": belongs to another host");
      } else if (!candidate.isUsable()) {
        tried.add(candidate.origin() + ": " + candidate.lack());
      } else {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private static CredentialException none(SideConfig side, List<String> tried) {
    return new CredentialException(
        "no credential for the "
            + name(side)
            + " "
            + side.host()
            + "; tried in this order:\n  - "
            + String.join("\n  - ", tried));
  }

  private static String name(SideConfig side) {
    return side.side().name().toLowerCase(Locale.ROOT) + " workspace";
  }
}
