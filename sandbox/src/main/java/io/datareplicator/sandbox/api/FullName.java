package io.datareplicator.sandbox.api;

import io.datareplicator.sandbox.http.ApiException;
import java.util.List;

/**
 * A dotted name from a path; Unity Catalog names contain no periods, so there is nothing to escape.
 */
record FullName(List<String> parts) {
  static FullName of(String text, int size) {
    List<String> parts = List.of(text.split("\\.", -1));
    if (parts.size() != size || parts.stream().anyMatch(String::isEmpty)) {
      throw ApiException.invalid(
          "'" + text + "' is not a valid name: expected " + size + " parts separated by periods");
    }
    return new FullName(parts);
  }

  String part(int index) {
    return parts.get(index);
  }
}
