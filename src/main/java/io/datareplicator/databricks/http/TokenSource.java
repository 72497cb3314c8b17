package io.datareplicator.databricks.http;

/** Gives the bearer token of one workspace. Thread-safe. */
public interface TokenSource {
  /** For end points that take no bearer token. */
  TokenSource NONE =
      new TokenSource() {
        @Override
        public String token() {
          return null;
        }

        @Override
        public boolean refused(String rejected) {
          return false;
        }

        @Override
        public String kind() {
          return "none";
        }
      };

  /**
   * A token that is valid now; fetches or refreshes it when needed. The source repeats its own
   * requests: a failure is final for the request that needed the token.
   *
   * @throws ApiException when a token cannot be obtained
   */
  String token();

  /**
   * Says that the workspace refused {@code rejected}.
   *
   * @return whether another token can be had, so that the request is worth one more try
   */
  boolean refused(String rejected);

  /** How it authenticates, for messages and the User-Agent: {@code pat}, {@code oauth-m2m}. */
  String kind();
}
