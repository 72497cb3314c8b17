package io.datareplicator.config.load;

import io.datareplicator.config.RunConfig;
import io.datareplicator.config.tree.Origin;
import io.datareplicator.config.tree.Problems;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.util.Locale;

/** Checks the constraints on the records: the second net behind the key table. */
final class ConstraintCheck {

  private ConstraintCheck() {}

  static void check(Validator validator, RunConfig config, Problems problems) {
    for (ConstraintViolation<RunConfig> violation : validator.validate(config)) {
      problems.error(
          Origin.DEFAULT,
          keyPath(violation.getPropertyPath().toString()),
          null,
          violation.getMessage(),
          null);
    }
  }

  /** {@code catalogs[0].retry.maxAttempts} in the spelling of the files. */
  static String keyPath(String propertyPath) {
    return propertyPath.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }
}
