package io.datareplicator.sandbox.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.sandbox.metastore.Workspace;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Connections of the unmodified databricks-jdbc to one workspace, and what they left behind. */
public final class Jdbc {
  private final TestSandbox box;
  private final Workspace workspace;

  public Jdbc(TestSandbox box, Workspace workspace) {
    this.box = box;
    this.workspace = workspace;
  }

  /** To the workspace's cluster, over Thrift. */
  public Connection cluster(String options) throws SQLException {
    return connect(workspace.clusterHttpPath(), workspace.token(), options);
  }

  /** To the workspace's warehouse, over REST. */
  public Connection warehouse(String options) throws SQLException {
    return connect(
        "/sql/1.0/warehouses/" + workspace.warehouseId(),
        workspace.token(),
        ";UseThriftClient=0" + options);
  }

  public Connection connect(String httpPath, String token, String options) throws SQLException {
    Properties login = new Properties();
    login.put("UID", "token");
    login.put("PWD", token);
    return DriverManager.getConnection(
        "jdbc:databricks://"
            + URI.create(box.url(workspace)).getAuthority()
            + "/default;transportMode=http;ssl=0;AuthMech=3;EnableTelemetry=0;httpPath="
            + httpPath
            + options,
        login);
  }

  /** States of the statements that contain a text, in the order in which they came. */
  public List<String> states(String part) {
    List<String> states = new ArrayList<>();
    JsonNode log = box.anonymous(workspace).get("/sandbox/requests").json();
    for (JsonNode statement : log.get("statements")) {
      if (statement.get("text").asText().contains(part)) {
        states.add(statement.get("state").asText());
      }
    }
    return states;
  }

  /** Waits until the statements that contain a text are in these states. */
  public void await(String part, String... wanted) throws InterruptedException {
    for (int i = 0; i < 2400 && !states(part).equals(List.of(wanted)); i++) {
      Thread.sleep(25);
    }
    if (!states(part).equals(List.of(wanted))) {
      throw new AssertionError(part + " is " + states(part) + ", not " + List.of(wanted));
    }
  }
}
