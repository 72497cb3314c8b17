package io.datareplicator.databricks.auth;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Where a workspace says which token end point it trusts (databricks-api.md §1). */
@Path("/oidc/.well-known/oauth-authorization-server")
@Produces(MediaType.APPLICATION_JSON)
public interface OidcDiscoveryApi {
  @GET
  Endpoints discover();

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record Endpoints(String tokenEndpoint) {}
}
