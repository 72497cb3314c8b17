package io.datareplicator.plan;

import io.datareplicator.model.TableHead;
import io.datareplicator.model.TableName;

/**
 * The table between source and target: it is cloned from the source, and the target from it.
 *
 * @param exists whether it stands there
 * @param head its latest commit, null when there is none or it could not be read
 */
public record Intermediate(TableName name, boolean exists, TableHead head) {}
