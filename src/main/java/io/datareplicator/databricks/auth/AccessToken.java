package io.datareplicator.databricks.auth;

import java.time.Duration;

/**
 * A token as the token end point gave it. Its text form does not show it.
 *
 * @param lifetime from the moment it was asked for
 */
record AccessToken(String value, Duration lifetime) {
  @Override
  public String toString() {
    return "access token for " + lifetime;
  }
}
