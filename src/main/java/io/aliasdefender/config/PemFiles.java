package io.aliasdefender.config;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys in PEM (RFC 7468), judged when the configuration is read and not when the first reader comes. */
final class PemFiles {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> KEY_KINDS = List.of("RSA", "EC");

    private PemFiles() {}

    /**
     * A certificate with its chain.
     *
     * @param own the first of them
     */
    record Certificate(String file, String pem, X509Certificate own) {
        Instant validUntil() {
            return own.getNotAfter().toInstant();
        }
    }

    record Key(String pem, PrivateKey key) {}

    static Verdict<Certificate> certificate(String path) {
        Verdict<String> text = GuardedFile.text(path);
        if (text instanceof Verdict.Wrong<String> wrong) {
            return wrong.again();
        }
        String pem = ((Verdict.Right<String>) text).value();
        return first(pem)
                .map(own -> Verdict.right(new Certificate(path, pem, own)))
                .orElseGet(() -> noCertificate(path));
    }

    /** Whose signatures are trusted. */
    static Verdict<String> authority(String path) {
        Verdict<Certificate> certificate = certificate(path);
        return certificate instanceof Verdict.Right<Certificate> right
                ? Verdict.right(right.value().pem())
                : noCertificate(path);
    }

    private static <T> Verdict<T> noCertificate(String path) {
        return Verdict.wrong(
                Quoted.of(path) + " cannot be read as a certificate",
                "name a readable file in PEM, with -----BEGIN CERTIFICATE-----");
    }

    private static Optional<X509Certificate> first(String pem) {
        int begin = pem.indexOf("-----BEGIN CERTIFICATE-----");
        if (begin < 0) {
            return Optional.empty();
        }
        byte[] chain = pem.substring(begin).getBytes(StandardCharsets.US_ASCII);
        try {
            return Optional.of((X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(chain)));
        } catch (GeneralSecurityException broken) {
            return Optional.empty();
        }
    }

    static Verdict<Key> key(String path) {
        Verdict<String> text = GuardedFile.secret(path);
        if (text instanceof Verdict.Wrong<String> wrong) {
            return wrong.again();
        }
        String pem = ((Verdict.Right<String>) text).value();
        Matcher key = KEY.matcher(pem);
        return (key.find() ? parse(key.group(1)) : Optional.<PrivateKey>empty())
                .map(parsed -> Verdict.right(new Key(pem, parsed)))
                .orElseGet(() -> Verdict.wrong(
                        Quoted.of(path) + " is no unencrypted RSA or EC key in PKCS #8",
                        "convert it by openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW"));
    }

    private static Optional<PrivateKey> parse(String base64) {
        for (String kind : KEY_KINDS) {
            try {
                byte[] bytes = Base64.getMimeDecoder().decode(base64);
                return Optional.of(KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(bytes)));
            } catch (GeneralSecurityException | IllegalArgumentException otherKind) {
                // The next kind may do.
            }
        }
        return Optional.empty();
    }

    /** Whether what the key signs is verified by the certificate. */
    static boolean belongTogether(Certificate certificate, Key key) {
        try {
            Signature signature =
                    Signature.getInstance(key.key().getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
            signature.initSign(key.key());
            byte[] signed = signature.sign();
            signature.initVerify(certificate.own());
            return signature.verify(signed);
        } catch (GeneralSecurityException different) {
            return false;
        }
    }

    /** Since when it is out of date. */
    static Optional<Instant> expired(Certificate certificate) {
        return Optional.of(certificate.validUntil()).filter(Instant.now()::isAfter);
    }
}
