package io.datareplicator.config.load;

import io.datareplicator.config.RunConfig;
import jakarta.validation.Constraint;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.hibernate.validator.PredefinedScopeHibernateValidator;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

/**
 * The validator of the configuration records. It is put together when this class is initialised, in
 * a native executable at build time, and serves without the framework: checking a file must not
 * start an HTTP stack.
 */
public final class RecordConstraints {
  private static final Validator VALIDATOR = build();

  private RecordConstraints() {}

  /** The validator; may be used by several threads. */
  public static Validator validator() {
    return VALIDATOR;
  }

  private static Validator build() {
    Set<Class<?>> records = new HashSet<>();
    Set<String> constraints = new HashSet<>();
    collect(RunConfig.class, records, constraints);
    return Validation.byProvider(PredefinedScopeHibernateValidator.class)
        .configure()
        .ignoreXmlConfiguration()
        .builtinConstraints(constraints)
        .initializeBeanMetaData(records)
        .locales(Set.of(Locale.ENGLISH))
        .defaultLocale(Locale.ENGLISH)
        .localeResolver(context -> Locale.ENGLISH)
        .messageInterpolator(
            new ParameterMessageInterpolator(
                Set.of(Locale.ENGLISH), Locale.ENGLISH, context -> Locale.ENGLISH, true))
        .buildValidatorFactory()
        .getValidator();
  }

  private static void collect(Class<?> type, Set<Class<?>> records, Set<String> constraints) {
    if (!type.isRecord() || !records.add(type)) {
      return;
    }
    for (RecordComponent component : type.getRecordComponents()) {
      try {
        collect(type.getDeclaredField(component.getName()), constraints);
      } catch (NoSuchFieldException impossible) {
        throw new IllegalStateException(impossible);
      }
      collect(component.getAnnotatedType(), records, constraints);
    }
  }

  private static void collect(AnnotatedType type, Set<Class<?>> records, Set<String> constraints) {
    collect((AnnotatedElement) type, constraints);
    if (type instanceof AnnotatedParameterizedType container) {
      for (AnnotatedType argument : container.getAnnotatedActualTypeArguments()) {
        collect(argument, records, constraints);
      }
    } else if (type.getType() instanceof Class<?> plain) {
      collect(plain, records, constraints);
    }
  }

  private static void collect(AnnotatedElement element, Set<String> constraints) {
    for (Annotation annotation : element.getAnnotations()) {
      if (annotation.annotationType().isAnnotationPresent(Constraint.class)) {
        constraints.add(annotation.annotationType().getName());
      }
    }
  }
}
