package io.datareplicator.sandbox.thrift;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TMap;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolException;
import org.apache.thrift.protocol.TSet;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TMemoryInputTransport;

/**
 * A call as received.
 *
 * @param sequence number that the answer repeats
 * @param request the method's only argument
 */
record WireCall(String method, int sequence, WireStruct request) {
  private static final int ARGUMENT = 1;
  private static final int MAX_DEPTH = 32;

  /**
   * Reads a whole message.
   *
   * @throws TException when the bytes are no call of the strict binary protocol
   */
  static WireCall read(byte[] body) throws TException {
    return parse(
        body,
        in -> {
          TMessage message = begin(in);
          return new WireCall(message.name, message.seqid, struct(in, 0).struct(ARGUMENT));
        });
  }

  /**
   * The method's name alone.
   *
   * @throws TException when the bytes do not begin as a call does
   */
  static String method(byte[] body) throws TException {
    return parse(body, in -> begin(in).name);
  }

  @FunctionalInterface
  private interface Parser<T> {
    T parse(TProtocol in) throws TException;
  }

  private static <T> T parse(byte[] body, Parser<T> parser) throws TException {
    try {
      return parser.parse(protocol(body));
    } catch (NegativeArraySizeException | IndexOutOfBoundsException e) {
      // The library does not check all lengths itself.
      throw new TProtocolException(TProtocolException.INVALID_DATA, "A length is wrong", e);
    }
  }

  private static TProtocol protocol(byte[] body) throws TException {
    // The transport refuses announced lengths that go beyond the body before they are allocated.
    TConfiguration limits =
        new TConfiguration(body.length, TConfiguration.DEFAULT_MAX_FRAME_SIZE, MAX_DEPTH);
    return new TBinaryProtocol(new TMemoryInputTransport(limits, body), true, true);
  }

  private static TMessage begin(TProtocol in) throws TException {
    TMessage message = in.readMessageBegin();
    if (message.type != TMessageType.CALL) {
      throw new TProtocolException(TProtocolException.INVALID_DATA, "The message is no call");
    }
    return message;
  }

  private static WireStruct struct(TProtocol in, int depth) throws TException {
    Map<Integer, Object> fields = new HashMap<>();
    in.readStructBegin();
    for (TField field = in.readFieldBegin();
        field.type != TType.STOP;
        field = in.readFieldBegin()) {
      fields.put((int) field.id, value(in, field.type, depth + 1));
      in.readFieldEnd();
    }
    in.readStructEnd();
    return new WireStruct(fields);
  }

  private static Object value(TProtocol in, byte type, int depth) throws TException {
    if (depth > MAX_DEPTH) {
      throw new TProtocolException(
          TProtocolException.DEPTH_LIMIT, "The request is nested too deep");
    }
    return switch (type) {
      case TType.BOOL -> in.readBool();
      case TType.BYTE -> (long) in.readByte();
      case TType.I16 -> (long) in.readI16();
      case TType.I32 -> (long) in.readI32();
      case TType.I64 -> in.readI64();
      case TType.DOUBLE -> in.readDouble();
      case TType.STRING -> bytes(in.readBinary());
      case TType.STRUCT -> struct(in, depth);
      case TType.LIST -> {
        TList list = in.readListBegin();
        yield elements(in, list.elemType, list.size, depth);
      }
      case TType.SET -> {
        TSet set = in.readSetBegin();
        yield elements(in, set.elemType, set.size, depth);
      }
      case TType.MAP -> map(in, depth);
      default ->
          throw new TProtocolException(TProtocolException.INVALID_DATA, "Unknown type " + type);
    };
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static List<Object> elements(TProtocol in, byte type, int size, int depth)
      throws TException {
    List<Object> elements = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      elements.add(value(in, type, depth + 1));
    }
    return elements;
  }

  private static Map<Object, Object> map(TProtocol in, int depth) throws TException {
    TMap head = in.readMapBegin();
    // Keys are byte arrays, mostly, and are only ever listed.
    Map<Object, Object> entries = new IdentityHashMap<>();
    for (int i = 0; i < head.size; i++) {
      Object key = value(in, head.keyType, depth + 1);
      entries.put(key, value(in, head.valueType, depth + 1));
    }
    return entries;
  }
}
