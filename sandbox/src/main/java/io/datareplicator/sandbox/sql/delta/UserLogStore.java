package io.datareplicator.sandbox.sql.delta;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.datareplicator.sandbox.metastore.UcException;
import io.delta.storage.LocalLogStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Delta's local log store, adding what Databricks writes into every commit and open-source Delta
 * leaves out: who did it. It is also the last line of defence for read-only tables: whatever way a
 * statement took past the catalog, its commit is refused here.
 */
public final class UserLogStore extends LocalLogStore {
  private static final ObjectMapper JSON = new ObjectMapper();

  public UserLogStore(Configuration configuration) {
    super(configuration);
  }

  @Override
  public void write(
      Path path, Iterator<String> actions, Boolean overwrite, Configuration configuration)
      throws IOException {
    StatementContext context = StatementContext.current();
    if (context != null && context.isProtected(path.toString())) {
      throw UcException.denied("The table is read-only: it is reached through Delta Sharing.");
    }
    boolean commit = context != null && path.getName().endsWith(".json");
    super.write(path, commit ? signed(actions, context) : actions, overwrite, configuration);
  }

  private static Iterator<String> signed(Iterator<String> actions, StatementContext context) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return actions.hasNext();
      }

      @Override
      public String next() {
        String action = actions.next();
        return action.startsWith("{\"commitInfo\"") ? sign(action, context) : action;
      }
    };
  }

  private static String sign(String action, StatementContext context) {
    try {
      ObjectNode line = (ObjectNode) JSON.readTree(action);
      ObjectNode info = (ObjectNode) line.get("commitInfo");
      info.put("userName", context.user());
      context.committed(info);
      return JSON.writeValueAsString(line);
    } catch (IOException e) {
      throw new UncheckedIOException("Delta wrote a commitInfo that is not JSON", e);
    }
  }
}
