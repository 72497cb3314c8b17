package io.datareplicator.databricks.secrets;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** Secrets REST API, as far as this tool uses it. */
@Path("/api/2.0/secrets")
@Produces(MediaType.APPLICATION_JSON)
public interface SecretsApi {
  @GET
  @Path("/get")
  SecretValue get(@QueryParam("scope") String scope, @QueryParam("key") String key);

  /** A secret; {@code value} is base64. Its text form does not show it. */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record SecretValue(String key, String value) {
    @Override
    public String toString() {
      return "secret " + key;
    }
  }
}
