package io.aliasdefender.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTextTest {
    private static final String FORM = "write an address such as 192.0.2.11 or 2001:db8::11";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.11/24|\"192.0.2.11/24\" has a prefix where only an address belongs|write 192.0.2.11",
                "192.0.02.11|\"192.0.02.11\" has a leading zero, which many programs read as octal|write 192.0.2.11",
                "192.0.2.256|\"192.0.2.256\" has a number above 255|" + FORM,
                "192.0.2|\"192.0.2\" is not an IP address|" + FORM,
                "192.0.2.1.1|\"192.0.2.1.1\" is not an IP address|" + FORM,
                "fe80::1%eth0|\"fe80::1%eth0\" has a scope|write it without \"%eth0\"",
                "[2001:db8::1]|\"[2001:db8::1]\" is in brackets|write it without them",
                "2001:db8:::1|\"2001:db8:::1\" is not an IP address|" + FORM,
                "::ffff:192.0.2.1|\"::ffff:192.0.2.1\" is not an IP address|" + FORM,
                "1|\"1\" is not an IP address|" + FORM,
                "''|\"\" is not an IP address|" + FORM
            })
    void addressWhenWrongShouldSayWhatToWrite(String text, String what, String remedy) {
        assertThat(AddressText.address(text)).isEqualTo(Verdict.wrong(what, remedy));
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.100/24", "192.0.2.100/32", "2001:db8::100/64", "10.0.0.1/1"})
    void addressWhenWithPrefixShouldBeRead(String text) {
        assertThat(AddressText.withPrefix(text, address -> 24)).isEqualTo(Verdict.right(Cidr.of(text)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.100|192.0.2.100 has no prefix length|write 192.0.2.100/23",
                "192.0.2.100/|\"192.0.2.100/\" has no possible prefix length|write 192.0.2.100/1 to 192.0.2.100/32",
                "192.0.2.100/33|\"192.0.2.100/33\" has no possible prefix length|write 192.0.2.100/1 to 192.0.2.100/32",
                "192.0.2.100/024|\"192.0.2.100/024\" has no possible prefix length|write 192.0.2.100/1 to 192.0.2.100/32",
                "192.0.2.100/255.255.0.0|\"192.0.2.100/255.255.0.0\" has a netmask where the prefix length belongs"
                        + "|write 192.0.2.100/16",
                "2001:db8::1/129|\"2001:db8::1/129\" has no possible prefix length|write 2001:db8::1/1 to 2001:db8::1/128"
            })
    void prefixWhenWrongShouldSayWhatToWrite(String text, String what, String remedy) {
        assertThat(AddressText.withPrefix(text, address -> 23)).isEqualTo(Verdict.wrong(what, remedy));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.100, 255.255.255.0, 24",
        "192.0.2.100, /24, 24",
        "192.0.2.100, 255.255.255.255, 32",
        "2001:db8::100, /64, 64"
    })
    void netmaskWhenDottedOrPrefixShouldBeRead(String address, String mask, int length) {
        IpAddress ip = IpAddress.of(address);
        assertThat(AddressText.withNetmask(ip, mask, any -> 24)).isEqualTo(Verdict.right(new Cidr(ip, length)));
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0", "255.0.255.0", "ffffff00", "24", "/0", "/33", "0xffffff00", "255.255.255"})
    void netmaskWhenWrongShouldBeRefused(String mask) {
        assertThat(AddressText.withNetmask(IpAddress.of("192.0.2.100"), mask, any -> 24))
                .isInstanceOf(Verdict.Wrong.class);
    }
}
