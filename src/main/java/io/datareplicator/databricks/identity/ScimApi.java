package io.datareplicator.databricks.identity;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Objects;

/** SCIM REST API, as far as this tool uses it; its names are camel case. */
@Path("/api/2.0/preview/scim/v2")
@Produces(MediaType.APPLICATION_JSON)
public interface ScimApi {
  @GET
  @Path("/Me")
  Me me();

  /** The caller; {@code userName} of a service principal is its application id. */
  @RegisterForReflection
  record Me(String id, String userName, String displayName, Boolean active, List<Group> groups) {
    public Me {
      groups = groups == null ? List.of() : groups.stream().filter(Objects::nonNull).toList();
    }
  }

  /** A group that the caller belongs to. */
  @RegisterForReflection
  record Group(String display, String value) {}
}
