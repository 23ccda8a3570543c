package io.aliasdefender.link.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.told.Blame;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Said;
import io.aliasdefender.link.protocol.Body.AliasPart;
import io.aliasdefender.link.protocol.Body.CheckTold;
import io.aliasdefender.link.protocol.Body.FailingTold;
import io.aliasdefender.link.protocol.Body.Summary;
import io.aliasdefender.link.protocol.Body.Talk;
import io.aliasdefender.payload.FailingCheck;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which checks fail is told for people: it is bounded and cleaned, disturbs no older version, and no message is lost by it. */
class FailingTellingTest {
    private static final long BOOT = 4;
    private static final IpAddress ALIAS = IpAddress.of("192.0.2.100");
    private static final Blame SQUID = FailingCheck.blame(List.of("squid", "uplink"));
    private static final Said UNFIT = Messages.said(Known.NO).serving(Known.NO);

    private final Signing signing = Messages.signing();

    private static Body body(List<AliasTold> told, Optional<FailingTold> failing) {
        return new Body(
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.of(new Summary(1, 2, told.size(), Optional.of(-4L))),
                Optional.of(new AliasPart(AliasPart.Kind.LAST_RANGE, Optional.empty(), told, List.of())),
                Talk.NOTHING,
                failing);
    }

    private static Optional<FailingTold> squid(String sentence) {
        return Optional.of(new FailingTold(List.of(new CheckTold("squid", sentence, 12_000)), 2));
    }

    private Body sent(Body body) {
        byte[] bytes = Encoder.encode(new Message(Messages.header(), body), signing);
        return Decoder.decode(bytes, bytes.length, signing)
                .found()
                .orElseThrow()
                .body();
    }

    /** Those of a section with these bytes. */
    private static List<CheckTold> read(byte[] section) {
        return FailingSections.checks(ByteBuffer.wrap(section))
                .map(FailingTold::checks)
                .orElse(List.of());
    }

    private static byte[] section(byte[] name, byte[] sentence) {
        ByteBuffer bytes = ByteBuffer.allocate(8 + name.length + sentence.length);
        bytes.putShort((short) 1).putInt(5).put((byte) name.length).put(name);
        return bytes.put((byte) sentence.length).put(sentence).array();
    }

    @Test
    void checksShouldBeTheSameAtTheOtherEndAndNamedByTheirAliases() {
        List<AliasTold> told = List.of(
                new AliasTold(IpAddress.of("192.0.2.99"), Messages.said(Known.NO), 1),
                new AliasTold(ALIAS, UNFIT, 7, SQUID));
        Body body = body(told, squid("connection refused"));

        assertThat(sent(body)).isEqualTo(body);
        assertThat(SQUID.more()).isEqualTo(1);
    }

    /** What an older version reads is the same to the byte: the sections that it knows, and the digests. */
    @Test
    void checksShouldChangeNothingThatAnOlderVersionReads() {
        AliasTold blamed = new AliasTold(ALIAS, UNFIT, 7, SQUID);
        AliasTold plain = new AliasTold(ALIAS, UNFIT, 7);
        assertThat(blamed.digest()).isEqualTo(plain.digest());
        assertThat(blamed.serviceDigest()).isEqualTo(plain.serviceDigest());
        assertThat(blamed.same(plain)).isTrue();

        byte[] with = Encoder.encode(
                new Message(Messages.header(), body(List.of(blamed), squid("connection refused"))), signing);
        byte[] without =
                Encoder.encode(new Message(Messages.header(), body(List.of(plain), Optional.empty())), signing);
        int known = without.length - Layout.SIGNATURE_BYTES;
        assertThat(with).startsWith(Arrays.copyOf(without, known));
        ByteBuffer rest = ByteBuffer.wrap(with, known, with.length - known - Layout.SIGNATURE_BYTES);
        while (rest.hasRemaining()) {
            assertThat((int) rest.getShort()).as("it skips these").isGreaterThan(Layout.SERVICES);
            rest.position(rest.position() + Short.BYTES + rest.getShort(rest.position()));
        }
    }

    @Test
    void messageOfAVersionThatDoesNotTellOfThemShouldNameNone() {
        Body body = sent(body(List.of(new AliasTold(ALIAS, UNFIT, 7)), Optional.empty()));

        assertThat(body.failing()).isEmpty();
        assertThat(body.aliases().orElseThrow().told())
                .allMatch(told -> told.blame().equals(Blame.NONE));
    }

    @Test
    void textsShouldBeCleanedAndCutWhoeverSendsThem() {
        byte[] escape = "s\u001b[31mquid\nx\u202e".getBytes(StandardCharsets.UTF_8);
        CheckTold cleaned = read(section(escape, new byte[] {'a', (byte) 0xc3, (byte) 0xff, 'b'}))
                .get(0);
        assertThat(cleaned.name()).isEqualTo("s\\u001b[31mquid\\u000ax\\u202e");
        assertThat(cleaned.sentence()).isEqualTo("a\ufffd\ufffdb");
        assertThat(cleaned.ageMillis()).isEqualTo(5);

        byte[] wide = new byte[255];
        Arrays.fill(wide, (byte) 0x07);
        assertThat(bytes(read(section(wide, wide)).get(0).sentence()))
                .as("it grows while it is cleaned")
                .hasSizeLessThanOrEqualTo(255);
        FailingCheck check = new FailingCheck("n".repeat(255), "\u00fc\u202e\ud83d".repeat(90), 0);
        assertThat(bytes(check.name())).hasSizeLessThanOrEqualTo(64);
        assertThat(check.sentence()).startsWith("ü\\u202e\\ud83dü").endsWith("…");
        assertThat(bytes(check.sentence())).hasSizeLessThanOrEqualTo(160);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void manyChecksShouldBeTheFirstFewThatThereIsRoomForAndHowManyThereAre() {
        List<CheckTold> many = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            many.add(new CheckTold("check-" + i, "connection refused by the server " + i, i));
        }
        Body body = Body.EMPTY.failing(many, 200);
        FailingTold told = sent(body).failing().orElseThrow();

        assertThat(told.total()).isEqualTo(200);
        assertThat(told.checks())
                .hasSizeBetween(3, 10)
                .isEqualTo(many.subList(0, told.checks().size()));
        assertThat(Encoder.roomForAliases(Body.EMPTY, false).left()
                        - Encoder.roomForAliases(body, false).left())
                .isLessThanOrEqualTo(FailingSections.MOST_BYTES);
    }

    /** What is decided on comes first. */
    @Test
    void checksShouldLeaveRoomForAliasesAndForWhatDoesNotWait() {
        List<Body.OfferTold> offers = new ArrayList<>();
        Room room = new Room(Encoder.roomForTalk(Body.EMPTY));
        for (int i = 0; room.offer(ALIAS); i++) {
            offers.add(new Body.OfferTold(ALIAS, Messages.said(Known.YES), i, 990));
        }
        Body full = new Body(
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                new Talk(offers, List.of(), Optional.empty()));

        assertThat(full.failing(List.of(new CheckTold("squid", "x".repeat(160), 1)), 1))
                .isEqualTo(full);
    }

    @Test
    void changedCheckShouldBeToldWithoutASecondStoryOfTheAlias() {
        AliasTeller teller = new AliasTeller();
        AliasBook book = new AliasBook();
        teller.tell(ALIAS, UNFIT, 0);
        AliasTeller.Listener listener = teller.new Listener();
        Body rest = Body.EMPTY;
        book.heard(BOOT, teller.summary(), listener.next(rest, 0), List.of(), 0);
        assertThat(book.blame(ALIAS)).isEqualTo(Blame.NONE);

        Summary before = teller.summary();
        assertThat(teller.blame(ALIAS, SQUID)).isTrue();
        assertThat(teller.blame(ALIAS, SQUID)).as("again").isFalse();
        assertThat(teller.summary()).isEqualTo(before);
        assertThat(book.heard(BOOT, teller.summary(), listener.next(rest, 1), List.of(), 1))
                .contains(Set.of(ALIAS));
        assertThat(book.blame(ALIAS)).isEqualTo(SQUID);
        assertThat(book.complete()).isTrue();

        // Along with an offer nothing is said of checks.
        AliasTold beside = new AliasTold(ALIAS, Messages.said(Known.NO), 0);
        book.heard(BOOT, teller.summary(), Optional.empty(), List.of(beside), 2);
        assertThat(book.blame(ALIAS)).isEqualTo(SQUID);
    }

    @Test
    void aliasShouldNameNoCheckWhileThisHostIsFitForIt() {
        AliasTeller teller = new AliasTeller();
        teller.tell(ALIAS, Messages.said(Known.NO).serving(Known.YES), 0);
        teller.blame(ALIAS, SQUID);

        assertThat(teller.new Listener().next(Body.EMPTY, 0).orElseThrow().told())
                .allMatch(told -> told.blame().equals(Blame.NONE));
    }

    /** Whatever the bytes of these sections are, the rest of the message is read. */
    @Test
    void sectionsOfAnyBytesShouldCostOnlyThemselves() {
        Random random = new Random(20_260_102);
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[random.nextInt(400)];
            random.nextBytes(bytes);
            for (int j = 0; j < bytes.length && i % 2 == 0; j++) {
                bytes[j] = (byte) random.nextInt(12);
            }
            for (CheckTold check : read(bytes)) {
                assertThat(bytes(check.name())).hasSizeLessThanOrEqualTo(255);
                assertThat(bytes(check.sentence())).hasSizeLessThanOrEqualTo(255);
                assertThat((check.name() + check.sentence()).chars()).noneMatch(Character::isISOControl);
            }
            FailingSections.blames(ByteBuffer.wrap(bytes));
        }
    }
}
