package io.datareplicator.databricks.http;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** The roots of the Java runtime and some more certificates, as one store. */
record TrustStore(KeyStore store, X509TrustManager manager) {
  static final String TYPE = "PKCS12";

  static TrustStore of(List<X509Certificate> more) {
    try {
      KeyStore store = KeyStore.getInstance(TYPE);
      store.load(null, null);
      int number = 0;
      for (X509Certificate root : manager(null).getAcceptedIssuers()) {
        store.setCertificateEntry("root-" + number++, root);
      }
      for (X509Certificate certificate : more) {
        store.setCertificateEntry("added-" + number++, certificate);
      }
      return new TrustStore(store, manager(store));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this Java runtime cannot make a trust store", e);
    }
  }

  /** The manager of a store; null = the roots of the runtime. */
  private static X509TrustManager manager(KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        return x509;
      }
    }
    throw new GeneralSecurityException("no X.509 trust manager");
  }
}
