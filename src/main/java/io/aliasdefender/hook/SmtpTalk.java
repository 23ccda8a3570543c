package io.aliasdefender.hook;

import io.aliasdefender.hook.Delivery.NotDelivered;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Commands to a mail server and its answers, one after the other (RFC 5321, 4.2). */
final class SmtpTalk {
    private static final int MOST_ANSWER_BYTES = 16 << 10;
    private static final Pattern LINE = Pattern.compile("(\\d{3})([ -]?)(.*)");

    private final NetSocket socket;
    private final StringBuilder unread = new StringBuilder();
    private Optional<Waiting> waiting = Optional.empty();
    private boolean closed;

    private record Waiting(String command, int wanted, Promise<String> answer) {}

    SmtpTalk(NetSocket socket) {
        this.socket = socket;
        socket.handler(this::heard);
        socket.exceptionHandler(failure -> fail("breaks off: " + Sentences.of(String.valueOf(failure.getMessage()))));
        socket.closeHandler(end -> {
            closed = true;
            fail("closes the connection");
        });
    }

    /** What the server says next; its last line, when that begins with this number. */
    Future<String> answer(int wanted) {
        return await("the connection", wanted);
    }

    Future<String> say(String command, int wanted) {
        return sayInSecret(command, command, wanted);
    }

    /** @param called how it is called when the server does not like it */
    Future<String> sayInSecret(String command, String called, int wanted) {
        if (unread.length() > 0) {
            // It spoke before its turn: whose answer that is nobody can tell. Before encryption it may be somebody
            // else's
            // words, to be taken for what came encrypted.
            return Future.failedFuture(new NotDelivered("speaks out of turn", false));
        }
        Future<String> answer = await(called, wanted);
        if (!closed) {
            socket.write(Buffer.buffer(command + "\r\n", StandardCharsets.UTF_8.name()));
        }
        return answer;
    }

    private Future<String> await(String called, int wanted) {
        Promise<String> answer = Promise.promise();
        waiting = Optional.of(new Waiting(called, wanted, answer));
        if (closed) {
            fail("closes the connection");
        } else {
            read();
        }
        return answer.future();
    }

    /** @param host that the server's certificate is to be for */
    Future<Void> encrypt(ClientSSLOptions options, String host) {
        return unread.length() > 0
                ? Future.failedFuture(new NotDelivered("speaks out of turn", false))
                : socket.upgradeToSsl(options, host);
    }

    private void heard(Buffer text) {
        unread.append(text.toString(StandardCharsets.ISO_8859_1));
        if (unread.length() > MOST_ANSWER_BYTES) {
            fail("says too much");
            close();
            return;
        }
        read();
    }

    private void read() {
        for (int end = unread.indexOf("\n"); end >= 0 && waiting.isPresent(); end = unread.indexOf("\n")) {
            String line = unread.substring(0, end).strip();
            unread.delete(0, end + 1);
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                fail("is no mail server: it says " + Sentences.of(line));
            } else if (!parts.group(2).equals("-")) {
                judge(Integer.parseInt(parts.group(1)), line);
            }
        }
    }

    private void judge(int number, String line) {
        Waiting asked = waiting.orElseThrow();
        if (number == asked.wanted()) {
            waiting = Optional.empty();
            asked.answer().complete(line);
        } else {
            // RFC 5321, 4.2.1: 5yz is a lasting refusal. A wrong password, or an address that is refused, can be put
            // right.
            fail("refuses " + asked.command() + ": " + Sentences.of(line));
        }
    }

    private void fail(String sentence) {
        Optional<Waiting> asked = waiting;
        waiting = Optional.empty();
        asked.ifPresent(one -> one.answer().fail(new NotDelivered(sentence, false)));
    }

    /** Nobody waits for the answer. */
    void bye() {
        socket.write("QUIT\r\n");
    }

    void close() {
        closed = true;
        socket.close();
    }
}
