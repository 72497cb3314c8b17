package io.datareplicator.sandbox.tools;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Sends one request to the control API and prints the answer, for shell scripts. */
public final class ControlClient {
  private ControlClient() {}

  /**
   * Arguments: host, path below {@code /sandbox/}, JSON body of a POST; without a body it is a GET.
   * Exits with 1 when the answer is an error.
   */
  public static void main(String[] args) throws Exception {
    if (args.length < 2 || args.length > 3) {
      System.err.println("usage: ControlClient HOST PATH [JSON]");
      System.exit(2);
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(args[0] + "/sandbox/" + args[1]));
    if (args.length == 3) {
      request.POST(HttpRequest.BodyPublishers.ofString(args[2]));
    }
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    System.out.println(answer.body());
    if (answer.statusCode() >= 400) {
      System.exit(1);
    }
  }
}
