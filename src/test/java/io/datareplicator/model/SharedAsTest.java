package io.datareplicator.model;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class SharedAsTest {
  @Test
  void plainNamesStayAsTheyAre() {
    assertThat(SharedAs.of("Bronze", "events_1")).isEqualTo("bronze.events_1");
  }

  @Test
  void namesThatDifferInOtherCharactersStayApart() {
    assertThat(SharedAs.part("a-b")).isNotEqualTo(SharedAs.part("a_b"));
    assertThat(SharedAs.part("a-b")).isNotEqualTo(SharedAs.part("a+b")).startsWith("a_b_");
    assertThat(SharedAs.part("été")).matches("[a-z0-9_]+");
  }

  @Property
  void everyNameBecomesOneThatSharesAccept(@ForAll @NotEmpty String name) {
    assertThat(SharedAs.part(name)).matches("[a-z0-9_]+").isEqualTo(SharedAs.part(name));
  }
}
