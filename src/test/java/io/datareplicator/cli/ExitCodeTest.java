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
        "false,-,-,false,false,0",
        "false,-,-,true,false,3",
        "false,-,-,false,true,4",
        "false,-,-,true,true,3",
        "false,stopped,-,false,false,1",
        "false,stopped,-,true,true,1",
        "false,-,lost,false,true,1",
        "false,-,lost,true,false,1",
        "false,stopped,lost,true,false,1",
        "true,-,-,false,true,130",
        "true,stopped,lost,true,false,130"
      })
  void severestWins(
      boolean interrupted,
      String fatal,
      String unrecorded,
      boolean failed,
      boolean differs,
      int code) {
    List<OperationResult> results =
        List.of(
            Results.of("a", Status.SUCCESS, null),
            Results.of("b", Status.SKIPPED, null),
            Results.of("c", failed ? Status.FAILED : Status.SUCCESS, failed ? "x" : null),
            Results.of(
                "reconciliation",
                "d",
                differs ? Status.FAILED : Status.SUCCESS,
                null,
                Map.of("outcome", differs ? "mismatch" : "match")));

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
