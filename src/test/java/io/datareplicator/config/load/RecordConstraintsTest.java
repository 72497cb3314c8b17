package io.datareplicator.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.config.Concurrency;
import io.datareplicator.config.Retry;
import jakarta.validation.ConstraintViolation;
import org.junit.jupiter.api.Test;

/** The validator knows all records below the run's configuration, and speaks English. */
class RecordConstraintsTest {
  @Test
  void refusesWhatARecordForbids() {
    assertThat(RecordConstraints.validator().validate(new Retry(0, 0)))
        .extracting(v -> v.getPropertyPath() + " " + v.getMessage())
        .containsExactlyInAnyOrder(
            "maxAttempts must be greater than or equal to 1",
            "retryDelaySeconds must be greater than or equal to 1");
    assertThat(RecordConstraints.validator().validate(new Concurrency(false, 65, 8, 1800)))
        .extracting(ConstraintViolation::getMessage)
        .containsExactly("must be less than or equal to 64");
  }

  @Test
  void acceptsWhatARecordAllows() {
    assertThat(RecordConstraints.validator().validate(new Retry(1, 1))).isEmpty();
  }
}
