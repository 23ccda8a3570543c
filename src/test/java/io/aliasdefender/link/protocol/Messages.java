package io.aliasdefender.link.protocol;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.told.Blame;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Said;
import io.aliasdefender.core.told.Word.Outcome;
import io.aliasdefender.link.protocol.Body.AliasPart;
import io.aliasdefender.link.protocol.Body.CheckTold;
import io.aliasdefender.link.protocol.Body.FailingTold;
import io.aliasdefender.link.protocol.Body.HostTold;
import io.aliasdefender.link.protocol.Body.MacTold;
import io.aliasdefender.link.protocol.Body.OfferTold;
import io.aliasdefender.link.protocol.Body.Parts;
import io.aliasdefender.link.protocol.Body.ReplyTold;
import io.aliasdefender.link.protocol.Body.Summary;
import io.aliasdefender.link.protocol.Body.Talk;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the tests of the protocol have in common. */
final class Messages {
    static final Signing.Key KEY = key(7, 1);
    static final Signing.Key OTHER_KEY = key(9, 2);

    private Messages() {}

    static Signing.Key key(int id, int fill) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) fill);
        return new Signing.Key(id, bytes);
    }

    static Signing signing() {
        return new Signing(List.of(KEY));
    }

    static Header header() {
        return new Header(7, 0, 2, 1_000, 3, true, -1, 2, -3, 4, 5, -6, 7, 0xffff_ffffL);
    }

    static Header header(long boot, long counter, long echoBoot, long echoCounter) {
        return new Header(7, 0, 2, 1_000, 0, false, 1, 2, 3, boot, counter, echoBoot, echoCounter, 0);
    }

    static AliasTold told(String address, Known has) {
        return new AliasTold(IpAddress.of(address), said(has), 1_500);
    }

    static Said said(Known has) {
        return new Said(has, false, true, true, true, Known.YES);
    }

    /** Every section has something. */
    static Message full() {
        AliasPart part = new AliasPart(
                AliasPart.Kind.RANGE,
                Optional.of(IpAddress.of("2001:db8::9")),
                List.of(
                        told("192.0.2.100", Known.YES).blaming(new Blame(0xfffe, 0xff)),
                        told("2001:db8::100", Known.NO),
                        new AliasTold(
                                new IpAddress(0, 0xffff_c000_0201L, true),
                                new Said(Known.YES, true, false, false, false, Known.UNKNOWN),
                                AliasTold.MOST_AGE_MILLIS)),
                List.of(IpAddress.of("192.0.2.9")));
        return new Message(
                header(),
                new Body(
                        Optional.of(new HostTold(true, false)),
                        Optional.of(new Parts(Map.of(Part.INTERVAL, 1L, Part.GROUPS, -2L))),
                        List.of(
                                new MacTold(Cidr.of("192.0.2.11/24"), MacAddress.of("02:00:00:00:00:01")),
                                new MacTold(Cidr.of("2001:db8::11/64"), MacAddress.of("02:00:00:00:00:01"))),
                        Optional.of(new Summary(12, -1, 4)),
                        Optional.of(part),
                        new Talk(
                                List.of(
                                        new OfferTold(IpAddress.of("192.0.2.100"), said(Known.YES), 5, 990),
                                        new OfferTold(IpAddress.of("2001:db8::100"), said(Known.YES), -6, 0xffff)),
                                List.of(
                                        new ReplyTold(IpAddress.of("192.0.2.101"), said(Known.YES), 7, Outcome.TAKEN),
                                        new ReplyTold(
                                                IpAddress.of("2001:db8::101"), Said.NOTHING, -8, Outcome.FILTERED)),
                                Optional.of(List.of(IpAddress.of("192.0.2.102"), IpAddress.of("2001:db8::102")))),
                        Optional.of(new FailingTold(
                                List.of(
                                        new CheckTold("squid", "connection refused", 12_000),
                                        new CheckTold("prüfung", "", 0xffff_ffffL)),
                                3))));
    }
}
