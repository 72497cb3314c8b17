package io.datareplicator.config;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Options exactly as typed. Schedulers pass empty parameters, so an empty or blank text is the same
 * as an option that was not given; that is also why numbers are texts here.
 *
 * @param given text of each option that was given
 */
public record CommandLineOverrides(Map<CommandLineOption, String> given) {

  /** No option at all. */
  public static final CommandLineOverrides NONE = new CommandLineOverrides(Map.of());

  /** Keeps its own copy without the empty ones. */
  public CommandLineOverrides {
    EnumMap<CommandLineOption, String> kept = new EnumMap<>(CommandLineOption.class);
    given.forEach(
        (option, text) -> {
          if (text != null && !text.isBlank()) {
            kept.put(option, text);
          }
        });
    given = Collections.unmodifiableMap(kept);
  }

  /** The same options and one more; a null or blank text takes the option away. */
  public CommandLineOverrides with(CommandLineOption option, String text) {
    EnumMap<CommandLineOption, String> more = new EnumMap<>(CommandLineOption.class);
    more.putAll(given);
    more.remove(option);
    if (text != null) {
      more.put(option, text);
    }
    return new CommandLineOverrides(more);
  }

  /** The text of an option, when it was given. */
  public Optional<String> get(CommandLineOption option) {
    return Optional.ofNullable(given.get(option));
  }
}
