package io.datareplicator.config.tree;

import io.datareplicator.config.tree.ConfigNode.Mapping;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads one YAML document into a tree with positions, within limits. */
public final class YamlReader {

  /** Largest file that is read, in bytes. */
  public static final int MAX_BYTES = 4 * 1024 * 1024;

  private static final int MAX_DEPTH = 60;
  private static final int MAX_ALIASES = 1_000;

  private YamlReader() {}

  /**
   * Reads a document whose root is a dictionary.
   *
   * @param yaml file
   * @param layer layer that the file makes up
   * @param problems where problems go
   * @return the tree, or null when there is none; a problem says why
   */
  public static Mapping read(YamlText yaml, Layer layer, Problems problems) {
    Origin start = new Origin(layer, yaml.name(), 1, 1);
    String text = decode(yaml, start, problems);
    if (text == null) {
      return null;
    }
    int before = problems.errors().size();
    Node root = compose(text, start, problems);
    if (root == null) {
      if (problems.errors().size() == before) {
        problems.error(start, "", "an empty file", "a dictionary of settings is expected", null);
      }
      return null;
    }
    ConfigNode tree = new NodeConverter(start, problems).convert(root);
    if (tree instanceof Mapping mapping) {
      return mapping;
    }
    if (tree != null) {
      problems.error(
          start,
          "",
          Problems.show(tree, ""),
          "the file must be a dictionary of settings (lines of the form key: value)",
          null);
    }
    return null;
  }

  private static String decode(YamlText yaml, Origin start, Problems problems) {
    byte[] bytes = yaml.bytes();
    if (bytes.length > MAX_BYTES) {
      problems.error(
          start,
          "",
          "a larger file",
          "a configuration file may have at most " + MAX_BYTES / (1024 * 1024) + " MiB",
          "Select by filter expression instead of listing every table");
      return null;
    }
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      String valid = new String(bytes, StandardCharsets.UTF_8);
      int line = lineOf(valid, Math.max(0, valid.indexOf('\uFFFD')));
      problems.error(
          new Origin(start.layer(), start.file(), line, 1),
          "",
          null,
          "the file is not valid UTF-8",
          "Save it as UTF-8");
      return null;
    }
  }

  private static Node compose(String text, Origin start, Problems problems) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_BYTES + 1);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(MAX_ALIASES);
    // Nothing is constructed from tags; NodeConverter refuses them with the key that has them.
    options.setTagInspector(tag -> true);
    try {
      return new Composer(new ParserImpl(new StreamReader(text), options), new Resolver(), options)
          .getSingleNode();
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
      problems.error(at(start, mark), "", null, "not valid YAML: " + reason(e), mend(e));
    } catch (ReaderException e) {
      problems.error(
          new Origin(start.layer(), start.file(), lineOf(text, e.getPosition()), 1),
          "",
          String.format("U+%04X", e.getCodePoint()),
          "not valid YAML: a character that YAML does not allow",
          "Remove it or write it as an escape in double quotes");
    } catch (YAMLException | IllegalArgumentException e) {
      // The parser gives no place for these; the second is how it refuses malformed tags.
      problems.error(start, "", null, "not valid YAML: " + oneLine(e.getMessage()), null);
    }
    return null;
  }

  private static Origin at(Origin start, Mark mark) {
    return mark == null
        ? start
        : new Origin(start.layer(), start.file(), mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static String reason(MarkedYAMLException e) {
    String problem = e.getProblem() == null ? "" : e.getProblem();
    String context = e.getContext() == null ? "" : e.getContext();
    return oneLine(context.isEmpty() ? problem : context + ": " + problem);
  }

  private static String mend(MarkedYAMLException e) {
    String problem = e.getProblem() == null ? "" : e.getProblem();
    String context = e.getContext() == null ? "" : e.getContext();
    if (problem.contains("\\t") || problem.contains("TAB")) {
      return "Indent with spaces, not tabs";
    }
    if (context.contains("single document")) {
      return "Keep one document per file: remove the '---' between them";
    }
    if (problem.contains("undefined alias")) {
      return "Define the anchor with & before it is used with *";
    }
    return "Check indentation, quotes and brackets here and on the line before";
  }

  private static String oneLine(String text) {
    return Problems.show(text == null ? "unknown reason" : text, "");
  }

  private static int lineOf(String text, int position) {
    int end = Math.min(position, text.length());
    return 1 + (int) text.substring(0, end).chars().filter(c -> c == '\n').count();
  }
}
