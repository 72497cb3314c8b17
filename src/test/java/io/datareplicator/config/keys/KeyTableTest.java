package io.datareplicator.config.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.config.BackupConfig;
import io.datareplicator.config.Concurrency;
import io.datareplicator.config.LoggingConfig;
import io.datareplicator.config.ReconciliationConfig;
import io.datareplicator.config.ReplicationConfig;
import io.datareplicator.config.Retry;
import io.datareplicator.config.SideConfig;
import io.datareplicator.config.TokenSecrets;
import io.datareplicator.config.VolumeSettings;
import io.datareplicator.config.WarehouseConfig;
import io.datareplicator.config.check.StructureCheck;
import io.datareplicator.config.layers.EnvironmentVariables;
import io.datareplicator.config.tree.ConfigNode;
import io.datareplicator.config.tree.ConfigNode.Mapping;
import io.datareplicator.config.tree.ConfigNode.Scalar;
import io.datareplicator.config.tree.ConfigNode.Sequence;
import io.datareplicator.config.tree.KeyPaths;
import io.datareplicator.config.tree.Origin;
import io.datareplicator.config.tree.Problems;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The table agrees with itself and with the records that it is bound to. */
class KeyTableTest {

  static Stream<Arguments> records() {
    return Stream.of(
        Arguments.of(BackupConfig.class, KeyTable.BACKUP),
        Arguments.of(ReplicationConfig.class, KeyTable.REPLICATION),
        Arguments.of(VolumeSettings.class, KeyTable.VOLUME_FILES),
        Arguments.of(ReconciliationConfig.class, KeyTable.RECONCILIATION),
        Arguments.of(Concurrency.class, KeyTable.CONCURRENCY),
        Arguments.of(Retry.class, KeyTable.RETRY),
        Arguments.of(LoggingConfig.class, KeyTable.LOGGING),
        Arguments.of(TokenSecrets.class, KeyTable.TOKEN),
        Arguments.of(WarehouseConfig.class, KeyTable.WAREHOUSE),
        Arguments.of(SideConfig.class, KeyTable.SIDE));
  }

  @ParameterizedTest
  @MethodSource("records")
  void everyKeyHasItsComponentWithTheSameLimits(Class<?> type, KeyGroup group) {
    Map<String, RecordComponent> components =
        Arrays.stream(type.getRecordComponents())
            .collect(Collectors.toMap(component -> keyOf(component.getName()), c -> c));
    // What the records know beyond the file.
    components.keySet().removeAll(Set.of("side", "allow_http", "creation_allowed"));
    assertThat(components.keySet()).containsExactlyInAnyOrderElementsOf(group.names());
    for (Key key : group.keys()) {
      RecordComponent component = components.get(key.name());
      if (key.shape() instanceof Shape.Whole whole) {
        assertThat(annotation(type, component, Min.class).value()).isEqualTo(whole.min());
        if (whole.max() != Integer.MAX_VALUE) {
          assertThat(annotation(type, component, Max.class).value()).isEqualTo(whole.max());
        }
      } else if (key.shape() instanceof Shape.Decimal decimal) {
        assertThat(Double.parseDouble(annotation(type, component, DecimalMin.class).value()))
            .isEqualTo(decimal.min());
        assertThat(Double.parseDouble(annotation(type, component, DecimalMax.class).value()))
            .isEqualTo(decimal.max());
      } else if (key.shape() instanceof Shape.Bool) {
        assertThat(component.getType()).isEqualTo(boolean.class);
      }
    }
  }

  @Test
  void everyDefaultIsAccepted() {
    for (KeyGroup group : allGroups()) {
      Map<String, ConfigNode> defaults = new LinkedHashMap<>();
      for (Key key : group.keys()) {
        if (key.standard() != null) {
          defaults.put(
              key.name(),
              key.shape() instanceof Shape.ListOf
                  ? new Sequence(List.of(), Origin.DEFAULT)
                  : new Scalar(key.standard(), key.shape().type(), Origin.DEFAULT));
        }
      }
      Problems problems = new Problems();
      Mapping tree = new Mapping(defaults, Origin.DEFAULT);
      Mapping checked = new StructureCheck(problems, false).check(tree, group, "");
      assertThat(problems.errors()).as(group.title()).isEmpty();
      assertThat(checked.entries()).hasSameSizeAs(defaults);
    }
  }

  @Test
  void everyKeyIsExplained() {
    for (KeyGroup group : allGroups()) {
      assertThat(group.doc()).endsWith(".");
      for (Key key : group.keys()) {
        assertThat(key.doc())
            .as(group.title() + "/" + key.name())
            .endsWith(".")
            .hasSizeGreaterThan(8);
        assertThat(key.name()).matches("[a-z][a-z_]*");
      }
    }
    assertThat(allGroups().stream().map(KeyGroup::title)).doesNotHaveDuplicates();
  }

  @Test
  void namesOfVariablesAreUnique() {
    Map<String, String> paths = new HashMap<>();
    variables(KeyTable.GROUP, "", paths);
    assertThat(paths)
        .hasSizeGreaterThan(100)
        .doesNotContainKeys(EnvironmentVariables.OTHERS.toArray(String[]::new));
  }

  private static void variables(KeyGroup group, String path, Map<String, String> paths) {
    for (Key key : group.keys()) {
      String child = KeyPaths.child(path, key.name());
      assertThat(paths.put(EnvironmentVariables.variable(child), child)).as(child).isNull();
      if (key.shape() instanceof Shape.Group inner) {
        variables(inner.keys().get(), child, paths);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "table_typs, table_types",
    "TABLE-TYPES, table_types",
    "tabel_types, table_types",
    "concurency, concurrency",
    "zebra, ",
    "'', ",
    "x, "
  })
  void nearMisses(String written, String expected) {
    assertThat(
            Suggestions.nearest(written == null ? "" : written, KeyTable.GROUP.names())
                .orElse(null))
        .isEqualTo(expected);
  }

  @Test
  void hugeWordsAreNotCompared() {
    assertThat(Suggestions.nearest("x".repeat(1_000_000), KeyTable.GROUP.names())).isEmpty();
  }

  private static Set<KeyGroup> allGroups() {
    Set<KeyGroup> groups = new LinkedHashSet<>();
    collect(KeyTable.ENVIRONMENTS, groups);
    collect(KeyTable.GROUP, groups);
    return groups;
  }

  private static void collect(KeyGroup group, Set<KeyGroup> groups) {
    if (groups.add(group)) {
      for (Key key : group.keys()) {
        Shape shape = key.shape();
        if (shape instanceof Shape.ListOf list) {
          shape = list.item();
        } else if (shape instanceof Shape.DictOf dict) {
          shape = dict.value();
        }
        if (shape instanceof Shape.Group inner) {
          collect(inner.keys().get(), groups);
        }
      }
    }
  }

  private static String keyOf(String component) {
    String key = component.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    return key.equals("volume") || key.equals("warehouse") ? key + "_config" : key;
  }

  /** Constraints of a component stand on its field, where validators look for them. */
  private static <A extends Annotation> A annotation(
      Class<?> type, RecordComponent component, Class<A> annotation) {
    try {
      A found = type.getDeclaredField(component.getName()).getAnnotation(annotation);
      assertThat(found).as(component.getName()).isNotNull();
      return found;
    } catch (NoSuchFieldException e) {
      throw new AssertionError(e);
    }
  }
}
