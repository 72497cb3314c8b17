package io.datareplicator.sandbox.thrift;

/**
 * Field numbers of TCLIService. Those from 0x501 on are Databricks' own: its drivers' published
 * interface definition names them, Hive's does not.
 */
final class Idl {
  /** The protocol version of the recorded clusters: parameters, metadata with the first rows. */
  static final long SPARK_PROTOCOL_V8 = 0xA508;

  /** TSparkRowSetType.COLUMN_BASED_SET. */
  static final int COLUMN_BASED_SET = 1;

  /** In all answers. */
  static final int STATUS = 1;

  /** In all requests about a session or an operation, and in their handles. */
  static final int HANDLE = 1;

  /** THandleIdentifier. */
  static final int GUID = 1;

  static final int SECRET = 2;

  /** TOperationHandle. */
  static final int OPERATION_TYPE = 2;

  private Idl() {}

  /** TStatus. */
  static final class Status {
    static final int CODE = 1;
    static final int SQL_STATE = 3;
    static final int ERROR_CODE = 4;
    static final int ERROR_MESSAGE = 5;
    static final int DISPLAY_MESSAGE = 6;

    private Status() {}
  }

  /** TOpenSessionReq and TOpenSessionResp. */
  static final class OpenSession {
    static final int CLIENT_PROTOCOL = 1;
    static final int SERVER_PROTOCOL = 2;
    static final int SESSION_HANDLE = 3;
    static final int CONFIGURATION = 4;
    static final int CLIENT_PROTOCOL_I64 = 0x502;
    static final int INITIAL_NAMESPACE = 0x504;
    static final int MULTIPLE_CATALOGS = 0x505;

    private OpenSession() {}
  }

  /** TNamespace. */
  static final class Namespace {
    static final int CATALOG = 1;
    static final int SCHEMA = 2;

    private Namespace() {}
  }

  /** TExecuteStatementReq and TExecuteStatementResp. */
  static final class Execute {
    static final int STATEMENT = 2;
    static final int OPERATION_HANDLE = 2;
    static final int RUN_ASYNC = 4;
    static final int QUERY_TIMEOUT = 5;
    static final int DIRECT_RESULTS = 0x501;
    static final int ROW_LIMIT = 0x507;
    static final int PARAMETERS = 0x508;

    private Execute() {}
  }

  /** TSparkParameter and its TSparkParameterValue. */
  static final class Parameter {
    static final int ORDINAL = 1;
    static final int NAME = 2;
    static final int TYPE = 3;
    static final int VALUE = 4;
    static final int STRING = 1;
    static final int DOUBLE = 2;
    static final int BOOLEAN = 3;

    private Parameter() {}
  }

  /** TSparkGetDirectResults and TSparkDirectResults. */
  static final class DirectResults {
    static final int MAX_ROWS = 1;
    static final int MAX_BYTES = 2;
    static final int OPERATION_STATUS = 1;
    static final int METADATA = 2;
    static final int RESULT_SET = 3;
    static final int CLOSE_OPERATION = 4;

    private DirectResults() {}
  }

  /** TGetOperationStatusResp. */
  static final class OperationStatus {
    static final int STATE = 2;
    static final int SQL_STATE = 3;
    static final int ERROR_CODE = 4;
    static final int ERROR_MESSAGE = 5;
    static final int STARTED = 7;
    static final int COMPLETED = 8;
    static final int HAS_RESULT_SET = 9;
    static final int MODIFIED_ROWS = 11;
    static final int DISPLAY_MESSAGE = 0x501;

    private OperationStatus() {}
  }

  /** TGetResultSetMetadataResp. */
  static final class Metadata {
    static final int SCHEMA = 2;
    static final int RESULT_FORMAT = 0x501;
    static final int LZ4_COMPRESSED = 0x502;
    static final int STAGING_OPERATION = 0x507;

    private Metadata() {}
  }

  /** TFetchResultsReq and TFetchResultsResp. */
  static final class Fetch {
    static final int ORIENTATION = 2;
    static final int MAX_ROWS = 3;
    static final int TYPE = 4;
    static final int HAS_MORE_ROWS = 2;
    static final int RESULTS = 3;
    static final int MAX_BYTES = 0x501;
    static final int RESULT_SET_METADATA = 0x501;
    static final int START_ROW_OFFSET = 0x502;
    static final int INCLUDE_METADATA = 0x503;

    private Fetch() {}
  }

  /** TGetInfoReq and TGetInfoResp. */
  static final class GetInfo {
    static final int TYPE = 2;
    static final int VALUE = 2;

    private GetInfo() {}
  }
}
