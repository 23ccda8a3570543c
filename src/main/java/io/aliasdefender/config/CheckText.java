package io.aliasdefender.config;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.payload.CheckKind.Endpoint;
import io.aliasdefender.payload.CheckKind.Statuses;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What checks look at, as people write it. */
final class CheckText {
    static final int MAX_PORT = 65_535;
    private static final int MAX_PATH_CHARACTERS = 4_096;
    private static final int MAX_BODY_CHARACTERS = 200;
    private static final Pattern ENDPOINT = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^\\[\\]:/\\s]+)(?::(\\d{1,9}))?");
    private static final Pattern URL =
            Pattern.compile("(https?)://(\\[[0-9A-Fa-f:.]+]|[^\\[\\]/?#@:\\s]+)(?::(\\d{1,9}))?([/?][^#\\s]*)?");
    private static final Pattern STATUSES = Pattern.compile("([1-5]\\d\\d)(?:-([1-5]\\d\\d))?");
    private static final List<String> UNIT_KINDS = List.of(
            "service", "socket", "target", "mount", "automount", "swap", "timer", "path", "slice", "scope", "device");
    private static final String URL_FORM = "write a URL such as http://127.0.0.1:3128/health";

    private CheckText() {}

    /**
     * A URL in its parts.
     *
     * @param path with the query; at least "/"
     */
    record Url(boolean tls, Endpoint endpoint, String path) {}

    static Verdict<Url> url(String text) {
        Matcher url = URL.matcher(text);
        if (!url.matches()) {
            if (text.indexOf('#') >= 0) {
                return Verdict.wrong(Quoted.of(text) + " has a fragment, which no server sees", "write it without #");
            }
            if (text.matches("https?://[^/?]*@.*")) {
                return Verdict.wrong(
                        "has a name or a password in it, which is not sent", "write it without what is before the @");
            }
            return text.contains("://")
                    ? Verdict.wrong(Quoted.of(text) + " is not a URL of http or https", URL_FORM)
                    : Verdict.wrong(Quoted.of(text) + " has no scheme", withScheme(text));
        }
        boolean tls = url.group(1).equals("https");
        Verdict<Endpoint> endpoint =
                endpoint(text, url.group(2), url.group(3) == null ? (tls ? "443" : "80") : url.group(3));
        if (endpoint instanceof Verdict.Wrong<Endpoint> wrong) {
            return wrong.again();
        }
        String path = url.group(4) == null ? "/" : url.group(4);
        return Verdict.right(
                new Url(tls, ((Verdict.Right<Endpoint>) endpoint).value(), path.startsWith("/") ? path : "/" + path));
    }

    private static String withScheme(String text) {
        return URL.matcher("http://" + text).matches() ? "write http://" + Quoted.harmless(text, 60) : URL_FORM;
    }

    /** A host and a port. */
    static Verdict<Endpoint> endpoint(String text) {
        Matcher matcher = ENDPOINT.matcher(text);
        if (!matcher.matches()) {
            return Verdict.wrong(
                    Quoted.of(text) + " is not a host and a port",
                    IpAddress.parse(text).isPresent()
                            ? "write it in brackets, with its port: [" + text + "]:3128"
                            : "write 127.0.0.1:3128, [::1]:3128 or name:3128");
        }
        if (matcher.group(2) == null) {
            return Verdict.wrong(Quoted.of(text) + " has no port", "write " + Quoted.harmless(text, 60) + ":3128");
        }
        return endpoint(text, matcher.group(1), matcher.group(2));
    }

    /** An address, with a port or without. */
    static Verdict<Endpoint> serverAddress(String text, int usualPort) {
        Optional<IpAddress> bare = IpAddress.parse(text);
        if (bare.isPresent()) {
            return Verdict.right(new Endpoint(bare.get().toString(), usualPort));
        }
        Matcher matcher = ENDPOINT.matcher(text);
        if (!matcher.matches() || IpAddress.parse(unbracketed(matcher.group(1))).isEmpty()) {
            return Verdict.wrong(
                    Quoted.of(text) + " is not the address of a server", "write 127.0.0.1, or 127.0.0.1:5353");
        }
        return endpoint(text, matcher.group(1), matcher.group(2) == null ? "" + usualPort : matcher.group(2));
    }

    private static Verdict<Endpoint> endpoint(String text, String host, String port) {
        int number = Integer.parseInt(port);
        if (number < 1 || number > MAX_PORT) {
            return Verdict.wrong(Quoted.of(text) + " has the port " + port, "write a port from 1 to " + MAX_PORT);
        }
        String bare = unbracketed(host);
        if (IpAddress.parse(bare).isEmpty() && (AddressText.looksLikeAddress(bare) || !Names.isHost(bare))) {
            return Verdict.wrong(
                    Quoted.of(text) + " has the host " + Quoted.of(host) + ", which is neither an address nor a name",
                    "write an address such as 127.0.0.1, or a host name");
        }
        return Verdict.right(new Endpoint(bare, number));
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    static Verdict<String> hostName(String text) {
        return Names.isHost(text)
                ? Verdict.right(text)
                : Verdict.wrong(Quoted.of(text) + " is not a host name", "write a name such as www.example.net");
    }

    /** A name, an address, either with a port. */
    static Verdict<String> hostHeader(String text) {
        Matcher matcher = ENDPOINT.matcher(text);
        return matcher.matches()
                        && (Names.isHost(matcher.group(1))
                                || IpAddress.parse(unbracketed(matcher.group(1)))
                                        .isPresent())
                ? Verdict.right(text)
                : Verdict.wrong(Quoted.of(text) + " is not a host name", "write a name such as www.example.net");
    }

    static Verdict<Statuses> statuses(String text) {
        Matcher matcher = STATUSES.matcher(text);
        if (!matcher.matches()) {
            return Verdict.wrong(Quoted.of(text) + " is not an HTTP status", "write 200, or a range such as 200-299");
        }
        int least = Integer.parseInt(matcher.group(1));
        int most = matcher.group(2) == null ? least : Integer.parseInt(matcher.group(2));
        return least <= most
                ? Verdict.right(new Statuses(least, most))
                : Verdict.wrong(Quoted.of(text) + " ends before it begins", "write " + most + "-" + least);
    }

    static Verdict<String> body(String text) {
        return !text.isEmpty() && text.length() <= MAX_BODY_CHARACTERS
                ? Verdict.right(text)
                : Verdict.wrong(
                        text.isEmpty() ? "is empty" : "has " + text.length() + " characters",
                        "write 1 to " + MAX_BODY_CHARACTERS + " characters that must be in the answer");
    }

    /** An absolute path: a relative one would mean another file for each folder that the program is started in. */
    static Verdict<String> path(String text) {
        if (!text.startsWith("/")) {
            return Verdict.wrong(Quoted.of(text) + " is not absolute", "write a path that begins with /");
        }
        return text.length() <= MAX_PATH_CHARACTERS && text.indexOf('\0') < 0
                ? Verdict.right(text)
                : Verdict.wrong(Quoted.of(text) + " is too long for a path", "write a shorter one");
    }

    /** A unit of systemd; one without a kind is a service, as systemctl takes it. */
    static Verdict<String> unit(String text) {
        if (!text.matches("[A-Za-z0-9:_.\\\\@-]{1,255}") || text.startsWith("-") || text.startsWith(".")) {
            return Verdict.wrong(
                    Quoted.of(text) + " cannot be the name of a unit", "write a name such as squid.service");
        }
        boolean kind = UNIT_KINDS.stream().anyMatch(suffix -> text.endsWith("." + suffix));
        return Verdict.right(kind ? text : text + ".service");
    }

    /** A user of this host; blocks for as long as it takes to find one. */
    static Verdict<String> user(String text, boolean elsewhere) {
        if (!text.matches("[A-Za-z_][A-Za-z0-9_.-]{0,63}\\$?")) {
            return Verdict.wrong(Quoted.of(text) + " cannot be the name of a user", "write a name such as nobody");
        }
        if (elsewhere) {
            return Verdict.right(text);
        }
        try {
            FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(text);
            return Verdict.right(text);
        } catch (UserPrincipalNotFoundException unknown) {
            return Verdict.wrongNow(Quoted.of(text) + " is no user of this host", "write one, such as nobody");
        } catch (IOException | UnsupportedOperationException notTold) {
            // Found out when it is run.
            return Verdict.right(text);
        }
    }
}
