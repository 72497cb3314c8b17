package io.datareplicator.e2e;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the {@link SandboxProcess} that all of them share: it takes seconds to start and
 * gigabytes to hold. Classes keep apart by catalog names of their own; faults never outlive the
 * test that set them.
 */
final class SandboxExtension implements ParameterResolver, AfterEachCallback {
  private static final Namespace NAMESPACE = Namespace.create(SandboxExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == SandboxProcess.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return sandbox(context);
  }

  private static SandboxProcess sandbox(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(SandboxProcess.class, key -> start(), SandboxProcess.class);
  }

  private static SandboxProcess start() {
    try {
      return SandboxProcess.shared();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ParameterResolutionException("interrupted while the sandbox started", e);
    } catch (java.io.IOException e) {
      throw new ParameterResolutionException("the sandbox could not be started", e);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    sandbox(context).sides().forEach(SandboxSide::clearFaults);
  }
}
