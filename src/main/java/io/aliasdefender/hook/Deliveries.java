package io.aliasdefender.hook;

import io.aliasdefender.payload.HookSpec;
import io.aliasdefender.payload.HookSpec.Deed;
import io.aliasdefender.payload.HookSpec.Mail;
import io.aliasdefender.payload.HookSpec.Post;
import io.aliasdefender.payload.HookSpec.Run;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/** What carries out a hook's deed. */
final class Deliveries {
    private static final int ID_CHARACTERS = 16;

    private Deliveries() {}

    /** @param mailWindow so long a mail waits for further events */
    static Delivery of(Vertx vertx, Workers workers, HookSpec spec, Duration mailWindow) {
        Deed deed = spec.deed();
        if (deed instanceof Run run) {
            return new ProgramDelivery(vertx, workers, run, spec.timeout());
        }
        return deed instanceof Post post
                ? new PostDelivery(vertx, post, spec.timeout())
                : new MailDelivery(vertx, (Mail) deed, spec.timeout(), mailWindow);
    }

    /**
     * Under which name a hook's queue lies on the disk: the same whatever else of the hook is changed, as long as those who
     * are told are the same. A digest, because the name of a file is no secret.
     *
     * @param sameBefore how many hooks before it tell the same
     */
    static String id(Deed deed, int sameBefore) {
        String target = deed instanceof Post post
                ? "post " + post.url().text()
                : deed instanceof Mail mail ? mail + " " + mail.host() + ":" + mail.port() : deed + "";
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((target + " " + sameBefore).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, ID_CHARACTERS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
