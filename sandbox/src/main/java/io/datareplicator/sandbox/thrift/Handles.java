package io.datareplicator.sandbox.thrift;

import io.datareplicator.sandbox.http.Authenticator;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import org.apache.hive.service.rpc.thrift.THandleIdentifier;
import org.apache.thrift.protocol.TProtocolException;

/** Ids of sessions and operations as handles, whose secret only this workspace can make. */
final class Handles {
  private static final int SECRET_BYTES = 16;

  private final Authenticator authenticator;

  Handles(Authenticator authenticator) {
    this.authenticator = authenticator;
  }

  THandleIdentifier of(String id) {
    UUID uuid = UUID.fromString(id);
    ByteBuffer guid =
        ByteBuffer.allocate(2 * Long.BYTES)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits())
            .flip();
    return new THandleIdentifier(guid, ByteBuffer.wrap(secret(id)));
  }

  private byte[] secret(String id) {
    byte[] signature = Base64.getUrlDecoder().decode(authenticator.sign("thrift/" + id));
    return Arrays.copyOf(signature, SECRET_BYTES);
  }

  /** The id in a handle as sent, whether or not it is genuine. */
  static String id(WireStruct handle) throws TProtocolException {
    byte[] guid = handle.struct(Idl.HANDLE).bytes(Idl.GUID);
    if (guid.length != 2 * Long.BYTES) {
      throw new TProtocolException(
          TProtocolException.INVALID_DATA, "A handle's guid has " + guid.length + " bytes");
    }
    ByteBuffer buffer = ByteBuffer.wrap(guid);
    return new UUID(buffer.getLong(), buffer.getLong()).toString();
  }

  boolean genuine(WireStruct handle) throws TProtocolException {
    return MessageDigest.isEqual(secret(id(handle)), handle.struct(Idl.HANDLE).bytes(Idl.SECRET));
  }
}
