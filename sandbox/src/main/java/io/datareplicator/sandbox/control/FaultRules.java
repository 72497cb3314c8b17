package io.datareplicator.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.http.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The fault rules of one workspace. Thread-safe; each rule counts every request exactly once. */
public final class FaultRules {
  private final AtomicLong ids = new AtomicLong();
  private final List<FaultRule> rules = new CopyOnWriteArrayList<>();
  private CountDownLatch deleted = new CountDownLatch(1);

  /**
   * What shall happen to one request.
   *
   * @param deleted open once the rules that made the plan are deleted
   */
  public record Plan(
      long delayMs,
      CountDownLatch deleted,
      boolean reset,
      Response answer,
      boolean afterEffect,
      StatementFault statementFault,
      TransferFault transferFault) {
    static final Plan NOTHING = new Plan(0, null, false, null, false, null, null);

    public boolean replacesAnswer() {
      return reset || answer != null;
    }

    /** Holds the request up, at most until the rules are deleted. */
    public void delay() throws InterruptedException {
      if (delayMs > 0) {
        deleted.await(delayMs, TimeUnit.MILLISECONDS);
      }
    }
  }

  /** Adds all rules, or none when one of them is not valid; returns their ids. */
  List<String> add(Iterable<JsonNode> sources) {
    List<FaultRule> added = new ArrayList<>();
    for (JsonNode source : sources) {
      added.add(new FaultRule("fault-" + ids.incrementAndGet(), source));
    }
    rules.addAll(added);
    return added.stream().map(FaultRule::id).toList();
  }

  /** What the rules hold up goes on. */
  synchronized void clear() {
    rules.clear();
    deleted.countDown();
    deleted = new CountDownLatch(1);
  }

  private synchronized CountDownLatch deleted() {
    return deleted;
  }

  List<Json.Body> describe() {
    return rules.stream().map(FaultRule::describe).toList();
  }

  public boolean lookAtStatements() {
    return rules.stream().anyMatch(FaultRule::looksAtStatements);
  }

  /**
   * Delays of all rules that hit add up; the first one that replaces the answer decides the answer.
   */
  public Plan plan(String method, String rawPath, String sql, boolean submission) {
    if (rules.isEmpty()) {
      return Plan.NOTHING;
    }
    // Before the first rule hits: a deletion in between must not be missed.
    CountDownLatch end = deleted();
    long delay = 0;
    FaultRule decisive = null;
    StatementFault statementFault = null;
    TransferFault transferFault = null;
    for (FaultRule rule : rules) {
      if (decisive != null && rule.replacesAnswer()) {
        continue;
      }
      if (rule.hit(method, rawPath, sql, submission)) {
        delay += rule.delayMs();
        if (rule.replacesAnswer()) {
          decisive = rule;
        }
        statementFault = statementFault == null ? rule.statementFault() : statementFault;
        transferFault = transferFault == null ? rule.transferFault() : transferFault;
      }
    }
    if (decisive == null) {
      return new Plan(delay, end, false, null, false, statementFault, transferFault);
    }
    Response answer = decisive.reset() ? null : answer(decisive);
    return new Plan(
        delay,
        end,
        decisive.reset(),
        answer,
        decisive.afterEffect(),
        statementFault,
        transferFault);
  }

  private static Response answer(FaultRule rule) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    headers.putAll(rule.headers());
    return new Response(rule.status(), rule.answerBody(), headers);
  }
}
