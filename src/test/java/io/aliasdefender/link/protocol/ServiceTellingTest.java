package io.aliasdefender.link.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Said;
import io.aliasdefender.link.protocol.Body.AliasPart;
import io.aliasdefender.link.protocol.Body.Summary;
import io.aliasdefender.link.protocol.Body.Talk;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How the services stand is told beside the aliases, so that a version that knows nothing of it is not disturbed. */
class ServiceTellingTest {
    private static final long BOOT = 4;
    private static final IpAddress ALIAS = IpAddress.of("192.0.2.100");

    private final Signing signing = Messages.signing();
    private final AliasBook book = new AliasBook();
    private final AliasTeller teller = new AliasTeller();

    private static Said said(Known service) {
        return Messages.said(Known.NO).serving(service);
    }

    private static Body body(Summary summary, List<AliasTold> told) {
        return new Body(
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.of(summary),
                Optional.of(new AliasPart(AliasPart.Kind.LAST_RANGE, Optional.empty(), told, List.of())),
                Talk.NOTHING);
    }

    private byte[] encoded(Summary summary, List<AliasTold> told) {
        return Encoder.encode(new Message(Messages.header(), body(summary, told)), signing);
    }

    private Body decoded(byte[] bytes) {
        return Decoder.decode(bytes, bytes.length, signing)
                .found()
                .orElseThrow()
                .body();
    }

    private static List<AliasTold> each() {
        return Arrays.stream(Known.values())
                .map(service -> new AliasTold(
                        IpAddress.of(service == Known.NO ? "2001:db8::100" : "192.0.2.10" + service.number()),
                        said(service),
                        7))
                .toList();
    }

    @Test
    void servicesShouldBeTheSameAtTheOtherEnd() {
        Summary summary = new Summary(1, 2, 3, Optional.of(-4L));
        assertThat(decoded(encoded(summary, each()))).isEqualTo(body(summary, each()));
    }

    @Test
    void messageOfAVersionThatDoesNotTellOfThemShouldLeaveThemUnknown() {
        Summary summary = new Summary(1, 2, 3);
        byte[] bytes = encoded(summary, each());
        int without = bytes.length - Layout.SIGNATURE_BYTES - Layout.SECTION_HEAD_BYTES - each().size();
        byte[] old = signing.signed(bytes, without, Messages.header().keyId());

        Body body = decoded(old);
        assertThat(body.summary()).contains(summary);
        assertThat(body.aliases().orElseThrow().told())
                .hasSize(3)
                .allMatch(told -> told.said().service() == Known.UNKNOWN)
                .allMatch(told -> told.said().takes());
    }

    /** What an older version reads of an alias: its flags, and the digest of them. */
    @Test
    void serviceShouldChangeNothingThatAnOlderVersionReads() {
        AliasTold unknown = new AliasTold(ALIAS, said(Known.UNKNOWN), 0);
        for (Known service : Known.values()) {
            AliasTold told = new AliasTold(ALIAS, said(service), 0);
            assertThat(told.flags()).isEqualTo(unknown.flags());
            assertThat(told.digest()).isEqualTo(unknown.digest());
            assertThat(told.same(unknown)).isEqualTo(service == Known.UNKNOWN);
        }
    }

    @Test
    void changedServiceShouldBeNewsAndBeMissedWhereItsMessageWasLost() {
        teller.tell(ALIAS, said(Known.YES), 0);
        AliasTeller.Listener listener = teller.new Listener();
        Optional<AliasPart> first = listener.next(body(teller.summary(), List.of()), 0);
        book.heard(BOOT, teller.summary(), first, List.of(), 0);
        assertThat(book.complete()).isTrue();
        assertThat(book.said(ALIAS).service()).isEqualTo(Known.YES);

        assertThat(teller.tell(ALIAS, said(Known.NO), 1)).isTrue();
        book.heard(BOOT, teller.summary(), Optional.empty(), List.of(), 1);
        assertThat(book.wantsWhole()).as("by the digest").isTrue();

        Optional<AliasPart> again = listener.next(body(teller.summary(), List.of()), 2);
        assertThat(book.heard(BOOT, teller.summary(), again, List.of(), 2)).contains(Set.of(ALIAS));
        assertThat(book.complete()).isTrue();
        assertThat(book.said(ALIAS).service()).isEqualTo(Known.NO);

        teller.gone(ALIAS);
        book.heard(BOOT, teller.summary(), listener.next(body(teller.summary(), List.of()), 3), List.of(), 3);
        assertThat(book.complete()).isTrue();
    }

    /** An offer says how the alias stands, and nothing of the service. */
    @Test
    void whatIsSaidAlongWithAnOfferShouldLeaveTheServiceAsItIsKnown() {
        teller.tell(ALIAS, said(Known.NO), 0);
        Optional<AliasPart> all = teller.new Listener().next(body(teller.summary(), List.of()), 0);
        AliasTold beside = new AliasTold(ALIAS, Messages.said(Known.NO), 0);
        book.heard(BOOT, teller.summary(), all, List.of(beside), 0);

        assertThat(book.said(ALIAS).service()).isEqualTo(Known.NO);
        assertThat(book.complete()).isTrue();
    }

    @Test
    void summaryOfAVersionThatDoesNotTellOfThemShouldBeCompleteWithoutThem() {
        AliasTold told = new AliasTold(ALIAS, said(Known.UNKNOWN), 0);
        book.heard(
                BOOT,
                new Summary(1, told.digest(), 1),
                Optional.of(new AliasPart(AliasPart.Kind.LAST_RANGE, Optional.empty(), List.of(told), List.of())),
                List.of(),
                0);
        assertThat(book.complete()).isTrue();
    }
}
