package io.datareplicator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.apply.OperationResult;
import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.run.RunOutcome;
import io.datareplicator.testkit.Results;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitCodeTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "false,-,-,false,0",
        "false,-,-,true,3",
        "false,stopped,-,false,1",
        "false,stopped,-,true,1",
        "false,-,lost,false,1",
        "false,-,lost,true,1",
        "false,stopped,lost,true,1",
        "true,-,-,false,130",
        "true,stopped,lost,true,130"
      })
  void severestWins(
      boolean interrupted, String fatal, String unrecorded, boolean failed, int code) {
    List<OperationResult> results =
        List.of(
            Results.of("a", Status.SUCCESS, null),
            Results.of("b", Status.SKIPPED, null),
            Results.of("c", failed ? Status.FAILED : Status.SUCCESS, failed ? "x" : null));

    assertThat(
            ExitCode.of(
                new RunOutcome(
                    "r",
                    results,
                    interrupted,
                    Optional.ofNullable(fatal),
                    Optional.ofNullable(unrecorded),
                    "a.b.c",
                    Duration.ZERO,
                    Map.of(),
                    0),
                ExitCode.INTERRUPTED))
        .isEqualTo(code);
  }
}
