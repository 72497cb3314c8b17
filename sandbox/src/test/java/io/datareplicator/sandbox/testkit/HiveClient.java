package io.datareplicator.sandbox.testkit;

import io.datareplicator.sandbox.metastore.Workspace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.apache.hive.service.rpc.thrift.TCLIService;
import org.apache.hive.service.rpc.thrift.TExecuteStatementReq;
import org.apache.hive.service.rpc.thrift.TExecuteStatementResp;
import org.apache.hive.service.rpc.thrift.TOpenSessionReq;
import org.apache.hive.service.rpc.thrift.TSessionHandle;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TEndpointTransport;
import org.apache.thrift.transport.TMemoryInputTransport;
import org.apache.thrift.transport.TTransportException;

/** Hive's generated client, which knows nothing of Databricks, and raw posts to a cluster. */
public final class HiveClient {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final URI uri;
  private final String token;
  public final TCLIService.Client calls;

  public HiveClient(TestSandbox box, Workspace workspace) {
    uri = URI.create(box.url(workspace) + workspace.clusterHttpPath());
    token = workspace.token();
    try {
      calls = new TCLIService.Client(new TBinaryProtocol(new Posts()));
    } catch (TTransportException e) {
      throw new AssertionError(e);
    }
  }

  public TSessionHandle open() throws TException {
    return calls.OpenSession(new TOpenSessionReq()).getSessionHandle();
  }

  /** Submits a statement without waiting for it. */
  public TExecuteStatementResp submit(TSessionHandle session, String sql) throws TException {
    TExecuteStatementReq request = new TExecuteStatementReq(session, sql);
    request.setRunAsync(true);
    return calls.ExecuteStatement(request);
  }

  /** Posts bytes as they are. */
  public HttpResponse<byte[]> post(byte[] body) {
    try {
      return HTTP.send(
          HttpRequest.newBuilder(uri)
              .timeout(Duration.ofSeconds(60))
              .header("Authorization", "Bearer " + token)
              .header("Content-Type", "application/x-thrift")
              .POST(BodyPublishers.ofByteArray(body))
              .build(),
          BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  private final class Posts extends TEndpointTransport {
    private final ByteArrayOutputStream request = new ByteArrayOutputStream();
    private TMemoryInputTransport answer;

    Posts() throws TTransportException {
      super(TConfiguration.DEFAULT);
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void open() {}

    @Override
    public void close() {}

    @Override
    public int read(byte[] buffer, int offset, int length) throws TTransportException {
      return answer.read(buffer, offset, length);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {
      request.write(buffer, offset, length);
    }

    @Override
    public void flush() throws TTransportException {
      HttpResponse<byte[]> response = post(request.toByteArray());
      request.reset();
      if (response.statusCode() != 200) {
        throw new TTransportException("HTTP " + response.statusCode());
      }
      answer = new TMemoryInputTransport(response.body());
      resetConsumedMessageSize(-1);
    }
  }
}
