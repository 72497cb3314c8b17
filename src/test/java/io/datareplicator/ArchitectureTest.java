package io.datareplicator;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows of the architecture, and what must not be used. */
@AnalyzeClasses(packages = "io.datareplicator", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "io.datareplicator.";
  private static final Path SOURCES = Path.of("src/main/java");

  private static String[] packages(String... names) {
    return Stream.of(names).map(n -> ROOT + n + "..").toArray(String[]::new);
  }

  private static DescribedPredicate<JavaClass> ours() {
    return resideInAPackage("io.datareplicator..");
  }

  private static DescribedPredicate<JavaClass> oursOutside(String... names) {
    return ours()
        .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(packages(names))))
        .as("a class of this project outside of " + String.join(", ", names));
  }

  @ArchTest
  static final ArchRule modelStandsAlone =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "model..")
          .should()
          .dependOnClassesThat(oursOutside("model"));

  @ArchTest
  static final ArchRule configStandsAlone =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "config..")
          .should()
          .dependOnClassesThat(oursOutside("config"));

  @ArchTest
  static final ArchRule sqlTextStandsAlone =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "sqltext..")
          .should()
          .dependOnClassesThat(oursOutside("sqltext"));

  @ArchTest
  static final ArchRule planKnowsModelConfigAndSqlTextOnly =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "plan..")
          .should()
          .dependOnClassesThat(oursOutside("plan", "model", "config", "sqltext"));

  @ArchTest
  static final ArchRule planDoesNoInputOrOutput =
      noClasses()
          .that()
          .resideInAnyPackage(packages("plan", "model", "sqltext"))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.io..", "java.nio.file..", "java.net..", "jakarta.ws.rs..");

  @ArchTest
  static final ArchRule databricksKnowsNoOperation =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "databricks..")
          .should()
          .dependOnClassesThat(oursOutside("databricks", "model", "config"));

  @ArchTest
  static final ArchRule inventoryKnowsNoOperation =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "inventory..")
          .should()
          .dependOnClassesThat(oursOutside("inventory", "databricks", "model", "config"));

  @ArchTest
  static final ArchRule applyKnowsNoOperation =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "apply..")
          .should()
          .dependOnClassesThat(oursOutside("apply", "plan", "databricks", "model", "config"));

  @ArchTest
  static final ArchRule operationsDoNotKnowEachOther =
      slices()
          .matching(ROOT + "(backup|replicate|metadata|volumes|reconcile)..")
          .should()
          .notDependOnEachOther()
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule nothingKnowsTheCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "cli..");

  @ArchTest
  static final ArchRule noCycles = slices().matching(ROOT + "(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule noCyclesBetweenClientsOfAWorkspace =
      slices().matching(ROOT + "databricks.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyTheCommandLinePrints =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "cli..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  @ArchTest
  static final ArchRule oneWayToReachAWorkspace =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.net.http..")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(java.net.URLConnection.class)
          .orShould()
          .callMethod(java.net.URL.class, "openConnection")
          .orShould()
          .callMethod(java.net.URL.class, "openStream");

  @ArchTest
  static final ArchRule clientsAreBuiltInOnePlace =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "databricks.http..")
          .should()
          .dependOnClassesThat()
          .haveNameMatching(".*RestClientBuilder.*|jakarta\\.ws\\.rs\\.client\\.ClientBuilder");

  @ArchTest
  static final ArchRule timeIsInjected =
      noClasses()
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(java.time.LocalDateTime.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  @ArchTest
  static final ArchRule interfacesOfRemoteServicesStayWithTheirClients =
      classes()
          .that()
          .haveSimpleNameEndingWith("Api")
          .and()
          .areInterfaces()
          .should()
          .resideInAPackage(ROOT + "databricks..");

  private static List<Path> directoriesWithSources() throws IOException {
    try (Stream<Path> all = Files.walk(SOURCES)) {
      return all.filter(p -> p.toString().endsWith(".java"))
          .map(Path::getParent)
          .distinct()
          .toList();
    }
  }

  @Test
  void everyPackageStatesItsInvariant() throws IOException {
    assertThat(directoriesWithSources())
        .hasSizeGreaterThan(10)
        .allSatisfy(
            directory ->
                assertThat(directory.resolve("package-info.java"))
                    .exists()
                    .content()
                    .containsPattern("Invariant:\\s"));
  }

  @Test
  void filesStaySmall() throws IOException {
    try (Stream<Path> all = Files.walk(SOURCES)) {
      assertThat(all.filter(p -> p.toString().endsWith(".java")))
          .allSatisfy(file -> assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(500));
    }
  }
}
