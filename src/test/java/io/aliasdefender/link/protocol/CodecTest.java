package io.aliasdefender.link.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Said;
import io.aliasdefender.core.told.Word.Outcome;
import io.aliasdefender.link.protocol.Body.AliasPart;
import io.aliasdefender.link.protocol.Body.HostTold;
import io.aliasdefender.link.protocol.Body.Parts;
import io.aliasdefender.link.protocol.Body.Summary;
import io.aliasdefender.link.protocol.Body.Talk;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodecTest {
    private static final int MUTATIONS = 200_000;
    private final Signing signing = Messages.signing();

    private Optional<Refusal> refusal(byte[] bytes) {
        return Decoder.decode(bytes, bytes.length, signing).refusal();
    }

    /** With these bytes after the sections of a message that is right otherwise, and signed. */
    private byte[] with(int... section) {
        byte[] head = Encoder.encode(new Message(Messages.header(), Body.EMPTY), signing);
        byte[] all = Arrays.copyOf(head, Layout.HEADER_BYTES + section.length);
        for (int i = 0; i < section.length; i++) {
            all[Layout.HEADER_BYTES + i] = (byte) section[i];
        }
        return signing.signed(all, all.length, 7);
    }

    @Test
    void messageWhenEncodedAndDecodedShouldBeTheSame() {
        byte[] bytes = Encoder.encode(Messages.full(), signing);

        assertThat(Decoder.decode(bytes, bytes.length, signing).found()).contains(Messages.full());
    }

    /** What is measured before it is written must be what is written then, with each section and without it. */
    @Test
    void sizeOfABodyShouldBeTheLengthThatItIsEncodedTo() {
        Body full = Messages.full().body();
        Summary older = new Summary(12, -1, 4);
        Summary newer = new Summary(12, -1, 4, Optional.of(5L));
        AliasPart part = full.aliases().orElseThrow();
        AliasPart fromTheFirst = new AliasPart(AliasPart.Kind.CHANGES, Optional.empty(), List.of(), part.gone());
        Optional<HostTold> noHost = Optional.empty();
        Optional<Parts> noParts = Optional.empty();
        List<Body> bodies = List.of(
                full,
                Body.EMPTY,
                full.with(Optional.of(fromTheFirst)),
                new Body(full.host(), noParts, List.of(), Optional.of(older), Optional.empty(), Talk.NOTHING),
                new Body(noHost, full.configuration(), List.of(), Optional.of(newer), Optional.empty(), Talk.NOTHING),
                new Body(noHost, noParts, full.macs(), Optional.empty(), full.aliases(), Talk.NOTHING),
                new Body(noHost, noParts, List.of(), Optional.empty(), Optional.empty(), full.talk()),
                new Body(
                        noHost,
                        noParts,
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        new Talk(List.of(), List.of(), Optional.of(List.of()))));

        assertThat(bodies).allSatisfy(body -> {
            byte[] bytes = Encoder.encode(new Message(Messages.header(), body), signing);
            assertThat(Layout.HEADER_BYTES + Sizes.of(body) + Layout.SIGNATURE_BYTES)
                    .isEqualTo(bytes.length);
            assertThat(Decoder.decode(bytes, bytes.length, signing).found())
                    .hasValueSatisfying(message -> assertThat(message.body()).isEqualTo(body));
        });
    }

    @Test
    void messageWhenEveryByteIsChangedOnceShouldNeverBeBelieved() {
        byte[] bytes = Encoder.encode(Messages.full(), signing);
        for (int i = 0; i < bytes.length; i++) {
            byte[] forged = bytes.clone();
            forged[i] ^= 1;

            // The minor version is signed, too.
            assertThat(refusal(forged)).describedAs("byte %d", i).isPresent();
        }
    }

    @Test
    void messageWhenCutAnywhereShouldBeRefused() {
        byte[] bytes = Encoder.encode(Messages.full(), signing);
        for (int length = 0; length < bytes.length; length++) {
            assertThat(refusal(Arrays.copyOf(bytes, length))).isPresent();
        }
    }

    @ParameterizedTest
    @CsvSource({"0, NO_MESSAGE", "4, OTHER_VERSION", "7, UNKNOWN_KEY", "20, FORGED"})
    void messageWhenOneByteOfItIsWrongShouldBeRefusedForThatReason(int index, Refusal why) {
        byte[] bytes = Encoder.encode(Messages.full(), signing);
        bytes[index] ^= 0x40;

        assertThat(refusal(bytes)).contains(why);
    }

    @Test
    void messageWhenSignedWithAnotherKeyOfTheSameNumberShouldBeForged() {
        byte[] bytes = Encoder.encode(Messages.full(), new Signing(List.of(Messages.key(7, 9))));

        assertThat(refusal(bytes)).contains(Refusal.FORGED);
    }

    @Test
    void sectionWhenOfALaterVersionShouldBeSkipped() {
        assertThat(refusal(with(0, 99, 0, 3, 1, 2, 3))).isEmpty();
        // Behind the known values of a known one, too.
        assertThat(refusal(with(0, Layout.HOST, 0, 3, 1, 77, 77))).isEmpty();
        assertThat(refusal(with(0, Layout.CONFIGURATION, 0, 9, 200, 0, 0, 0, 0, 0, 0, 0, 1)))
                .isEmpty();
    }

    @Test
    void sectionWhenWrongShouldBeRefusedWithItsReason() {
        assertThat(refusal(with(0))).contains(Refusal.TORN_SECTION);
        assertThat(refusal(with(0, 99, 0, 9, 1))).contains(Refusal.TORN_SECTION);
        assertThat(refusal(with(0, 99, 0xff, 0xff, 1))).contains(Refusal.TORN_SECTION);
        assertThat(refusal(with(0, Layout.HOST, 0, 0))).contains(Refusal.TORN_SECTION);
        assertThat(refusal(with(0, Layout.HOST, 0, 1, 1, 0, Layout.HOST, 0, 1, 1)))
                .contains(Refusal.DOUBLE_SECTION);
        assertThat(refusal(with(0, Layout.MACS, 0, 1, 5))).contains(Refusal.BAD_VALUE);
        assertThat(refusal(with(0, Layout.MACS, 0, 3, 4, 1, 2))).contains(Refusal.TORN_SECTION);
        assertThat(refusal(with(0, Layout.MACS, 0, 12, 4, 1, 2, 3, 4, 33, 0, 0, 0, 0, 0, 1)))
                .contains(Refusal.BAD_VALUE);
        assertThat(refusal(with(0, Layout.SUMMARY, 0, 1, 0))).contains(Refusal.TORN_SECTION);
        assertThat(refusal(with(0, Layout.ALIASES, 0, 2, 3, 0))).contains(Refusal.BAD_VALUE);
        // Both that a witness answers and that none does.
        assertThat(refusal(with(0, Layout.ALIASES, 0, 12, 0, 0, 4, 1, 2, 3, 4, 96, 0, 0, 0, 0)))
                .contains(Refusal.BAD_VALUE);
    }

    @Test
    void talkWhenWrongShouldBeRefusedWithItsReason() {
        assertThat(refusal(with(0, Layout.OFFERS, 0, 5, 4, 1, 2, 3, 4))).contains(Refusal.TORN_SECTION);
        // An offer of what the sender says that it does not have in its configuration.
        assertThat(refusal(with(0, Layout.OFFERS, 0, 16, 4, 1, 2, 3, 4, 128, 0, 0, 0, 0, 0, 0, 0, 1, 0, 9)))
                .contains(Refusal.BAD_VALUE);
        assertThat(refusal(with(0, Layout.OFFERS, 0, 16, 4, 1, 2, 3, 4, 96, 0, 0, 0, 0, 0, 0, 0, 1, 0, 9)))
                .contains(Refusal.BAD_VALUE);
        assertThat(refusal(with(0, Layout.REPLIES, 0, 14, 4, 1, 2, 3, 4, 1, 0, 0, 0, 0, 0, 0, 0, 1)))
                .contains(Refusal.TORN_SECTION);
        assertThat(refusal(with(0, Layout.ASKED, 0, 1, 4))).contains(Refusal.TORN_SECTION);
        assertThat(refusal(with(0, Layout.ASKED, 0, 1, 9))).contains(Refusal.BAD_VALUE);
        assertThat(refusal(with(0, Layout.ASKED, 0, 0))).isEmpty();
    }

    @Test
    void replyWhenOfALaterVersionShouldBeARefusal() {
        byte[] bytes = with(0, Layout.REPLIES, 0, 15, 4, 1, 2, 3, 4, 1, 0, 0, 0, 0, 0, 0, 0, 1, 77);

        assertThat(Decoder.decode(bytes, bytes.length, signing)
                        .found()
                        .orElseThrow()
                        .body()
                        .talk()
                        .replies())
                .extracting(Body.ReplyTold::outcome)
                .containsExactly(Outcome.NOT_TAKEN);
    }

    @Test
    void everyAnswerShouldBeTheSameAtTheOtherEnd() {
        for (Outcome outcome : Outcome.values()) {
            assertThat(Outcomes.of(Outcomes.number(outcome))).isEqualTo(outcome);
        }
        for (Known has : Known.values()) {
            for (Known witness : Known.values()) {
                for (int bits = 0; bits < 16; bits++) {
                    boolean sure = has == Known.YES && (bits & 1) != 0;
                    Said said = new Said(has, sure, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0, witness);
                    assertThat(AliasTold.said(AliasTold.flags(said))).isEqualTo(said);
                }
            }
        }
    }

    @Test
    void messageWhenTooLongShouldNotBeMade() {
        List<AliasTold> many = Collections.nCopies(200, Messages.told("192.0.2.100", Known.YES));
        Body body = new Body(
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.of(new Body.AliasPart(Body.AliasPart.Kind.CHANGES, Optional.empty(), many, List.of())),
                Body.Talk.NOTHING);

        assertThatThrownBy(() -> Encoder.encode(new Message(Messages.header(), body), signing))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Signed, so that the sections are reached; what the bytes are makes no exception. */
    @Test
    void decoderWhenGivenAnyBytesShouldFindAMessageOrAReason() {
        Random random = new Random(20_260_101);
        byte[] right = Encoder.encode(Messages.full(), signing);
        int messages = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] bytes = mutated(right, random);
            Decoded<Header> header = Decoder.header(bytes, bytes.length);
            Decoded<Message> decoded = header.found().isPresent()
                    ? Decoder.body(bytes, bytes.length, header.found().get())
                    : new Decoded.Wrong<>(header.refusal().orElseThrow());
            boolean message = decoded.found().isPresent();
            messages += message ? 1 : 0;
            assertThat(message).isNotEqualTo(decoded.refusal().isPresent());
        }
        // Were all refused at the door, nothing would have been tested.
        assertThat(messages).isBetween(MUTATIONS / 100, MUTATIONS * 99 / 100);
    }

    private static byte[] mutated(byte[] right, Random random) {
        byte[] bytes = random.nextInt(4) == 0 ? Arrays.copyOf(right, random.nextInt(1_500)) : right.clone();
        int changes = random.nextInt(6);
        for (int i = 0; i < changes && bytes.length > 0; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        if (random.nextInt(4) == 0 && bytes.length > Layout.HEADER_BYTES + 4) {
            int at = Layout.HEADER_BYTES + random.nextInt(bytes.length - Layout.HEADER_BYTES - 3);
            ByteBuffer.wrap(bytes).putShort(at, (short) random.nextInt(12));
        }
        return bytes;
    }

    @Test
    void keyWhenPrintedShouldShowItsNumberOnly() {
        assertThat(Messages.KEY.toString()).isEqualTo("key 7");
    }

    /** The order of an exchange: added on both, then removed on one after the other; each can verify the other at each step. */
    @Test
    void keyWhenExchangedOnOneHostAfterTheOtherShouldNeverLeaveAMessageUnbelieved() {
        List<List<Signing.Key>> steps =
                List.of(List.of(Messages.KEY), List.of(Messages.KEY, Messages.OTHER_KEY), List.of(Messages.OTHER_KEY));
        for (int step = 0; step + 1 < steps.size(); step++) {
            Signing ahead = new Signing(steps.get(step + 1));
            Signing behind = new Signing(steps.get(step));
            assertThat(believed(ahead, behind)).isTrue();
            assertThat(believed(behind, ahead)).isTrue();
        }
    }

    private static boolean believed(Signing from, Signing to) {
        Header header = Messages.header();
        Header signed = new Header(
                from.idFor(to.ids()), 0, 2, 1_000, 3, true, -1, 2, -3, header.boot(), header.counter(), -6, 7, 1);
        byte[] bytes = Encoder.encode(new Message(signed, Body.EMPTY), from);
        return Decoder.decode(bytes, bytes.length, to).found().isPresent();
    }
}
