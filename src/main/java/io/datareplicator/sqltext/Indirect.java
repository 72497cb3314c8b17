package io.datareplicator.sqltext;

import java.util.List;

/**
 * A name that is no name in the text: made at run time, or in a string.
 *
 * @param place where it stands
 * @param text what stands there
 * @param kind what it names, or null if that cannot be told
 * @param parts the name, empty if it cannot be told from the text
 */
record Indirect(Token place, String text, Mention.Kind kind, List<String> parts) {}
