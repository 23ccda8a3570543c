package io.aliasdefender.config;

import io.aliasdefender.config.Yaml.Items;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.payload.HookSpec.Deed;
import io.aliasdefender.payload.HookSpec.Login;
import io.aliasdefender.payload.HookSpec.Mail;
import io.aliasdefender.payload.HookSpec.MailTls;
import io.aliasdefender.payload.HookSpec.Post;
import io.aliasdefender.payload.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads who is told by {@code post:} and {@code mail:}, with the secrets of their files. */
final class YamlReceivers {
    private static final int MAX_PORT = 65_535;
    private static final int MOST_RECIPIENTS = 16;
    private static final String URL_EXAMPLE =
            "write https://HOST/PATH, or the absolute path of a file that has the URL";
    private static final String FILE_EXAMPLE = "write an absolute path such as /etc/alias-defender/hook.key";
    private static final String MAIL_EXAMPLE =
            "write mail: {server: \"smtp.example.net:587\", from: web1@example.net, to: [admin@example.net]}";
    private static final Pattern URL = Pattern.compile(
            "(https?)://(\\[[0-9A-Fa-f:.]+]|[^\\[\\]/?#@:\\s]+)(:\\d{1,5})?([/?][\\x21-\\x7e&&[^#]]*)?");
    private static final Pattern SERVER = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^\\[\\]/?#@:\\s]+)(?::(\\d{1,5}))?");
    /** What every server takes; whoever has another kind of address has one of these, too. */
    private static final Pattern MAILBOX =
            Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([A-Za-z0-9.-]{1,253})");

    private static final Map<MailTls, Integer> USUAL_PORTS =
            Map.of(MailTls.STARTTLS, 587, MailTls.TLS, 465, MailTls.NONE, 25);

    private final Values values;
    private final Findings findings;
    private final boolean elsewhere;

    /** @param elsewhere whether the files are on another machine, and cannot be looked at */
    YamlReceivers(Values values, Findings findings, boolean elsewhere) {
        this.values = values;
        this.findings = findings;
        this.elsewhere = elsewhere;
    }

    Optional<Deed> post(Map<String, Yaml> hook) {
        Optional<Post> post = url(hook.get("post"));
        Optional<Secret> key = file(hook.get("secret-file"), "secret-file", GuardedFile::token);
        Optional<String> authority = file(hook.get("ca"), "ca", PemFiles::authority);
        return post.map(target -> new Post(target.url(), target.origin(), key, authority));
    }

    /** Only scheme, host and port are shown of it: with many services, whoever has all of it may use it. */
    private Optional<Post> url(Yaml written) {
        Optional<String> text = values.text(written, "post", URL_EXAMPLE);
        if (text.filter(path -> path.startsWith("/")).isPresent()) {
            if (elsewhere) {
                return Optional.of(new Post(
                        new Secret("https://elsewhere.invalid/"),
                        "a URL elsewhere",
                        Optional.empty(),
                        Optional.empty()));
            }
            warnOfGroup(written, "post", text.get());
            text = values.judged(GuardedFile.secret(text.get()), written.at(), "post")
                    .map(String::strip);
            if (text.filter(url -> !isUrl(url)).isPresent()) {
                findings.error(written.at(), "post: that file has no URL in it", "write https://HOST/PATH into it");
                return Optional.empty();
            }
        }
        if (text.filter(url -> !isUrl(url)).isPresent()) {
            // As a whole: in a URL with a mistake anything may be the secret.
            boolean noScheme = !text.get().contains("://");
            findings.error(
                    written.at(), noScheme ? "post has no scheme" : "post is no URL of http or https", URL_EXAMPLE);
            return Optional.empty();
        }
        return text.map(url -> {
            URI uri = URI.create(url);
            String origin = uri.getScheme() + "://" + uri.getRawAuthority();
            return new Post(new Secret(url), origin, Optional.empty(), Optional.empty());
        });
    }

    private static boolean isUrl(String text) {
        Matcher url = URL.matcher(text);
        return url.matches()
                && isHost(url.group(2))
                && isPort(url.group(3) == null ? "1" : url.group(3).substring(1))
                && isUri(text);
    }

    /** What may stand in a path and a query is the JDK's to say (RFC 2396). */
    private static boolean isUri(String text) {
        try {
            new URI(text);
            return true;
        } catch (URISyntaxException mistake) {
            return false;
        }
    }

    private static boolean isHost(String host) {
        boolean literal = host.startsWith("[")
                && IpAddress.parse(host.substring(1, host.length() - 1)).isPresent();
        return literal || IpAddress.parse(host).isPresent() || Names.isHost(host);
    }

    private static boolean isPort(String text) {
        int port = Integer.parseInt(text);
        return port > 0 && port <= MAX_PORT;
    }

    Optional<Deed> mail(Yaml value, Yaml ca) {
        Map<String, Yaml> mail = values.section(value, "mail", Keys.MAIL, MAIL_EXAMPLE);
        for (String key : List.of("server", "from", "to")) {
            if (!mail.containsKey(key) && !Values.mentions(value, key, Keys.MAIL)) {
                findings.error(value.at(), "mail has no " + key, MAIL_EXAMPLE);
            }
        }
        Map<String, MailTls> words = new LinkedHashMap<>();
        words.put("starttls", MailTls.STARTTLS);
        words.put("tls", MailTls.TLS);
        words.put("none", MailTls.NONE);
        MailTls tls = Optional.ofNullable(mail.get("tls"))
                .flatMap(written -> values.word(written, "mail: tls", words))
                .orElse(MailTls.STARTTLS);
        Optional<Matcher> server = Optional.ofNullable(mail.get("server")).flatMap(this::server);
        Optional<String> from =
                Optional.ofNullable(mail.get("from")).flatMap(written -> mailbox(written, "mail: from"));
        List<String> to =
                Optional.ofNullable(mail.get("to")).map(this::recipients).orElse(List.of());
        Optional<Login> login = login(value, mail, tls);
        Optional<String> authority = file(ca, "ca", PemFiles::authority);
        if (server.isEmpty() || from.isEmpty() || to.isEmpty()) {
            return Optional.empty();
        }
        String host = server.get().group(1).replaceAll("[\\[\\]]", "");
        int port = Optional.ofNullable(server.get().group(2))
                .map(Integer::parseInt)
                .orElse(USUAL_PORTS.get(tls));
        return Optional.of(new Mail(host, port, tls, from.get(), to, login, authority));
    }

    private Optional<Matcher> server(Yaml written) {
        Optional<String> text = values.text(written, "mail: server", MAIL_EXAMPLE);
        Optional<Matcher> server = text.map(SERVER::matcher)
                .filter(Matcher::matches)
                .filter(parts -> isHost(parts.group(1)) && (parts.group(2) == null || isPort(parts.group(2))));
        if (text.isPresent() && server.isEmpty()) {
            findings.error(
                    written.at(), "mail: server " + Quoted.of(text.get()) + " is no HOST or HOST:PORT", MAIL_EXAMPLE);
        }
        return server;
    }

    private List<String> recipients(Yaml written) {
        List<Yaml> items = written instanceof Items ? values.list(written, "mail: to", MAIL_EXAMPLE) : List.of(written);
        if (items.size() > MOST_RECIPIENTS) {
            findings.error(
                    written.at(), "mail: to has more than " + MOST_RECIPIENTS + " addresses", "name a list's address");
        }
        return items.stream()
                .flatMap(item -> mailbox(item, "mail: to").stream())
                .toList();
    }

    private Optional<String> mailbox(Yaml written, String what) {
        Optional<String> text = values.text(written, what, MAIL_EXAMPLE);
        boolean right = text.map(MAILBOX::matcher)
                .filter(Matcher::matches)
                .filter(mailbox -> Names.isHost(mailbox.group(1)))
                .isPresent();
        if (text.isPresent() && !right) {
            findings.error(written.at(), what + " " + Quoted.of(text.get()) + " is no mail address", "write NAME@HOST");
        }
        return text.filter(any -> right);
    }

    private Optional<Login> login(Yaml value, Map<String, Yaml> mail, MailTls tls) {
        Optional<String> user = Optional.ofNullable(mail.get("user"))
                .flatMap(written -> values.text(written, "mail: user", "write the name to log in with"));
        Optional<Secret> password = file(mail.get("password-file"), "mail: password-file", GuardedFile::password);
        if (mail.containsKey("user") != mail.containsKey("password-file")) {
            findings.error(
                    value.at(),
                    "mail has "
                            + (mail.containsKey("user") ? "user without password-file" : "password-file without user"),
                    "write both, or none");
        } else if (user.isPresent() && tls == MailTls.NONE) {
            findings.error(
                    mail.get("user").at(),
                    "mail: user and tls: none would send a password that everybody on the way can read",
                    "write tls: starttls or tls: tls");
        }
        return user.flatMap(name -> password.map(secret -> new Login(name, secret)));
    }

    /** What is in the file of that name. */
    private <T> Optional<T> file(Yaml written, String what, Function<String, Verdict<T>> reader) {
        if (written == null) {
            return Optional.empty();
        }
        Optional<String> path = values.text(written, what, FILE_EXAMPLE);
        // A relative one would mean another file for each folder that the program is started in.
        if (path.isPresent() && !path.get().startsWith("/")) {
            findings.error(written.at(), what + " " + Quoted.of(path.get()) + " is not absolute", FILE_EXAMPLE);
            return Optional.empty();
        }
        if (elsewhere) {
            return Optional.empty();
        }
        path.ifPresent(named -> warnOfGroup(written, what, named));
        return path.flatMap(named -> values.judged(reader.apply(named), written.at(), what));
    }

    private void warnOfGroup(Yaml written, String what, String path) {
        FileOwner.group(Path.of(path))
                .ifPresent(flaw -> findings.warning(
                        written.at(), what + ": " + Quoted.of(path) + ": " + flaw.what(), flaw.remedy()));
    }
}
