package io.datareplicator.sandbox.thrift;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.thrift.protocol.TProtocolException;

/**
 * A structure as received: its fields by number, unknown ones included. All accessors refuse a
 * field of another type.
 */
final class WireStruct {
  private final Map<Integer, Object> fields;

  /**
   * @param fields Boolean, Long (all whole numbers), Double, byte[] (strings, too), WireStruct,
   *     List, or Map by number
   */
  WireStruct(Map<Integer, Object> fields) {
    this.fields = fields;
  }

  boolean has(int field) {
    return fields.containsKey(field);
  }

  private <T> T value(int field, Class<T> type) throws TProtocolException {
    Object value = fields.get(field);
    if (value == null || type.isInstance(value)) {
      return type.cast(value);
    }
    throw new TProtocolException(
        TProtocolException.INVALID_DATA, "Field " + field + " is no " + type.getSimpleName());
  }

  private <T> T required(int field, T value) throws TProtocolException {
    if (value == null) {
      throw new TProtocolException(
          TProtocolException.INVALID_DATA, "Required field " + field + " is unset");
    }
    return value;
  }

  WireStruct struct(int field) throws TProtocolException {
    return required(field, value(field, WireStruct.class));
  }

  WireStruct structOrNull(int field) throws TProtocolException {
    return value(field, WireStruct.class);
  }

  byte[] bytes(int field) throws TProtocolException {
    return required(field, value(field, byte[].class));
  }

  String text(int field) throws TProtocolException {
    return decode(bytes(field));
  }

  String textOrNull(int field) throws TProtocolException {
    byte[] bytes = value(field, byte[].class);
    return bytes == null ? null : decode(bytes);
  }

  long number(int field, long otherwise) throws TProtocolException {
    Long value = value(field, Long.class);
    return value == null ? otherwise : value;
  }

  boolean flag(int field) throws TProtocolException {
    return Boolean.TRUE.equals(value(field, Boolean.class));
  }

  /** Any scalar as text, or null. */
  String scalarOrNull(int field) throws TProtocolException {
    Object value = fields.get(field);
    return value instanceof byte[] bytes ? decode(bytes) : value == null ? null : value.toString();
  }

  List<WireStruct> structs(int field) throws TProtocolException {
    List<WireStruct> structs = new ArrayList<>();
    List<?> values = value(field, List.class);
    for (Object value : values == null ? List.of() : values) {
      if (!(value instanceof WireStruct struct)) {
        throw new TProtocolException(
            TProtocolException.INVALID_DATA, "Field " + field + " is no list of structures");
      }
      structs.add(struct);
    }
    return structs;
  }

  /** A map of texts; empty when absent. */
  Map<String, String> texts(int field) throws TProtocolException {
    Map<String, String> texts = new LinkedHashMap<>();
    Map<?, ?> values = value(field, Map.class);
    for (Map.Entry<?, ?> entry : (values == null ? Map.<Object, Object>of() : values).entrySet()) {
      if (!(entry.getKey() instanceof byte[] key) || !(entry.getValue() instanceof byte[] value)) {
        throw new TProtocolException(
            TProtocolException.INVALID_DATA, "Field " + field + " is no map of texts");
      }
      texts.put(decode(key), decode(value));
    }
    return texts;
  }

  private static String decode(byte[] bytes) throws TProtocolException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new TProtocolException(TProtocolException.INVALID_DATA, "A text is not UTF-8", e);
    }
  }
}
