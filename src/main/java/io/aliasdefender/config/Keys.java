package io.aliasdefender.config;

import java.util.List;

/** Every key of the YAML configuration; {@code conf/alias-defender.schema.json} lists the same ones. */
enum Keys {
    FILE(
            "nodes",
            "aliases",
            "groups",
            "interval",
            "confirm",
            "witnesses",
            "probes",
            "grace",
            "failback",
            "on-stop",
            "on-isolation",
            "on-failure",
            "checks",
            "announce",
            "web",
            "link",
            "hooks",
            "lease",
            "commands",
            "log"),
    NODE("address", "also"),
    LINK("port", "key-file"),
    LEASE("etcd", "prefix", "ttl", "on-loss", "ca-file", "cert-file", "key-file", "user", "password-file"),
    HOOK("on", "run", "post", "mail", "timeout", "before", "user", "style", "name", "secret-file", "ca", "aliases"),
    MAIL("server", "from", "to", "tls", "user", "password-file"),
    ALIAS(
            "address",
            "interface",
            "label",
            "nodes",
            "witnesses",
            "probes",
            "grace",
            "failback",
            "on-stop",
            "on-isolation",
            "on-failure",
            "checks",
            "announce",
            "routes",
            "rules"),
    ROUTE("to", "via", "interface", "table", "metric", "source"),
    RULE("from", "to", "fwmark", "table", "priority"),
    GROUP("aliases", "checks", "on-failure"),
    CHECK(
            "http",
            "tcp",
            "dns",
            "ping",
            "process",
            "exec",
            "file",
            "interface",
            "unit",
            "status",
            "header",
            "body",
            "host",
            "ca",
            "insecure",
            "server",
            "type",
            "over",
            "user",
            "is",
            "address",
            "route",
            "every",
            "timeout",
            "fall",
            "rise"),
    PROCESS("pid-file", "unit"),
    CONFIRM("probes", "spacing"),
    ANNOUNCE("count", "spacing", "refresh"),
    FILE_ANNOUNCE("count", "spacing", "refresh", "rate"),
    WEB("host", "port", "token-file", "tls", "peers", "peer-ca"),
    TLS("certificate", "key"),
    LOG("level", "format", "to");

    private final List<String> names;

    Keys(String... names) {
        this.names = List.of(names);
    }

    List<String> names() {
        return names;
    }
}
