package io.datareplicator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.reconcile.FilesVerdict.Difference;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilesVerdictTest {
  private static FilesVerdict of(int source, int target) {
    FilesVerdict verdict = new FilesVerdict();
    for (int i = 0; i < source; i++) {
      verdict.source(10);
    }
    for (int i = 0; i < target; i++) {
      verdict.target();
    }
    return verdict;
  }

  @Test
  void equalVolumesMatchEvenWhenEmpty() {
    assertThat(of(0, 0).matches(100)).isTrue();
    assertThat(of(3, 3).matches(100)).isTrue();
    assertThat(of(3, 3).describe()).isEmpty();
    assertThat(of(3, 3).details()).isEqualTo(Map.of("files", 3L, "bytes", 30L, "target_files", 3L));
  }

  @ParameterizedTest
  @CsvSource({
    "MISSING_IN_TARGET, 1 file of the source is not on the target (a/b)",
    "SIZE_DIFFERS, 1 file has another size on the target (a/b)",
    "CONTENT_DIFFERS, 1 file has another content on the target (a/b)"
  })
  void everyDifferenceCounts(Difference how, String words) {
    FilesVerdict verdict = of(100, 100);
    verdict.differs(how, "a/b");
    assertThat(verdict.matches(100)).isFalse();
    assertThat(verdict.matches(99)).isTrue();
    assertThat(verdict.matches(99.5)).isFalse();
    assertThat(verdict.describe()).containsExactly(words);
    assertThat(verdict.details()).containsEntry(how.key(), 1L);
    assertThat(verdict.details().get("examples")).isEqualTo(Map.of(how.key(), List.of("a/b")));
  }

  @Test
  void filesThatOnlyTheTargetHasCountToo() {
    FilesVerdict verdict = of(10, 12);
    verdict.onlyAtTarget(2);
    verdict.example(Difference.MISSING_IN_SOURCE, "x");
    assertThat(verdict.matches(100)).isFalse();
    assertThat(verdict.matches(80)).isTrue();
    assertThat(verdict.matches(90)).isFalse();
    assertThat(verdict.describe())
        .containsExactly("2 files of the target are not at the source (x, …)");
  }

  @Test
  void differencesOfSeveralKindsAddUp() {
    FilesVerdict verdict = of(10, 10);
    verdict.differs(Difference.SIZE_DIFFERS, "a");
    verdict.differs(Difference.CONTENT_DIFFERS, "b");
    assertThat(verdict.matches(90)).isFalse();
    assertThat(verdict.matches(80)).isTrue();
  }

  @Test
  void examplesAreTheFirstNamesWhateverTheirOrder() {
    FilesVerdict verdict = of(100, 0);
    for (int i = 99; i >= 0; i--) {
      verdict.differs(Difference.MISSING_IN_TARGET, "f%02d".formatted(i));
    }
    List<?> names =
        (List<?>) ((Map<?, ?>) verdict.details().get("examples")).get("missing_in_target");
    assertThat(names).hasSize(20);
    assertThat(names.get(0)).isEqualTo("f00");
    assertThat(names.get(19)).isEqualTo("f19");
    assertThat(verdict.describe())
        .containsExactly("100 files of the source are not on the target (f00, f01, f02, …)");
  }
}
