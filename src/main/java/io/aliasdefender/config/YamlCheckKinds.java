package io.aliasdefender.config;

import io.aliasdefender.payload.CheckKind;
import io.aliasdefender.payload.CheckKind.Endpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads what a check looks at: the value of its kind, and the keys beside it that only this kind has. */
final class YamlCheckKinds {
    static final int MAX_ARGUMENTS = 64;
    private static final int DNS_PORT = 53;

    private static final Map<String, String> EXAMPLES = Map.of(
            "http", "write http: \"http://127.0.0.1:3128/health\"",
            "tcp", "write tcp: \"127.0.0.1:3128\"",
            "dns", "write dns: www.example.net, and server: 127.0.0.1",
            "ping", "write ping: 198.51.100.1",
            "process", "write process: {pid-file: /run/squid.pid} or process: {unit: squid.service}",
            "exec", "write exec: [/usr/local/bin/fit, --fast]",
            "file", "write file: /run/drain",
            "interface", "write interface: eth1",
            "unit", "write unit: squid.service");

    private final String what;
    private final Map<String, Yaml> section;
    private final Values values;
    private final Findings findings;
    private final boolean elsewhere;

    /**
     * @param section all keys of the check
     * @param elsewhere whether files and users are those of another machine
     */
    YamlCheckKinds(String what, Map<String, Yaml> section, Values values, Findings findings, boolean elsewhere) {
        this.what = what;
        this.section = section;
        this.values = values;
        this.findings = findings;
        this.elsewhere = elsewhere;
    }

    /** The same for a value that is this host's, or another one's. */
    YamlCheckKinds on(boolean another) {
        return new YamlCheckKinds(what, section, values, findings, elsewhere || another);
    }

    String example(String kind) {
        return EXAMPLES.get(kind);
    }

    /** Empty when it is wrong, which is said then. */
    Optional<CheckKind> read(String kind, Yaml value) {
        return switch (kind) {
            case "http" ->
                new YamlHttpCheck(what, section, values, findings, elsewhere)
                        .read(value, example(kind))
                        .map(CheckKind.class::cast);
            case "tcp" -> text(kind, value, CheckText::endpoint).map(CheckKind.Tcp::new);
            case "dns" -> dns(value);
            case "ping" -> ping(value);
            case "process" -> process(value);
            case "exec" -> exec(value);
            case "file" -> file(value);
            case "interface" -> networkInterface(value);
            default -> text(kind, value, CheckText::unit).map(CheckKind.Unit::new);
        };
    }

    private <T> Optional<T> text(String key, Yaml value, Function<String, Verdict<T>> parser) {
        return values.raw(value, what + ": " + key, EXAMPLES.getOrDefault(key, "write a single value"))
                .flatMap(text -> values.judged(parser.apply(text), value.at(), what + ": " + key));
    }

    /** Of a key beside the kind: whether it may be used, and its value. */
    private <T> Optional<Optional<T>> option(String key, Function<String, Verdict<T>> parser) {
        Yaml value = section.get(key);
        if (value == null) {
            return Optional.of(Optional.empty());
        }
        Optional<T> read = text(key, value, parser);
        return read.isPresent() ? Optional.of(read) : Optional.empty();
    }

    /** Of a key beside the kind: one of some words; empty when it is none of them. */
    private <T> Optional<T> word(String key, Map<String, T> words, T otherwise) {
        Yaml value = section.get(key);
        return value == null ? Optional.of(otherwise) : values.word(value, what + ": " + key, words);
    }

    private Optional<CheckKind> dns(Yaml value) {
        Optional<String> name = text("dns", value, CheckText::hostName);
        Optional<Boolean> v6 = word("type", YamlPolicy.ordered("A", false, "AAAA", true), false);
        if (section.get("server") == null) {
            findings.error(value.at(), what + " has no server", "add server: 127.0.0.1, the DNS server to ask");
            return Optional.empty();
        }
        Optional<Endpoint> server =
                text("server", section.get("server"), text -> CheckText.serverAddress(text, DNS_PORT));
        return name.isEmpty() || v6.isEmpty() || server.isEmpty()
                ? Optional.empty()
                : Optional.of(new CheckKind.Dns(name.get(), server.get(), v6.get()));
    }

    private Optional<CheckKind> ping(Yaml value) {
        return text("ping", value, AddressText::address)
                .flatMap(
                        address -> option("over", Names::interfaceName).map(over -> new CheckKind.Ping(address, over)));
    }

    private Optional<CheckKind> process(Yaml value) {
        Map<String, Yaml> keys = values.section(value, what + ": process", Keys.PROCESS, example("process"));
        if (keys.size() > 1) {
            findings.error(value.at(), what + " has both pid-file and unit", "keep one of the two");
            return Optional.empty();
        }
        if (keys.containsKey("pid-file")) {
            return text("pid-file", keys.get("pid-file"), CheckText::path).map(CheckKind.PidFile::new);
        }
        if (keys.containsKey("unit")) {
            return text("unit", keys.get("unit"), CheckText::unit).map(CheckKind.MainProcess::new);
        }
        if (value instanceof Yaml.Entries map && map.entries().isEmpty()) {
            findings.error(value.at(), what + ": process is empty", example("process"));
        }
        return Optional.empty();
    }

    private Optional<CheckKind> exec(Yaml value) {
        List<Yaml> items = values.list(value, what + ": exec", example("exec"));
        if (items.size() > MAX_ARGUMENTS) {
            findings.error(
                    items.get(MAX_ARGUMENTS).at(),
                    what + ": exec has more than " + MAX_ARGUMENTS + " words",
                    "write a program that needs fewer");
            return Optional.empty();
        }
        List<String> arguments = new ArrayList<>();
        for (Yaml item : items) {
            values.raw(item, what + ": exec", example("exec")).ifPresent(arguments::add);
        }
        Optional<String> user = option("user", text -> CheckText.user(text, elsewhere))
                .map(written -> written.orElse(CheckKind.Exec.DEFAULT_USER));
        if (items.isEmpty() || arguments.size() != items.size() || user.isEmpty()) {
            return Optional.empty();
        }
        At at = items.get(0).at();
        String program = arguments.get(0);
        boolean good = values.judged(ExecutableFile.judge(program, elsewhere), at, what + ": exec")
                .isPresent();
        if (good && !elsewhere) {
            FileOwner.group(Path.of(program))
                    .ifPresent(flaw -> findings.warning(
                            at, what + ": exec: " + Quoted.of(program) + ": " + flaw.what(), flaw.remedy()));
        }
        return good ? Optional.of(new CheckKind.Exec(arguments, user.get())) : Optional.empty();
    }

    private Optional<CheckKind> file(Yaml value) {
        Optional<Boolean> present = word("is", YamlPolicy.ordered("present", true, "absent", false), true);
        return text("file", value, CheckText::path)
                .flatMap(path -> present.map(wanted -> new CheckKind.FileThere(path, wanted)));
    }

    private Optional<CheckKind> networkInterface(Yaml value) {
        Optional<Boolean> route = word("route", Map.of("default", true), false);
        return text("interface", value, Names::interfaceName)
                .flatMap(name -> option("address", AddressText::address)
                        .flatMap(address -> route.map(wanted -> new CheckKind.Interface(name, address, wanted))));
    }
}
