package io.datareplicator.databricks.files;

import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.Trace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Lists a directory and everything under it, several directories at once. Entries go to a sink as
 * they come; directories that wait for their turn are bounded, whatever the shape of the tree: when
 * too many wait, those that are found are listed at once by whoever found them.
 */
public final class TreeWalk {
  private static final int MAX_WAITING = 10_000;

  private final Files files;
  private final ExecutorService threads;
  private final int atOnce;
  private final int maxWaiting;

  /**
   * @param threads as many as {@code atOnce} must be free while a walk is under way
   * @param atOnce listings under way at once
   */
  public TreeWalk(Files files, ExecutorService threads, int atOnce) {
    this(files, threads, atOnce, MAX_WAITING);
  }

  TreeWalk(Files files, ExecutorService threads, int atOnce, int maxWaiting) {
    this.files = files;
    this.threads = threads;
    this.atOnce = atOnce;
    this.maxWaiting = maxWaiting;
  }

  /**
   * Walks the tree and returns when all of it was handed over.
   *
   * @param descend whether a directory is listed
   * @param sink takes the files, on several threads
   * @throws ApiException when a listing fails: then the tree is not known. A directory that was
   *     removed meanwhile is no failure, a missing root is
   */
  public void run(String root, Predicate<FileEntry> descend, Consumer<FileEntry> sink)
      throws InterruptedException {
    Walk walk = new Walk(root, descend, sink);
    Trace trace = Trace.current();
    List<Future<?>> others = new ArrayList<>();
    for (int i = 1; i < atOnce; i++) {
      others.add(
          threads.submit(
              () ->
                  trace.during(
                      () -> {
                        walk.work();
                        return null;
                      })));
    }
    try {
      walk.work();
      walk.awaitEnd();
    } finally {
      walk.end(null);
      others.forEach(other -> other.cancel(true));
    }
    walk.rethrow();
  }

  private final class Walk {
    private final String root;
    private final Predicate<FileEntry> descend;
    private final Consumer<FileEntry> sink;
    private final Deque<String> waiting = new ArrayDeque<>();
    private int busy;
    private boolean over;
    private RuntimeException failure;

    Walk(String root, Predicate<FileEntry> descend, Consumer<FileEntry> sink) {
      this.root = root;
      this.descend = descend;
      this.sink = sink;
      waiting.add(root);
    }

    void work() {
      try {
        for (String directory = next(); directory != null; directory = next()) {
          try {
            list(directory);
          } catch (RuntimeException e) {
            end(e);
          } finally {
            done();
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        end(new CancellationException("the listing was interrupted"));
      }
    }

    private synchronized String next() throws InterruptedException {
      while (waiting.isEmpty() && busy > 0 && !over) {
        wait();
      }
      if (over || waiting.isEmpty()) {
        over = true;
        return null;
      }
      busy++;
      // The last one found first: the tree is walked in depth, and few directories wait.
      return waiting.pollLast();
    }

    private synchronized void done() {
      busy--;
      notifyAll();
    }

    /** Nothing is begun any more; the first failure is the one that counts. */
    synchronized void end(RuntimeException cause) {
      over = true;
      if (failure == null) {
        failure = cause;
      }
      notifyAll();
    }

    synchronized void awaitEnd() throws InterruptedException {
      while (busy > 0) {
        wait();
      }
    }

    synchronized void rethrow() {
      if (failure != null) {
        throw failure;
      }
    }

    private synchronized boolean offer(String directory) {
      if (waiting.size() >= maxWaiting) {
        return false;
      }
      waiting.add(directory);
      notifyAll();
      return true;
    }

    private synchronized void checkGoesOn() {
      if (over) {
        throw new CancellationException("another listing failed");
      }
    }

    private void list(String directory) {
      try {
        files.list(directory, this::entry);
      } catch (ApiException e) {
        if (!e.isNotFound() || directory.equals(root) || files.isListed(directory)) {
          throw e;
        }
      }
    }

    private void entry(FileEntry entry) {
      checkGoesOn();
      if (!entry.directory()) {
        sink.accept(entry);
      } else if (descend.test(entry) && !offer(entry.path())) {
        list(entry.path());
      }
    }
  }
}
