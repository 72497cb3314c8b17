package io.datareplicator.plan.recon;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowVerdictTest {
  private static RowVerdict rows(long source, long missing, long extra, double threshold) {
    return new RowVerdict(source, source - missing + extra, missing, extra, threshold);
  }

  @ParameterizedTest
  @CsvSource({
    "100, 1000, 0",
    "99.9, 1000, 1",
    "99.9, 999, 0",
    "99.9, 1001, 1",
    "99.9, 1999, 1",
    "99.9, 2000, 2",
    "99.99, 10000, 1",
    "99.99, 9999, 0",
    "0, 1000, 1000",
    "50, 3, 1",
    "0, 0, 0",
    "100, 0, 0",
    "99.9, 9223372036854775807, 9223372036854775"
  })
  void aShareOfTheSourceMayDiffer(double threshold, long source, long allowed) {
    assertThat(rows(source, 0, 0, threshold).allowed()).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "100, 10, 0, 0, true",
    "100, 10, 1, 0, false",
    "100, 10, 0, 1, false",
    "99, 200, 1, 0, true",
    "99, 200, 2, 2, true",
    "99, 200, 3, 0, false",
    "99, 200, 0, 3, false",
    "0, 10, 10, 0, true",
    "0, 10, 10, 10, true",
    "0, 10, 10, 11, false",
    "0, 0, 0, 1, false",
    "0, 0, 0, 0, true"
  })
  void rowsMatchUpToTheThreshold(
      double threshold, long source, long missing, long extra, boolean match) {
    RowVerdict verdict = rows(source, missing, extra, threshold);

    assertThat(verdict.rowsMatch()).isEqualTo(match);
    assertThat(verdict.countsMatch() && verdict.rowsMatch())
        .isEqualTo(verdict.describe().isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "100, 10, 10, true",
    "100, 10, 9, false",
    "100, 10, 11, false",
    "90, 10, 9, true",
    "90, 10, 11, true",
    "90, 10, 8, false",
    "90, 10, 12, false",
    "99.9, 0, 1, false",
    "0, 0, 1, false",
    "0, 10, 0, true",
    "0, 10, 20, true",
    "0, 10, 21, false"
  })
  void countsMatchUpToTheThreshold(double threshold, long source, long target, boolean match) {
    RowVerdict verdict = new RowVerdict(source, target, null, null, threshold);

    assertThat(verdict.countsMatch()).isEqualTo(match);
    assertThat(verdict.rowsMatch()).as("not compared").isTrue();
    assertThat(verdict.describe()).hasSize(match ? 0 : 1);
  }

  @Test
  void saysWhatDiffers() {
    assertThat(rows(100, 7, 2, 100).describe())
        .containsExactly(
            "100 rows at the source, 95 on the target",
            "7 rows of the source are not on the target",
            "2 rows of the target are not at the source");
  }

  @Test
  void tellsHowManyOfTheSourcesRowsArePresent() {
    assertThat(rows(200, 1, 5, 100).presentPercent()).isEqualTo(99.5);
    assertThat(rows(0, 0, 3, 100).presentPercent()).isEqualTo(100);
    assertThat(rows(3, 3, 0, 100).presentPercent()).isZero();
    assertThat(new RowVerdict(10, 9, null, null, 100).presentPercent()).isEqualTo(90);
    assertThat(new RowVerdict(10, 12, null, null, 100).presentPercent()).isEqualTo(100);
  }

  @Property
  void whatIsAllowedIsExact(
      @ForAll @LongRange(min = 0) long source,
      @ForAll @DoubleRange(min = 0, max = 100) double threshold) {
    BigDecimal allowed = BigDecimal.valueOf(rows(source, 0, 0, threshold).allowed());
    BigDecimal limit =
        BigDecimal.valueOf(100)
            .subtract(BigDecimal.valueOf(threshold))
            .multiply(BigDecimal.valueOf(source))
            .movePointLeft(2);

    assertThat(allowed).isLessThanOrEqualTo(limit).isGreaterThan(limit.subtract(BigDecimal.ONE));
  }

  @Property
  void fullAgreementIsAMatchAtEveryThreshold(
      @ForAll @LongRange(min = 0) long source,
      @ForAll @DoubleRange(min = 0, max = 100) double threshold) {
    assertThat(rows(source, 0, 0, threshold).describe()).isEmpty();
  }

  @Property
  void aStricterThresholdNeverMatchesMore(
      @ForAll @LongRange(min = 0, max = 1_000_000) long source,
      @ForAll @LongRange(min = 0, max = 1000) long missing,
      @ForAll @LongRange(min = 0, max = 1000) long extra,
      @ForAll @DoubleRange(min = 0, max = 100) double one,
      @ForAll @DoubleRange(min = 0, max = 100) double other) {
    RowVerdict loose = rows(source, Math.min(source, missing), extra, Math.min(one, other));
    RowVerdict strict = rows(source, Math.min(source, missing), extra, Math.max(one, other));

    assertThat(strict.rowsMatch() && !loose.rowsMatch()).isFalse();
    assertThat(strict.countsMatch() && !loose.countsMatch()).isFalse();
  }

  @Property
  void onlyEqualRowsMatchAtAHundredPercent(
      @ForAll @LongRange(min = 0) long source,
      @ForAll @LongRange(min = 0, max = 3) long missing,
      @ForAll @LongRange(min = 0, max = 3) long extra) {
    RowVerdict verdict = rows(source, Math.min(source, missing), extra, 100);

    assertThat(verdict.rowsMatch()).isEqualTo(Math.min(source, missing) + extra == 0);
  }
}
