package io.datareplicator.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datareplicator.databricks.http.Redactor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * JSON text of plain maps, without secrets. Texts are redacted before they are written: in JSON a
 * secret with a quote or after a line break looks different and would not be recognised.
 */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static String write(Map<String, ?> value) {
    try {
      return MAPPER.writeValueAsString(redacted(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("details cannot be written as JSON: " + value.keySet(), e);
    }
  }

  private static Object redacted(Object value) {
    if (value instanceof CharSequence text) {
      return Redactor.redact(text.toString());
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> clean = new LinkedHashMap<>();
      map.forEach((key, each) -> clean.put(String.valueOf(key), redacted(each)));
      return clean;
    }
    if (value instanceof Collection<?> all) {
      return all.stream().map(Json::redacted).collect(Collectors.toCollection(ArrayList::new));
    }
    return value;
  }
}
