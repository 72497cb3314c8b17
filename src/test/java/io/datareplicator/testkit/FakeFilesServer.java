package io.datareplicator.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;

/**
 * Files API over real HTTP, files in memory; large ones are only counted and hashed. Directories
 * are there as long as a file is in them, or as they were made.
 */
public final class FakeFilesServer implements AutoCloseable {
  /** What happens to a request instead of, or besides, what it asks for. */
  public record Fault(
      int status, String body, Map<String, String> headers, long cutAt, boolean loseAnswer) {
    public static Fault answer(int status, String code) {
      return new Fault(
          status,
          "{\"error_code\":\"" + code + "\",\"message\":\"injected " + code + "\"}",
          Map.of(),
          -1,
          false);
    }

    public Fault with(String header, String value) {
      return new Fault(status, body, Map.of(header, value), cutAt, loseAnswer);
    }

    /** The connection is lost after so many bytes of the answer. */
    public static Fault cut(long bytes) {
      return new Fault(0, null, Map.of(), bytes, false);
    }

    /** The request has its effect, and its answer never arrives. */
    public static Fault lost() {
      return new Fault(0, null, Map.of(), -1, true);
    }
  }

  /** A file; content is null when it is made up from size and seed, or too large to keep. */
  public record Stored(long size, byte[] content, String sha256, long modified, long seed) {}

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int KEPT = 256 * 1024;
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final NavigableMap<String, Stored> files = new ConcurrentSkipListMap<>();
  private final NavigableMap<String, Boolean> directories = new ConcurrentSkipListMap<>();
  private final Map<String, Map<Integer, byte[]>> uploads = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
  private final Map<String, String> authorizations = new ConcurrentHashMap<>();
  private final AtomicLong clock = new AtomicLong(1_800_000_000_000L);
  private final AtomicInteger puts = new AtomicInteger();
  private final AtomicInteger mostPuts = new AtomicInteger();
  private volatile BiFunction<String, String, Fault> faults = (line, path) -> null;
  private volatile int pageSize = 1000;
  private volatile boolean emptyPages;
  private volatile boolean parents = true;
  private volatile String uploadKind = "multipart_upload";
  private volatile long slowMillis;

  public FakeFilesServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  public URI host() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Called with {@code METHOD kind} and the path asked for; null = no fault. */
  public FakeFilesServer faults(BiFunction<String, String, Fault> injected) {
    faults = injected;
    return this;
  }

  public FakeFilesServer pages(int size, boolean alsoEmptyOnes) {
    pageSize = size;
    emptyPages = alsoEmptyOnes;
    return this;
  }

  /** Whether a file may be put where no directory is. */
  public FakeFilesServer makesParents(boolean make) {
    parents = make;
    return this;
  }

  /** What the workspace offers for large files. */
  public FakeFilesServer uploads(String kind) {
    uploadKind = kind;
    return this;
  }

  /** How long the answer to a PUT takes. */
  public FakeFilesServer slow(long millis) {
    slowMillis = millis;
    return this;
  }

  public FakeFilesServer directory(String path) {
    for (String d = path; d.lastIndexOf('/') > 0; d = d.substring(0, d.lastIndexOf('/'))) {
      directories.put(d, true);
    }
    return this;
  }

  public FakeFilesServer file(String path, String content) {
    return file(path, content.getBytes(StandardCharsets.UTF_8), clock.addAndGet(1000));
  }

  public FakeFilesServer file(String path, byte[] content, long modified) {
    directory(path.substring(0, path.lastIndexOf('/')));
    files.put(path, new Stored(content.length, content, sha(content), modified, 0));
    return this;
  }

  /** A file of made-up content. */
  public FakeFilesServer bigFile(String path, long size, long seed) {
    directory(path.substring(0, path.lastIndexOf('/')));
    files.put(path, new Stored(size, null, null, clock.addAndGet(1000), seed));
    return this;
  }

  public void remove(String path) {
    files.remove(path);
  }

  public void removeDirectory(String path) {
    directories.remove(path);
  }

  public Stored stored(String path) {
    return files.get(path);
  }

  /** Content of a small file, or null. */
  public String text(String path) {
    Stored stored = files.get(path);
    return stored == null ? null : new String(stored.content(), StandardCharsets.UTF_8);
  }

  /** Paths under a directory, relative to it. */
  public List<String> under(String directory) {
    return files.tailMap(directory + "/").keySet().stream()
        .takeWhile(p -> p.startsWith(directory + "/"))
        .map(p -> p.substring(directory.length() + 1))
        .toList();
  }

  public boolean hasDirectory(String path) {
    return directories.containsKey(path);
  }

  /** {@code METHOD kind path} of every request. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  public List<String> asked(String prefix) {
    return asked.stream().filter(a -> a.startsWith(prefix)).toList();
  }

  public void forgetAsked() {
    asked.clear();
  }

  /** Authorization of the last request of that kind, or the empty text. */
  public String authorization(String line) {
    return authorizations.get(line);
  }

  /** Most PUTs of files that were under way at once. */
  public int mostPutsAtOnce() {
    return mostPuts.get();
  }

  public static String sha(byte[] content) {
    return HexFormat.of().formatHex(digest().digest(content));
  }

  /** Hash of a made-up file. */
  public static String shaOf(long size, long seed) {
    MessageDigest digest = digest();
    byte[] block = new byte[64 * 1024];
    for (long at = 0; at < size; at += block.length) {
      int n = (int) Math.min(block.length, size - at);
      fill(block, at, seed, n);
      digest.update(block, 0, n);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static void fill(byte[] block, long at, long seed, int n) {
    for (int i = 0; i < n; i++) {
      long x = (at + i) * 0x9E3779B97F4A7C15L + seed;
      block[i] = (byte) (x >>> 40);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String raw = exchange.getRequestURI().getRawPath();
      String kind =
          raw.startsWith("/api/2.0/fs/files/")
              ? "files"
              : raw.startsWith("/api/2.0/fs/directories/")
                  ? "directories"
                  : raw.startsWith("/store/") ? "store" : raw.substring(raw.lastIndexOf('/') + 1);
      String path =
          switch (kind) {
            case "files" -> decode(raw.substring("/api/2.0/fs/files".length()));
            case "directories" -> decode(raw.substring("/api/2.0/fs/directories".length()));
            case "store" -> raw;
            default -> "";
          };
      String line = exchange.getRequestMethod() + " " + kind;
      asked.add(line + " " + path);
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      authorizations.put(line, authorization == null ? "" : authorization);
      Fault fault = faults.apply(line, path);
      if (fault != null && fault.status() > 0) {
        exchange.getRequestBody().readAllBytes();
        fault.headers().forEach((n, v) -> exchange.getResponseHeaders().set(n, v));
        answer(exchange, fault.status(), fault.body());
        return;
      }
      if (!kind.equals("store") && authorization == null) {
        answer(exchange, 401, "{\"error_code\":401,\"message\":\"Credential was not sent\"}");
        return;
      }
      Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
      switch (line) {
        case "GET directories" -> list(exchange, path, query);
        case "HEAD directories" ->
            answer(exchange, directories.containsKey(path) ? 200 : 404, null);
        case "PUT directories" -> {
          directory(path);
          answer(exchange, 204, null);
        }
        case "DELETE directories" -> deleteDirectory(exchange, path);
        case "HEAD files", "GET files" -> read(exchange, path, fault);
        case "PUT files" -> put(exchange, path, fault);
        case "DELETE files" -> {
          if (files.remove(path) == null) {
            notFound(exchange, path);
          } else {
            answer(exchange, 204, null);
          }
        }
        case "POST files" -> upload(exchange, path, query);
        case "POST create-upload-part-urls" -> partUrls(exchange);
        case "POST create-abort-upload-url" -> abortUrl(exchange);
        case "PUT store" -> storePart(exchange, query);
        case "DELETE store" -> {
          uploads.remove(query.get("session"));
          answer(exchange, 200, null);
        }
        default -> answer(exchange, 404, "{\"error_code\":\"ENDPOINT_NOT_FOUND\"}");
      }
    } catch (RuntimeException e) {
      answer(exchange, 400, "{\"error_code\":\"BAD_REQUEST\",\"message\":\"" + e + "\"}");
    }
  }

  /** Percent decoding alone: a plus is a plus; what is not encoded properly is refused. */
  private static String decode(String raw) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        bytes.write(Integer.parseInt(raw.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.write(c);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new HashMap<>();
    if (raw != null) {
      for (String pair : raw.split("&")) {
        int equals = pair.indexOf('=');
        query.put(
            pair.substring(0, equals), decode(pair.substring(equals + 1).replace("+", "%20")));
      }
    }
    return query;
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
    if (body != null) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
    }
    boolean none = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, none ? -1 : bytes.length);
    if (!none) {
      exchange.getResponseBody().write(bytes);
    }
  }

  private static void notFound(HttpExchange exchange, String path) throws IOException {
    answer(
        exchange,
        404,
        "{\"error_code\":\"NOT_FOUND\",\"message\":" + JSON.writeValueAsString(path) + "}");
  }

  private void list(HttpExchange exchange, String path, Map<String, String> query)
      throws IOException {
    if (!directories.containsKey(path)) {
      notFound(exchange, path);
      return;
    }
    TreeMap<String, Map<String, Object>> entries = new TreeMap<>();
    String prefix = path + "/";
    String token = query.getOrDefault("page_token", "");
    boolean empty = emptyPages && !token.startsWith("e");
    String from = token.startsWith("e") || token.startsWith("n") ? token.substring(1) : "";
    String next = null;
    NavigableMap<String, Map<String, Object>> all = children(prefix);
    for (Map.Entry<String, Map<String, Object>> child : all.tailMap(from, true).entrySet()) {
      if (entries.size() == pageSize) {
        next = child.getKey();
        break;
      }
      entries.put(child.getKey(), child.getValue());
    }
    Map<String, Object> page = new LinkedHashMap<>();
    if (empty) {
      page.put("next_page_token", "e" + from);
    } else {
      if (!entries.isEmpty()) {
        page.put("contents", new ArrayList<>(entries.values()));
      }
      if (next != null) {
        page.put("next_page_token", "n" + next);
      }
    }
    answer(exchange, 200, JSON.writeValueAsString(page));
  }

  private NavigableMap<String, Map<String, Object>> children(String prefix) {
    TreeMap<String, Map<String, Object>> children = new TreeMap<>();
    String at = prefix;
    while (true) {
      Map.Entry<String, Stored> file = files.ceilingEntry(at);
      if (file == null || !file.getKey().startsWith(prefix)) {
        break;
      }
      String rest = file.getKey().substring(prefix.length());
      int slash = rest.indexOf('/');
      if (slash < 0) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("path", file.getKey());
        entry.put("name", rest);
        entry.put("is_directory", false);
        entry.put("file_size", file.getValue().size());
        entry.put("last_modified", file.getValue().modified());
        children.put(rest, entry);
        at = file.getKey() + '\0';
      } else {
        at = prefix + rest.substring(0, slash) + '0';
      }
    }
    for (String d : directories.tailMap(prefix, true).keySet()) {
      if (!d.startsWith(prefix)) {
        break;
      }
      String rest = d.substring(prefix.length());
      if (rest.indexOf('/') < 0) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("path", d + "/");
        entry.put("name", rest);
        entry.put("is_directory", true);
        entry.put("last_modified", 1);
        children.put(rest, entry);
      }
    }
    return children;
  }

  private void deleteDirectory(HttpExchange exchange, String path) throws IOException {
    if (!directories.containsKey(path)) {
      notFound(exchange, path);
    } else if (!children(path + "/").isEmpty()) {
      answer(
          exchange,
          400,
          "{\"error_code\":\"INVALID_PARAMETER_VALUE\",\"message\":\"The directory is not empty\"}");
    } else {
      directories.remove(path);
      answer(exchange, 204, null);
    }
  }

  private void read(HttpExchange exchange, String path, Fault fault) throws IOException {
    Stored file = files.get(path);
    if (file == null) {
      notFound(exchange, path);
      return;
    }
    String modified = HTTP_DATE.format(Instant.ofEpochMilli(file.modified()));
    exchange.getResponseHeaders().set("Last-Modified", modified);
    String unchanged = exchange.getRequestHeaders().getFirst("If-Unmodified-Since");
    if (unchanged != null && !unchanged.equals(modified)) {
      answer(exchange, 412, "{\"error_code\":\"PRECONDITION_FAILED\",\"message\":\"changed\"}");
      return;
    }
    long from = 0;
    long to = file.size();
    String range = exchange.getRequestHeaders().getFirst("Range");
    if (range != null) {
      String[] ends = range.substring("bytes=".length()).split("-");
      from = Long.parseLong(ends[0]);
      to = Math.min(to, Long.parseLong(ends[1]) + 1);
    }
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(file.size()));
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    exchange.sendResponseHeaders(range == null ? 200 : 206, to == from ? -1 : to - from);
    OutputStream out = exchange.getResponseBody();
    long stop = fault != null && fault.cutAt() >= 0 ? Math.min(to, from + fault.cutAt()) : to;
    byte[] block = new byte[64 * 1024];
    for (long at = from; at < stop; ) {
      int n = (int) Math.min(block.length, stop - at);
      if (file.content() == null) {
        fill(block, at, file.seed(), n);
        out.write(block, 0, n);
      } else {
        out.write(file.content(), (int) at, n);
      }
      at += n;
    }
    out.flush();
    if (stop < to) {
      exchange.close();
    }
  }

  private void put(HttpExchange exchange, String path, Fault fault) throws IOException {
    mostPuts.accumulateAndGet(puts.incrementAndGet(), Math::max);
    try {
      String parent = path.substring(0, path.lastIndexOf('/'));
      if (!parents && !directories.containsKey(parent)) {
        exchange.getRequestBody().readAllBytes();
        notFound(exchange, parent);
        return;
      }
      Stored stored = receive(exchange.getRequestBody());
      String length = exchange.getRequestHeaders().getFirst("Content-Length");
      if (length != null && Long.parseLong(length) != stored.size()) {
        return;
      }
      pause();
      directory(parent);
      files.put(path, stored);
      if (fault == null || !fault.loseAnswer()) {
        answer(exchange, 204, null);
      }
    } finally {
      puts.decrementAndGet();
    }
  }

  private void pause() {
    try {
      Thread.sleep(slowMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Stored receive(InputStream in) throws IOException {
    MessageDigest digest = digest();
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    byte[] block = new byte[64 * 1024];
    long size = 0;
    for (int n = in.read(block); n >= 0; n = in.read(block)) {
      digest.update(block, 0, n);
      if (size + n <= KEPT) {
        kept.write(block, 0, n);
      }
      size += n;
    }
    return new Stored(
        size,
        size <= KEPT ? kept.toByteArray() : null,
        HexFormat.of().formatHex(digest.digest()),
        clock.addAndGet(1000),
        0);
  }

  private void upload(HttpExchange exchange, String path, Map<String, String> query)
      throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    if ("initiate-upload".equals(query.get("action"))) {
      String session = "s-" + uploads.size() + "+/=&?";
      uploads.put(session, new ConcurrentHashMap<>());
      answer(
          exchange,
          200,
          JSON.writeValueAsString(Map.of(uploadKind, Map.of("session_token", session))));
      return;
    }
    Map<Integer, byte[]> parts = uploads.remove(query.get("session_token"));
    if (parts == null) {
      notFound(exchange, path);
      return;
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (JsonNode part : JSON.readTree(body).path("parts")) {
      byte[] content = parts.get(part.path("part_number").asInt());
      if (content == null || !part.path("etag").asText().equals(etag(content))) {
        answer(exchange, 400, "{\"error_code\":\"INVALID_PARAMETER_VALUE\"}");
        return;
      }
      whole.write(content);
    }
    directory(path.substring(0, path.lastIndexOf('/')));
    files.put(
        path,
        new Stored(
            whole.size(), whole.toByteArray(), sha(whole.toByteArray()), clock.addAndGet(1000), 0));
    answer(exchange, 200, "{}");
  }

  private static String etag(byte[] content) {
    return "\"" + sha(content).substring(0, 16) + "\"";
  }

  private void partUrls(HttpExchange exchange) throws IOException {
    JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
    List<Map<String, Object>> urls = new ArrayList<>();
    int first = request.path("start_part_number").asInt();
    Instant.parse(request.path("expire_time").asText());
    for (int n = first; n < first + request.path("count").asInt(); n++) {
      urls.add(
          Map.of(
              "url",
              host() + "/store/b%20k/x?session=" + escaped(request) + "&part=" + n,
              "part_number",
              n,
              "headers",
              List.of(Map.of("name", "x-amz-server-side-encryption", "value", "AES256"))));
    }
    answer(exchange, 200, JSON.writeValueAsString(Map.of("upload_part_urls", urls)));
  }

  private static String escaped(JsonNode request) {
    StringBuilder text = new StringBuilder();
    for (byte b : request.path("session_token").asText().getBytes(StandardCharsets.UTF_8)) {
      text.append(String.format("%%%02X", b));
    }
    return text.toString();
  }

  private void abortUrl(HttpExchange exchange) throws IOException {
    JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
    answer(
        exchange,
        200,
        JSON.writeValueAsString(
            Map.of(
                "abort_upload_url",
                Map.of("url", host() + "/store/b%20k/x?session=" + escaped(request)))));
  }

  private void storePart(HttpExchange exchange, Map<String, String> query) throws IOException {
    byte[] content = exchange.getRequestBody().readAllBytes();
    if (exchange.getRequestHeaders().getFirst("Authorization") != null
        || !"AES256".equals(exchange.getRequestHeaders().getFirst("x-amz-server-side-encryption"))
        || exchange.getRequestHeaders().getFirst("Content-Length") == null) {
      answer(exchange, 403, "<Error><Code>SignatureDoesNotMatch</Code></Error>");
      return;
    }
    uploads.get(query.get("session")).put(Integer.parseInt(query.get("part")), content);
    exchange.getResponseHeaders().set("ETag", etag(content));
    exchange.sendResponseHeaders(200, -1);
  }

  /** Sessions that were neither completed nor aborted. */
  public int openUploads() {
    return uploads.size();
  }

  /** Content of a made-up file, whole. */
  public static byte[] bytes(int size, long seed) {
    byte[] all = new byte[size];
    byte[] block = new byte[64 * 1024];
    for (int at = 0; at < size; at += block.length) {
      int n = Math.min(block.length, size - at);
      fill(block, at, seed, n);
      System.arraycopy(block, 0, all, at, n);
    }
    return Arrays.copyOf(all, size);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
