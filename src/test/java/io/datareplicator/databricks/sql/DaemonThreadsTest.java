package io.datareplicator.databricks.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class DaemonThreadsTest {
  /** As when a signal is handled while all threads of a pool are busy. */
  @Test
  void threadsFindTheToolsClassesWhoeverMakesThem() throws Exception {
    ExecutorService pool = Executors.newCachedThreadPool(DaemonThreads.named("test"));
    Thread current = Thread.currentThread();
    ClassLoader own = current.getContextClassLoader();
    current.setContextClassLoader(ClassLoader.getPlatformClassLoader());
    try {
      Future<Class<?>> found =
          pool.submit(
              () ->
                  Class.forName(
                      "io.datareplicator.databricks.sql.StatementApi$StatementResponse",
                      false,
                      Thread.currentThread().getContextClassLoader()));
      assertThat(found.get()).isSameAs(StatementApi.StatementResponse.class);
    } finally {
      current.setContextClassLoader(own);
      pool.shutdownNow();
    }
  }

  @Test
  void threadsAreNamedAndDoNotKeepTheProcessAlive() {
    Thread thread = DaemonThreads.named("sql").newThread(() -> {});
    assertThat(thread.isDaemon()).isTrue();
    assertThat(thread.getName()).isEqualTo("sql-1");
  }
}
