package io.datareplicator.databricks.catalog;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.datareplicator.databricks.http.Absent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;

/** Unity Catalog REST API: tables and views, as far as this tool uses it. */
@Path("/api/2.1/unity-catalog")
@Produces(MediaType.APPLICATION_JSON)
public interface TablesApi {
  @GET
  @Path("/tables")
  TablePage listTables(
      @QueryParam("catalog_name") String catalog,
      @QueryParam("schema_name") String schema,
      @QueryParam("max_results") int maxResults,
      @QueryParam("page_token") String pageToken,
      @QueryParam("omit_columns") Boolean omitColumns,
      @QueryParam("omit_properties") Boolean omitProperties);

  @GET
  @Path("/tables/{fullName}")
  TableInfo getTable(@PathParam("fullName") String fullName);

  @GET
  @Path("/tables/{fullName}/exists")
  TableExists tableExists(@PathParam("fullName") String fullName);

  @PATCH
  @Path("/tables/{fullName}")
  void updateTable(@PathParam("fullName") String fullName, UpdateTable request);

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record TableExists(Boolean tableExists) {}

  /**
   * A table or view. A listing leaves out constraints and view dependencies; only a look at the one
   * table shows them.
   *
   * @param tableType MANAGED, EXTERNAL, VIEW, MATERIALIZED_VIEW, STREAMING_TABLE, FOREIGN, …
   * @param viewDefinition query of a view, materialized view or streaming table
   * @param enablePredictiveOptimization ENABLE, DISABLE or INHERIT
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record TableInfo(
      String name,
      String catalogName,
      String schemaName,
      String tableType,
      String dataSourceFormat,
      String tableId,
      String storageLocation,
      String pipelineId,
      List<ColumnInfo> columns,
      Map<String, String> properties,
      String owner,
      String comment,
      String viewDefinition,
      Dependencies viewDependencies,
      List<TableConstraint> tableConstraints,
      RowFilter rowFilter,
      String enablePredictiveOptimization,
      PredictiveOptimization effectivePredictiveOptimizationFlag) {
    public TableInfo {
      columns = Absent.list(columns);
      properties = Absent.map(properties);
      tableConstraints = Absent.list(tableConstraints);
    }
  }

  /**
   * A column.
   *
   * @param typeText type in SQL, lower case
   * @param typeName LONG, STRING, …
   * @param typeJson a text that holds the field as JSON, with the metadata of the column
   * @param position from 0
   * @param nullable absent = true
   * @param partitionIndex place among the partition columns, null for another column
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record ColumnInfo(
      String name,
      String typeText,
      Integer position,
      Boolean nullable,
      String typeName,
      String typeJson,
      String comment,
      Integer partitionIndex,
      ColumnMask mask) {}

  /**
   * The mask of a column.
   *
   * @param usingColumnNames other columns that the function gets
   * @param usingArguments columns and constants that the function gets, from newer servers
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record ColumnMask(
      String functionName, List<String> usingColumnNames, List<FunctionArgument> usingArguments) {
    public ColumnMask {
      usingColumnNames = Absent.list(usingColumnNames);
      usingArguments = Absent.list(usingArguments);
    }
  }

  /**
   * The row filter of a table.
   *
   * @param inputColumnNames columns that the function gets
   * @param inputArguments columns and constants that the function gets, from newer servers
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record RowFilter(
      String functionName, List<String> inputColumnNames, List<FunctionArgument> inputArguments) {
    public RowFilter {
      inputColumnNames = Absent.list(inputColumnNames);
      inputArguments = Absent.list(inputArguments);
    }
  }

  /** One of both is set. */
  @RegisterForReflection
  record FunctionArgument(String column, String constant) {}

  @RegisterForReflection
  record Dependencies(List<Dependency> dependencies) {
    public Dependencies {
      dependencies = Absent.list(dependencies);
    }
  }

  /** What a view reads: one is set; none for kinds that cannot be read here, as a connection. */
  @RegisterForReflection
  record Dependency(TableDependency table, FunctionDependency function) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record TableDependency(String tableFullName) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record FunctionDependency(String functionFullName) {}

  /** One of the three is set. */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record TableConstraint(
      PrimaryKey primaryKeyConstraint,
      ForeignKey foreignKeyConstraint,
      NamedConstraint namedTableConstraint) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record PrimaryKey(
      String name, List<String> childColumns, Boolean rely, List<String> timeseriesColumns) {
    public PrimaryKey {
      childColumns = Absent.list(childColumns);
      timeseriesColumns = Absent.list(timeseriesColumns);
    }
  }

  /**
   * A foreign key.
   *
   * @param parentTable full name
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record ForeignKey(
      String name,
      List<String> childColumns,
      String parentTable,
      List<String> parentColumns,
      Boolean rely) {
    public ForeignKey {
      childColumns = Absent.list(childColumns);
      parentColumns = Absent.list(parentColumns);
    }
  }

  /** Any other constraint, of which only the name is told. */
  @RegisterForReflection
  record NamedConstraint(String name) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record TablePage(List<TableInfo> tables, String nextPageToken) {}

  /** The owner is all that can be changed this way. */
  @RegisterForReflection
  record UpdateTable(String owner) {}
}
