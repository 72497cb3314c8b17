package io.datareplicator.sandbox.thrift;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TMap;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TStruct;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TMemoryBuffer;

/** A structure to be sent, built field by field; values that are null are left out. */
final class WireAnswer {
  private static final int INITIAL_BYTES = 512;
  private static final int RESULT = 0;

  private final List<Field> fields = new ArrayList<>();

  @FunctionalInterface
  private interface Writer {
    void writeTo(TProtocol out) throws TException;
  }

  private record Field(int id, byte type, Writer value) {}

  private WireAnswer with(int id, byte type, Object value, Writer writer) {
    if (value != null) {
      fields.add(new Field(id, type, writer));
    }
    return this;
  }

  WireAnswer struct(int id, TBase<?, ?> value) {
    return with(id, TType.STRUCT, value, out -> value.write(out));
  }

  WireAnswer struct(int id, WireAnswer value) {
    return with(id, TType.STRUCT, value, out -> value.write(out));
  }

  WireAnswer i32(int id, int value) {
    return with(id, TType.I32, value, out -> out.writeI32(value));
  }

  WireAnswer i64(int id, Long value) {
    return with(id, TType.I64, value, out -> out.writeI64(value));
  }

  WireAnswer bool(int id, boolean value) {
    return with(id, TType.BOOL, value, out -> out.writeBool(value));
  }

  WireAnswer text(int id, String value) {
    return with(id, TType.STRING, value, out -> out.writeString(value));
  }

  WireAnswer texts(int id, Map<String, String> value) {
    return with(
        id,
        TType.MAP,
        value,
        out -> {
          out.writeMapBegin(new TMap(TType.STRING, TType.STRING, value.size()));
          for (Map.Entry<String, String> entry : value.entrySet()) {
            out.writeString(entry.getKey());
            out.writeString(entry.getValue());
          }
          out.writeMapEnd();
        });
  }

  private void write(TProtocol out) throws TException {
    out.writeStructBegin(new TStruct());
    for (Field field : fields) {
      out.writeFieldBegin(new TField("", field.type(), (short) field.id()));
      field.value().writeTo(out);
      out.writeFieldEnd();
    }
    out.writeFieldStop();
    out.writeStructEnd();
  }

  /** This structure as the result of a call. */
  byte[] replyTo(WireCall call) throws TException {
    return message(call, TMessageType.REPLY, new WireAnswer().struct(RESULT, this)::write);
  }

  /** The answer to a call of a method that the service does not have. */
  static byte[] unknownMethod(WireCall call) throws TException {
    TApplicationException exception =
        new TApplicationException(
            TApplicationException.UNKNOWN_METHOD, "Invalid method name: '" + call.method() + "'");
    return message(call, TMessageType.EXCEPTION, exception::write);
  }

  private static byte[] message(WireCall call, byte type, Writer content) throws TException {
    TMemoryBuffer buffer = new TMemoryBuffer(INITIAL_BYTES);
    TProtocol out = new TBinaryProtocol(buffer);
    out.writeMessageBegin(new TMessage(call.method(), type, call.sequence()));
    content.writeTo(out);
    out.writeMessageEnd();
    return Arrays.copyOf(buffer.getArray(), buffer.length());
  }
}
