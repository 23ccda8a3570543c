package io.aliasdefender.keepalived;

import io.aliasdefender.keepalived.HostConfig.Election;
import io.aliasdefender.keepalived.HostConfig.Found;
import io.aliasdefender.keepalived.parse.Statement;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads who is preferred, how soon a dead one is noticed, and whether a better one takes back. */
final class ElectionReader {
    private static final int DEFAULT_PRIORITY = 100;
    static final int OWNER = 255;
    private static final int PRIORITIES = 256;
    private static final int ADVERTS_UNTIL_DOWN = 3;

    private final Notes notes;
    private final Numbers numbers;
    private Optional<Found<Integer>> priority = Optional.empty();
    private Optional<Found<Duration>> interval = Optional.empty();
    private Optional<Statement> noPreempt = Optional.empty();
    private Optional<Found<Duration>> delay = Optional.empty();
    private boolean master;

    ElectionReader(Notes notes) {
        this.notes = notes;
        this.numbers = new Numbers(notes);
    }

    /** Whether it is one of these words. */
    boolean takes(Statement statement) {
        switch (statement.keyword()) {
            case "state" -> {
                master = statement.argument(1).filter("MASTER"::equals).isPresent();
                notes.missing(
                        statement,
                        statement.text()
                                + ": how keepalived begins, and no rank; who is preferred is said by priority");
            }
            case "priority" ->
                priority = numbers.whole(statement, 1, OWNER).map(number -> new Found<>(number, statement));
            case "advert_int" -> interval = numbers.seconds(statement).map(seconds -> new Found<>(seconds, statement));
            case "nopreempt" -> noPreempt = Optional.of(statement);
            case "preempt_delay" -> delay = numbers.seconds(statement).map(seconds -> new Found<>(seconds, statement));
            default -> {
                return false;
            }
        }
        return true;
    }

    Election read(Statement block, int version) {
        Found<Integer> number = priority.orElse(new Found<>(DEFAULT_PRIORITY, block));
        Found<Duration> every = interval.map(found -> new Found<>(rounded(found, version), found.at()))
                .orElse(new Found<>(Duration.ofSeconds(1), block));
        if (number.value() == OWNER) {
            notes.ask(
                    number.at(),
                    number.at().text()
                            + ": the owner of the address. If it is a host's own one, it can be no alias: choose"
                            + " another");
        }
        silence(block, number.value(), every, version);
        return preemption(block, number, every);
    }

    private static Duration rounded(Found<Duration> written, int version) {
        if (version != 2) {
            return written.value();
        }
        long seconds = BigDecimal.valueOf(written.value().toNanos(), 9)
                .setScale(0, RoundingMode.HALF_UP)
                .longValue();
        return Duration.ofSeconds(Math.max(1, seconds));
    }

    /** RFC 3768 counts the skew in seconds, RFC 5798 in intervals. */
    private void silence(Statement block, int number, Found<Duration> every, int version) {
        Duration unit = version == 2 ? Duration.ofSeconds(1) : every.value();
        Duration silence = every.value()
                .multipliedBy(ADVERTS_UNTIL_DOWN)
                .plus(unit.multipliedBy(PRIORITIES - number).dividedBy(PRIORITIES));
        boolean odd =
                interval.filter(found -> !found.value().equals(every.value())).isPresent();
        String text = (every.at().equals(block)
                        ? "advert_int is not written: 1 s"
                        : every.at().text())
                + ": interval:, between two questions. keepalived takes a host for dead after " + Numbers.told(silence)
                + " (three adverts and what its priority adds), the defender after one interval and a burst";
        notes.approximated(
                every.at(),
                odd ? text + "; VRRP version 2 has whole seconds, so that it is " + Numbers.told(every.value()) : text);
    }

    /** keepalived clears both words where the state is MASTER. */
    private Election preemption(Statement block, Found<Integer> number, Found<Duration> every) {
        Optional<Statement> word = noPreempt.or(() -> delay.map(Found::at));
        boolean cleared = master && word.isPresent();
        if (cleared) {
            for (Optional<Statement> line : List.of(noPreempt, delay.map(Found::at))) {
                line.ifPresent(statement -> notes.ask(
                        statement,
                        statement.text()
                                + ": with state MASTER keepalived ignores it, and takes back at once. The import"
                                + " writes failback: immediately, as it is today; write failback: never"
                                + delay.map(found -> " or " + Times.yaml(found.value(), Duration.ofSeconds(1)))
                                        .orElse("")
                                + " if that is what was meant"));
            }
        } else if (noPreempt.isPresent()) {
            notes.carried(noPreempt.get(), "nopreempt: failback: never");
            delay.ifPresent(
                    found -> notes.missing(found.at(), found.at().text() + ": without effect beside nopreempt"));
        } else if (delay.isPresent()) {
            notes.carried(
                    delay.get().at(),
                    delay.get().at().text() + ": failback: "
                            + failback(delay.get().value()) + ", during which the better host has been well");
        }
        if (word.isEmpty()) {
            notes.carried(block, "neither nopreempt nor preempt_delay: failback: immediately");
        }
        return new Election(
                number,
                every,
                cleared || noPreempt.isEmpty(),
                cleared || noPreempt.isPresent()
                        ? Optional.empty()
                        : delay.map(Found::value).filter(value -> !value.isZero()),
                cleared ? word : Optional.empty());
    }

    static String failback(Duration delay) {
        return delay.compareTo(Duration.ofSeconds(1)) < 0 ? "immediately" : Times.yaml(delay, Duration.ofSeconds(1));
    }
}
