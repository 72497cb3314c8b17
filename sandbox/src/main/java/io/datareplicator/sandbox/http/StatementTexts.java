package io.datareplicator.sandbox.http;

/** Tells which SQL text a request submits or addresses, for fault rules that look at statements. */
public interface StatementTexts {
  /** The text, or null when the request is about no known statement. */
  String textOf(Request request);

  boolean isSubmission(Request request);
}
