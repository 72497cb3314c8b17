package io.datareplicator.sandbox.thrift;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.sandbox.testkit.HiveClient;
import io.datareplicator.sandbox.testkit.TestSandbox;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies that are no call are refused, at once and without a trace. */
class MalformedCallTest {
  private static final byte STRUCT = 12;
  private static final byte STRING = 11;
  private static final byte LIST = 15;
  private static final byte MAP = 13;
  private static final byte I64 = 10;
  private static final int HUGE = 0x7fffffff;

  @TempDir static Path data;
  private static TestSandbox box;
  private static HiveClient client;

  @BeforeAll
  static void start() {
    box = TestSandbox.scripted(data, TestSandbox.SETTINGS);
    client = new HiveClient(box, box.source());
  }

  @AfterAll
  static void stop() {
    box.close();
  }

  /** A call's head, the beginning of its argument, and whatever follows. */
  private static byte[] call(String method, byte[] argument) {
    byte[] name = method.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(12 + name.length + argument.length)
        .putInt(0x80010001)
        .putInt(name.length)
        .put(name)
        .putInt(1)
        .put(argument)
        .array();
  }

  private static byte[] bytes(Object... parts) {
    ByteBuffer buffer = ByteBuffer.allocate(4096);
    for (Object part : parts) {
      if (part instanceof Byte b) {
        buffer.put(b);
      } else if (part instanceof Short s) {
        buffer.putShort(s);
      } else if (part instanceof Integer i) {
        buffer.putInt(i);
      } else if (part instanceof Long l) {
        buffer.putLong(l);
      } else {
        buffer.put((byte[]) part);
      }
    }
    byte[] all = new byte[buffer.position()];
    buffer.flip().get(all);
    return all;
  }

  private static byte[] argument(Object... fields) {
    return bytes(STRUCT, (short) 1, bytes(fields), (byte) 0, (byte) 0);
  }

  private static byte[] handle(int guidBytes) {
    return bytes(
        STRUCT,
        (short) 1,
        STRUCT,
        (short) 1,
        STRING,
        (short) 1,
        guidBytes,
        new byte[guidBytes],
        STRING,
        (short) 2,
        16,
        new byte[16],
        (byte) 0,
        (byte) 0);
  }

  static Stream<Arguments> bodies() {
    byte[] random = new byte[4000];
    new Random(7).nextBytes(random);
    return Stream.of(
        Arguments.of("empty", new byte[0]),
        Arguments.of("one byte", new byte[] {(byte) 0x80}),
        Arguments.of("text", "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)),
        Arguments.of("JSON", "{\"statement\":\"SELECT 1\"}".getBytes(StandardCharsets.US_ASCII)),
        Arguments.of("random", random),
        Arguments.of("zeros", new byte[100_000]),
        Arguments.of("the old form without a version", HexFormat.of().parseHex("0000000141")),
        Arguments.of("a huge method name", bytes(0x80010001, HUGE, (byte) 'A')),
        Arguments.of("a negative method name", bytes(0x80010001, -5, (byte) 'A')),
        Arguments.of("a reply", bytes(0x80010002, 1, (byte) 'A', 1, (byte) 0)),
        Arguments.of("no argument", call("OpenSession", new byte[] {0})),
        Arguments.of("no end", call("OpenSession", new byte[] {STRUCT, 0, 1})),
        Arguments.of(
            "a huge text", call("ExecuteStatement", argument(STRING, (short) 2, HUGE, (byte) 1))),
        Arguments.of("a negative text", call("ExecuteStatement", argument(STRING, (short) 2, -1))),
        Arguments.of(
            "a huge list", call("ExecuteStatement", argument(LIST, (short) 9, STRUCT, HUGE))),
        Arguments.of(
            "a huge map", call("OpenSession", argument(MAP, (short) 4, STRING, STRING, HUGE))),
        Arguments.of(
            "a negative list", call("ExecuteStatement", argument(LIST, (short) 9, STRUCT, -1))),
        Arguments.of("an unknown type", call("OpenSession", argument((byte) 99, (short) 1))),
        Arguments.of("nested too deep", call("OpenSession", nested(500))),
        Arguments.of("a number for a handle", call("CloseSession", argument(I64, (short) 1, 5L))),
        Arguments.of("no handle", call("FetchResults", argument())),
        Arguments.of("a short guid", call("CloseSession", argument(handle(3)))),
        Arguments.of("a long guid", call("CancelOperation", argument(handle(64)))),
        Arguments.of("no statement", call("ExecuteStatement", argument(handleOfNobody()))),
        Arguments.of(
            "a text that is not UTF-8",
            call(
                "OpenSession",
                argument(
                    STRUCT,
                    (short) 0x504,
                    STRING,
                    (short) 1,
                    2,
                    new byte[] {(byte) 0xc3, 0x28},
                    (byte) 0))));
  }

  /** The statement is looked at before the session. */
  private static byte[] handleOfNobody() {
    return bytes(handle(16), I64, (short) 2, 1L);
  }

  private static byte[] nested(int depth) {
    byte[] all = new byte[3 * depth];
    for (int i = 0; i < depth; i++) {
      all[3 * i] = STRUCT;
      all[3 * i + 2] = 1;
    }
    return all;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bodies")
  void aBodyThatIsNoCallIsRefused(String what, byte[] body) throws Exception {
    HttpResponse<byte[]> answer = client.post(body);
    assertThat(answer.statusCode())
        .as(new String(answer.body(), StandardCharsets.UTF_8))
        .isEqualTo(400);
    assertThat(answer.headers().firstValue("X-Thriftserver-Error-Message").orElseThrow())
        .startsWith("BAD_REQUEST: ");
    assertThat(client.open()).isNotNull();
  }

  @Test
  void mutilatedCallsNeverBreakTheServer() throws Exception {
    byte[] good =
        call(
            "ExecuteStatement",
            argument(
                handle(16), STRING, (short) 2, 6, "ROWS 1".getBytes(StandardCharsets.US_ASCII)));
    assertThat(client.post(good).statusCode()).isEqualTo(200);
    Random random = new Random(11);
    for (int i = 0; i < 2_000; i++) {
      byte[] bad = good.clone();
      for (int j = 0; j <= random.nextInt(4); j++) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      assertThat(client.post(bad).statusCode()).isIn(200, 400);
    }
    assertThat(client.open()).isNotNull();
  }
}
