package io.datareplicator.e2e;

import io.datareplicator.databricks.http.TokenSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Tokens that a test can change. */
final class TestTokens implements TokenSource {
  final AtomicReference<String> current;
  final AtomicReference<String> afterRefusal = new AtomicReference<>();
  final AtomicInteger refusals = new AtomicInteger();

  TestTokens(String first) {
    current = new AtomicReference<>(first);
  }

  @Override
  public String token() {
    return current.get();
  }

  @Override
  public boolean refused(String rejected) {
    refusals.incrementAndGet();
    String next = afterRefusal.getAndSet(null);
    if (next != null) {
      current.set(next);
    }
    return next != null || !current.get().equals(rejected);
  }

  @Override
  public String kind() {
    return "test";
  }
}
