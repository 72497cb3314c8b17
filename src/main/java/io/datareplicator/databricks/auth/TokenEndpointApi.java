package io.datareplicator.databricks.auth;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.rest.client.reactive.Url;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

/** An OAuth token end point; its address comes from discovery. */
@Path("")
@Produces(MediaType.APPLICATION_JSON)
public interface TokenEndpointApi {
  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  TokenResponse token(
      @Url String endpoint,
      @HeaderParam(HttpHeaders.AUTHORIZATION) String basic,
      @FormParam("grant_type") String grantType,
      @FormParam("scope") String scope);

  /** The answer; {@code expiresIn} arrives as a number or as text. Its text form shows no token. */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record TokenResponse(String accessToken, String tokenType, String expiresIn) {
    @Override
    public String toString() {
      return "token response of type " + tokenType;
    }
  }
}
