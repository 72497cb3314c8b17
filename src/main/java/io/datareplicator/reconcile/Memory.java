package io.datareplicator.reconcile;

import io.datareplicator.model.TableName;
import io.datareplicator.plan.LastClone;
import io.datareplicator.plan.recon.LastMatch;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;

/**
 * What earlier operations recorded.
 *
 * @param clones last successful clone of a target table, this very run included; null when there is
 *     none
 * @param matches last successful reconciliation by target table; empty when nobody asked for it
 * @param since how old one of these may be to count; null = all tables are compared
 */
public record Memory(
    Function<TableName, LastClone> clones, Map<TableName, LastMatch> matches, Instant since) {
  public Memory {
    matches = Map.copyOf(matches);
  }
}
