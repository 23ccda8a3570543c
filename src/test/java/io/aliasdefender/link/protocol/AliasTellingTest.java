package io.aliasdefender.link.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.link.protocol.AliasTeller.Listener;
import io.aliasdefender.link.protocol.Body.Talk;
import io.aliasdefender.link.protocol.Body.AliasPart;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AliasTellingTest {
    private static final long BOOT = 4;
    private static final long SECOND = 1_000_000_000;

    private final AliasTeller teller = new AliasTeller();
    private final Listener listener = teller.new Listener();
    private final AliasBook book = new AliasBook();
    private final Set<IpAddress> before = new LinkedHashSet<>();
    private long now = SECOND;

    private static List<AliasTold> many(int count, Known has) {
        return IntStream.range(0, count)
                .mapToObj(i -> new AliasTold(IpAddress.ofV4(0xc6120000 + i), Messages.said(has), 0))
                .toList();
    }

    private void update(List<AliasTold> all) {
        for (AliasTold told : all) {
            before.remove(told.address());
            if (teller.tell(told.address(), told.said(), now)) {
                listener.changed(told.address());
            }
        }
        before.stream().filter(teller::gone).forEach(listener::changed);
        before.clear();
        all.forEach(told -> before.add(told.address()));
    }

    private Optional<AliasPart> tell(boolean arrives) {
        if (book.wantsWhole()) {
            listener.tellWhole();
        }
        Body rest = new Body(
                Optional.empty(), Optional.empty(), List.of(), Optional.of(teller.summary()), Optional.empty(), Talk.NOTHING);
        Optional<AliasPart> part = listener.next(rest, now);
        // It fits in a datagram, with all else.
        Body whole = rest.with(part);
        Encoder.encode(new Message(Messages.header(), whole), Messages.signing());
        if (arrives) {
            book.heard(BOOT, teller.summary(), part, List.of(), now);
        }
        return part;
    }

    @Test
    void aliasesWhenFewShouldAllBeInEachMessage() {
        update(many(3, Known.NO));
        tell(false);
        tell(true);

        assertThat(book.wantsWhole()).isFalse();
        assertThat(book.all()).hasSize(3);

        update(many(2, Known.YES));
        tell(true);
        assertThat(book.all()).hasSize(2).allMatch(told -> told.said().has() == Known.YES);
        assertThat(book.wantsWhole()).isFalse();
    }

    @Test
    void ageShouldGoOnWhereItIsHeard() {
        update(many(1, Known.YES));
        now += 5 * SECOND;
        tell(true);
        now += 2 * SECOND;

        assertThat(book.of(IpAddress.of("198.18.0.0"), now).orElseThrow().ageMillis())
                .isEqualTo(7_000);
    }

    /** Five thousand, over a wire that loses a third; each change is told soon, and nothing is missing in the end. */
    @Test
    void aliasesWhenThousandsShouldBeToldInPiecesUntilNothingIsMissing() {
        Random random = new Random(3);
        update(many(5_000, Known.NO));
        int sent = tellUntilComplete(random);
        assertThat(sent).isLessThan(400);
        assertThat(book.all()).hasSize(5_000);

        List<AliasTold> changed = new ArrayList<>(many(5_000, Known.NO));
        changed.set(17, many(18, Known.YES).get(17));
        changed.remove(4_000);
        update(changed);
        assertThat(tell(true).orElseThrow().kind()).isEqualTo(AliasPart.Kind.CHANGES);
        assertThat(book.wantsWhole()).isFalse();
        assertThat(book.of(IpAddress.ofV4(0xc6120000 + 17), now).orElseThrow().said().has())
                .isEqualTo(Known.YES);
        assertThat(book.of(IpAddress.ofV4(0xc6120000 + 4_000), now)).isEmpty();

        // All told changes are lost: the digest shows it.
        update(many(4_500, Known.YES));
        for (int i = 0; i < 300; i++) {
            tell(false);
        }
        tell(true);
        assertThat(book.wantsWhole()).isTrue();
        tellUntilComplete(random);
        assertThat(book.all()).hasSize(4_500).allMatch(told -> told.said().has() == Known.YES);
    }

    private int tellUntilComplete(Random random) {
        int sent = 0;
        do {
            tell(random.nextInt(3) > 0);
            sent++;
            assertThat(sent).isLessThan(5_000);
        } while (book.wantsWhole() || book.all().isEmpty());
        return sent;
    }

    @Test
    void messageWhenOlderByAnotherPathShouldChangeNothing() {
        update(many(2, Known.NO));
        Body.Summary before = teller.summary();
        AliasPart old = tell(true).orElseThrow();
        update(many(2, Known.YES));
        tell(true);

        book.heard(BOOT, before, Optional.of(old), List.of(), now);
        assertThat(book.all()).allMatch(told -> told.said().has() == Known.YES);
        assertThat(book.wantsWhole()).isFalse();
    }

    @Test
    void bookWhenTheOtherRestartsShouldBeginAnew() {
        update(many(2, Known.YES));
        tell(true);

        book.heard(BOOT + 1, new Body.Summary(1, 0, 0), Optional.empty(), List.of(), now);
        assertThat(book.all()).isEmpty();
        assertThat(book.wantsWhole()).isFalse();
    }

    @Test
    void digestShouldDependOnEveryFieldButTheAgeAndNotOnTheOrder() {
        AliasTold told = Messages.told("192.0.2.100", Known.YES);
        AliasTold other = Messages.told("2001:db8::1", Known.NO);
        long digest = AliasTold.digest(List.of(told, other));
        assertThat(AliasTold.digest(List.of(other, told.aged(9)))).isEqualTo(digest);
        Set<Long> others = Set.of(
                AliasTold.digest(List.of(told)),
                AliasTold.digest(List.of(other)),
                AliasTold.digest(List.of(told, Messages.told("2001:db8::1", Known.UNKNOWN))),
                AliasTold.digest(List.of(told, Messages.told("2001:db8::2", Known.NO))));
        assertThat(others).hasSize(4).doesNotContain(digest);
    }
}
