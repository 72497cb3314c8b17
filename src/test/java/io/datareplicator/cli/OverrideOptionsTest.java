package io.datareplicator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datareplicator.config.CommandLineOption;
import io.datareplicator.config.CommandLineOverrides;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class OverrideOptionsTest {
  private static CommandLineOverrides parse(String... args) {
    OverrideOptions options = new OverrideOptions();
    new CommandLine(options).parseArgs(args);
    return options.toOverrides();
  }

  static Stream<Arguments> names() {
    return Arrays.stream(CommandLineOption.values())
        .flatMap(option -> option.names().stream().map(name -> Arguments.of(option, name)));
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyNameSetsItsOptionAndNoOther(CommandLineOption option, String name) {
    if (option == CommandLineOption.ALLOW_HTTP) {
      assertThat(parse(name).given()).isEqualTo(Map.of(option, "true"));
    } else {
      assertThat(parse(name, "Va l,ue").given()).isEqualTo(Map.of(option, "Va l,ue"));
    }
  }

  @ParameterizedTest
  @EnumSource(value = CommandLineOption.class, mode = EnumSource.Mode.EXCLUDE, names = "ALLOW_HTTP")
  void emptyTextIsAsGoodAsNotGiven(CommandLineOption option) {
    assertThat(parse(option.longName(), "").given()).isEmpty();
    assertThat(parse(option.longName() + "=").given()).isEmpty();
    assertThat(parse(option.longName(), "  ").given()).isEmpty();
  }

  @Test
  void nothingGivenIsNothing() {
    assertThat(parse().given()).isEmpty();
  }

  @Test
  void allTogether() {
    List<String> args = new ArrayList<>();
    for (CommandLineOption option : CommandLineOption.values()) {
      args.add(option.longName());
      if (option != CommandLineOption.ALLOW_HTTP) {
        args.add(option.name());
      }
    }

    CommandLineOverrides given = parse(args.toArray(String[]::new));

    assertThat(given.given()).hasSize(CommandLineOption.values().length);
    for (CommandLineOption option : CommandLineOption.values()) {
      assertThat(given.get(option))
          .contains(option == CommandLineOption.ALLOW_HTTP ? "true" : option.name());
    }
  }

  @Test
  void picocliKnowsNoNameThatTheConfigurationDoesNot() {
    Set<String> known = new HashSet<>();
    for (CommandLineOption option : CommandLineOption.values()) {
      known.addAll(option.names());
    }
    Set<String> offered = new HashSet<>();
    for (OptionSpec option : new CommandLine(new OverrideOptions()).getCommandSpec().options()) {
      offered.addAll(List.of(option.names()));
      assertThat(option.description()).as(option.longestName()).isNotEmpty();
    }

    assertThat(offered).isEqualTo(known);
  }

  @Test
  void optionTwiceOrWithoutValueIsAnError() {
    assertThatThrownBy(() -> parse("-tc", "a", "-ts", "x", "-tc", "b"))
        .isInstanceOf(CommandLine.ParameterException.class)
        .hasMessageContaining("only one");
    assertThatThrownBy(() -> parse("-tc"))
        .isInstanceOf(CommandLine.MissingParameterException.class);
  }

  @Test
  void valueMayLookHostile() {
    String filter = "table_name LIKE '%x' -- \uD83D\uDE80 ${env:HOME}";

    assertThat(parse("-tfe", filter).get(CommandLineOption.SCHEMA_TABLE_FILTER_EXPRESSION))
        .contains(filter);
  }
}
