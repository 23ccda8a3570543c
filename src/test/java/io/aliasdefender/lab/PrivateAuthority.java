package io.aliasdefender.lab;

import io.aliasdefender.core.net.IpAddress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority of the laboratory's own, which signs the certificates of its hosts; made by the JDK's own tool. */
final class PrivateAuthority {
    private static final String CA = "ca";
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path folder;
    private final Path store;

    /** @param folder for its files; it exists */
    PrivateAuthority(Path folder) throws Exception {
        this.folder = folder;
        store = folder.resolve("authority.p12");
        keytool(CA, List.of("-ext", "bc:c"));
        writeCertificate(CA);
    }

    /** Makes the certificate and the key of a host; {@link #certificate} and {@link #key} name the files. */
    void sign(String host, IpAddress address) throws Exception {
        keytool(host, List.of("-signer", CA, "-ext", "san=ip:" + address));
        writeCertificate(host);
        byte[] key = load().getKey(host, PASSWORD).getEncoded();
        Files.writeString(key(host), pem("PRIVATE KEY", key));
        Files.setPosixFilePermissions(key(host), PosixFilePermissions.fromString("rw-------"));
    }

    Path certificate(String host) {
        return folder.resolve(host + ".pem");
    }

    Path key(String host) {
        return folder.resolve(host + ".key");
    }

    /** The authority's own certificate. */
    Path certificate() {
        return certificate(CA);
    }

    /** For a client that trusts this authority and nobody else. */
    SSLContext trust() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(CA, load().getCertificate(CA));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private void keytool(String name, List<String> more) {
        List<String> argv = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + name,
                "-validity",
                "2",
                "-alias",
                name,
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD)));
        argv.addAll(more);
        Shell.run(argv, "");
    }

    private KeyStore load() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream stream = Files.newInputStream(store)) {
            keys.load(stream, PASSWORD);
        }
        return keys;
    }

    private void writeCertificate(String name) throws Exception {
        Files.writeString(
                certificate(name),
                pem("CERTIFICATE", load().getCertificate(name).getEncoded()));
    }

    private static String pem(String kind, byte[] bytes) throws IOException {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + kind
                + "-----\n";
    }
}
