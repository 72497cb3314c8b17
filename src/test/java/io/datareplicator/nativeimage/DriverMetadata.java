package io.datareplicator.nativeimage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What the driver reaches by reflection, derived from the classes of its jar; the rules are
 * explained in docs/native.md.
 */
final class DriverMetadata {
  private static final Pattern ANONYMOUS = Pattern.compile(".*\\$\\d+");
  private static final String INNER = "(\\$.+)?";

  private final List<String> classes;
  private final List<Map<String, Object>> types = new ArrayList<>();

  private DriverMetadata(Path jar) throws IOException {
    try (ZipFile file = new ZipFile(jar.toFile())) {
      classes =
          file.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.startsWith("com/databricks/") && name.endsWith(".class"))
              .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
              .filter(name -> !ANONYMOUS.matcher(name).matches())
              .sorted()
              .toList();
    }
  }

  /** The text of reachability-metadata.json for this version of the driver. */
  static String of(Path jar) throws IOException {
    DriverMetadata metadata = new DriverMetadata(jar);
    metadata.collect();
    return metadata.render();
  }

  private void collect() {
    constructors("client\\.jdbc\\.Driver");
    proxies(
        "com.databricks.jdbc.dbclient.IDatabricksClient",
        "com.databricks.jdbc.dbclient.IDatabricksMetadataClient");
    beans("jdbc\\.model\\.core\\.[^.]+");
    beans("jdbc\\.model\\.client\\.sqlexec\\.[^.]+");
    beans("jdbc\\.common\\.safe\\.FeatureFlagsResponse" + INNER);
    for (String type :
        List.of(
            "BaseChunkInfo",
            "Format",
            "StatementState",
            "ServiceError",
            "ServiceErrorCode",
            "StatementParameterListItem",
            "ExecuteStatementRequestOnWaitTimeout",
            "GetStatementRequest",
            "GetStatementResultChunkNRequest")) {
      beans("internal\\.sdk\\.service\\.sql\\." + type + INNER);
    }
    beans("internal\\.sdk\\.core\\.error\\.ApiErrorBody");
    beans("internal\\.sdk\\.core\\.error\\.details\\.[^.]+");
    constructors("internal\\.sdk\\.core\\.error\\.platform\\.[^.]+");
    beans(
        "internal\\.sdk\\.core\\.oauth\\.(OAuthResponse|OpenIDConnectEndpoints|Token|HostMetadata|.*TokenResponse)"
            + INNER);
    fields("internal\\.sdk\\.core\\.DatabricksConfig");
    constructors("internal\\.fasterxml\\.jackson\\.databind\\.ext\\.Java7SupportImpl");
    constructors("internal\\.apache\\.commons\\.logging\\.impl\\.WeakHashtable");
    constructors("internal\\.slf4j\\.jul\\.JULServiceProvider");
    instances("internal\\.jpountz\\.lz4\\.LZ4(HC)?JavaSafe(Compressor|SafeDecompressor)");
    instances(
        "internal\\.jpountz\\.xxhash\\.(Streaming)?XXHash(32|64)Java(Safe|Unsafe)(\\$Factory)?");
  }

  private List<String> matching(String rule) {
    Pattern pattern = Pattern.compile("com\\.databricks\\." + rule);
    List<String> found = classes.stream().filter(n -> pattern.matcher(n).matches()).toList();
    if (found.isEmpty()) {
      throw new AssertionError(
          "no class of the driver matches "
              + pattern
              + "; find out what became of it, then mend the rule (docs/native.md)");
    }
    return found;
  }

  private void entry(Object type, String... allDeclared) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("type", type);
    for (String members : allDeclared) {
      entry.put("allDeclared" + members, true);
    }
    types.add(entry);
  }

  private void beans(String rule) {
    matching(rule).forEach(name -> entry(name, "Constructors", "Fields", "Methods"));
  }

  private void constructors(String rule) {
    matching(rule).forEach(name -> entry(name, "Constructors"));
  }

  private void fields(String rule) {
    matching(rule).forEach(name -> entry(name, "Fields"));
  }

  private void instances(String rule) {
    for (String name : matching(rule)) {
      entry(name, "Constructors");
      types.get(types.size() - 1).put("fields", List.of(Map.of("name", "INSTANCE")));
    }
  }

  /** Every client is wrapped in a proxy, each kind alone and both together. */
  private void proxies(String client, String metadataClient) {
    for (String name : List.of(client, metadataClient)) {
      matching(name.substring("com.databricks.".length()).replace(".", "\\."));
    }
    entry(Map.of("proxy", List.of(client)));
    entry(Map.of("proxy", List.of(metadataClient)));
    entry(Map.of("proxy", List.of(client, metadataClient)));
  }

  private String render() throws JsonProcessingException {
    types.sort(Comparator.comparing(entry -> entry.get("type").toString()));
    List<Map<String, String>> resources =
        Arrays.stream(
                new String[] {
                  "mozilla/public-suffix-list.txt",
                  "org/publicsuffix/list/effective_tld_names.dat",
                  "com/databricks/internal/apache/http/version.properties",
                  "com/databricks/internal/apache/http/client/version.properties",
                  "com/databricks/internal/apache/hc/client5/version.properties",
                  "com/databricks/internal/apache/hc/core5/version.properties",
                  "META-INF/services/com.databricks.internal.slf4j.spi.SLF4JServiceProvider"
                })
            .map(glob -> Map.of("glob", glob))
            .toList();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("reflection", types);
    document.put("resources", resources);
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    return new ObjectMapper().writer(printer).writeValueAsString(document) + "\n";
  }
}
