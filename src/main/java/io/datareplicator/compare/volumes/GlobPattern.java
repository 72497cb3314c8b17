package io.datareplicator.compare.volumes;

import java.util.regex.Pattern;

/**
 * Glob of file names as Hadoop reads them, and so Auto Loader: {@code *}, {@code ?}, {@code [a-c]},
 * {@code [^a]}, <code>{ab,cd}</code>, and a backslash before what is meant literally.
 */
public final class GlobPattern {
  private final Pattern pattern;

  /**
   * @throws IllegalArgumentException when a bracket or brace is not closed
   */
  public GlobPattern(String glob) {
    StringBuilder regex = new StringBuilder();
    int braces = 0;
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      switch (c) {
        case '\\' -> {
          if (++i == glob.length()) {
            throw bad(glob, "ends with a backslash");
          }
          regex.append(Pattern.quote(glob.substring(i, i + 1)));
        }
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        case '{' -> {
          braces++;
          regex.append("(?:");
        }
        case '}' -> {
          if (braces == 0) {
            regex.append("\\}");
          } else {
            braces--;
            regex.append(')');
          }
        }
        case ',' -> regex.append(braces > 0 ? "|" : ",");
        case '[' -> i = charClass(glob, i, regex);
        default -> regex.append(Pattern.quote(glob.substring(i, i + 1)));
      }
    }
    if (braces > 0) {
      throw bad(glob, "has a brace that is not closed");
    }
    this.pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  private static int charClass(String glob, int open, StringBuilder regex) {
    regex.append('[');
    int i = open + 1;
    if (i < glob.length() && (glob.charAt(i) == '^' || glob.charAt(i) == '!')) {
      regex.append('^');
      i++;
    }
    int first = i;
    for (; i < glob.length(); i++) {
      char c = glob.charAt(i);
      if (c == ']' && i > first) {
        regex.append(']');
        return i;
      }
      if (c == '\\' && i + 1 < glob.length()) {
        c = glob.charAt(++i);
        regex.append('\\').append(c);
      } else if (c == '-') {
        regex.append('-');
      } else if (Character.isLetterOrDigit(c)) {
        regex.append(c);
      } else {
        regex.append('\\').append(c);
      }
    }
    throw bad(glob, "has a bracket that is not closed");
  }

  private static IllegalArgumentException bad(String glob, String why) {
    return new IllegalArgumentException("pathGlobFilter '" + glob + "' " + why);
  }

  public boolean matches(String name) {
    return pattern.matcher(name).matches();
  }
}
