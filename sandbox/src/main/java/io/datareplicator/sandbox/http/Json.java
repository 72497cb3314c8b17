package io.datareplicator.sandbox.http;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** JSON in and out. */
public final class Json {
  private static final int MAX_STRING = 128 << 20;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(MAX_STRING).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /**
   * @throws IOException when the bytes are not one JSON document
   */
  public static JsonNode parse(byte[] bytes) throws IOException {
    return MAPPER.readTree(bytes);
  }

  public static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write " + value.getClass() + " as JSON", e);
    }
  }

  public static ObjectMapper mapper() {
    return MAPPER;
  }

  /** A JSON object that leaves out what is null, as Databricks does. */
  public static Body body() {
    return new Body();
  }

  /** An answer under construction; keeps the order of its fields. */
  public static final class Body {
    private final Map<String, Object> fields = new LinkedHashMap<>();

    private Body() {}

    public Body with(String name, Object value) {
      if (value != null) {
        fields.put(name, value);
      }
      return this;
    }

    @JsonValue
    public Map<String, Object> fields() {
      return fields;
    }
  }
}
