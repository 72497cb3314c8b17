package io.datareplicator.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An upgrade of the driver must not break the native executable unseen. */
class DriverNativeImageTest {
  private static final Path METADATA =
      Path.of(
          "src/main/resources/META-INF/native-image/io.datareplicator/data-replicator/reachability-metadata.json");

  @Test
  void metadataIsThatOfTheDriverOnTheClassPath() throws Exception {
    String expected = DriverMetadata.of(jar());
    if (Boolean.getBoolean("driver.metadata.write")) {
      Files.writeString(METADATA, expected);
    }
    assertThat(Files.readString(METADATA))
        .as("write it anew with -Ddriver.metadata.write=true and read the difference")
        .isEqualTo(expected);
  }

  static Stream<Class<?>> replacements() {
    return Stream.of(
        NettyLogging.class, ArrowLedgerText.class, BrotliAbsent.class, ZstdAbsent.class);
  }

  @ParameterizedTest
  @MethodSource("replacements")
  void replacedMethodExistsAsDeclared(Class<?> replacement) throws ClassNotFoundException {
    Method ours =
        Arrays.stream(replacement.getDeclaredMethods())
            .filter(m -> m.isAnnotationPresent(Substitute.class))
            .findFirst()
            .orElseThrow();
    Class<?> target =
        Class.forName(
            replacement.getAnnotation(TargetClass.class).className(),
            false,
            getClass().getClassLoader());
    assertThat(target.getDeclaredMethods())
        .anySatisfy(
            theirs -> {
              assertThat(theirs.getName()).isEqualTo(ours.getName());
              assertThat(parameters(theirs)).isEqualTo(parameters(ours));
              assertThat(Modifier.isStatic(theirs.getModifiers()))
                  .isEqualTo(Modifier.isStatic(ours.getModifiers()));
            });
  }

  private static List<String> parameters(Method method) {
    return Arrays.stream(method.getParameterTypes()).map(Class::getSimpleName).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.apache.logging.log4j.spi.ExtendedLoggerWrapper",
        "com.aayushatharva.brotli4j.Brotli4jLoader",
        "com.github.luben.zstd.Zstd"
      })
  void replacementsAreStillNeeded(String absent) {
    assertThatThrownBy(() -> Class.forName(absent)).isInstanceOf(ClassNotFoundException.class);
  }

  private static Path jar() throws ClassNotFoundException, URISyntaxException {
    return Path.of(
        Class.forName(DriverPresent.DRIVER, false, DriverNativeImageTest.class.getClassLoader())
            .getProtectionDomain()
            .getCodeSource()
            .getLocation()
            .toURI());
  }
}
