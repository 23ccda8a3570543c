package io.aliasdefender.config;

import io.aliasdefender.pki.Keytool;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/** A certificate for 127.0.0.1 that vouches for itself, with its key. */
public record Pki(Path certificate, Path key) {
    /** @param name of the files */
    public static Pki make(Path folder, String name) throws IOException, GeneralSecurityException {
        Keytool keytool = new Keytool(folder, name);
        keytool.make(name, "-ext", "san=ip:127.0.0.1,dns:localhost");
        return new Pki(keytool.certificate(name), keytool.key(name));
    }
}
