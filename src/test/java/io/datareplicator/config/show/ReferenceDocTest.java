package io.datareplicator.config.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * docs/configuration.md is what the key table says. After a change of the table, write it anew with
 * {@code ./mvnw test -Dtest=ReferenceDocTest -Dconfig.reference.write=true}.
 */
class ReferenceDocTest {

  private static final Path PAGE = Path.of("docs", "configuration.md");

  @Test
  void pageIsFresh() throws IOException {
    String page = ReferenceDoc.render();
    if (Boolean.getBoolean("config.reference.write")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).as("write it with -Dconfig.reference.write=true").hasContent(page);
  }
}
