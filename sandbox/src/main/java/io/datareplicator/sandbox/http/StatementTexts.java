package io.datareplicator.sandbox.http;

import java.util.List;
import java.util.Objects;

/** Tells which SQL text a request submits or addresses, for fault rules that look at statements. */
public interface StatementTexts {
  /** The text, or null when the request is about no known statement. */
  String textOf(Request request);

  boolean isSubmission(Request request);

  /** Asks one after the other. */
  static StatementTexts anyOf(StatementTexts... sources) {
    List<StatementTexts> all = List.of(sources);
    return new StatementTexts() {
      @Override
      public String textOf(Request request) {
        return all.stream()
            .map(s -> s.textOf(request))
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
      }

      @Override
      public boolean isSubmission(Request request) {
        return all.stream().anyMatch(s -> s.isSubmission(request));
      }
    };
  }
}
