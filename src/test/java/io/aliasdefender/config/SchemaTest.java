package io.aliasdefender.config;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The schema that editors use and the parser agree on every file of the corpus and on every key. */
class SchemaTest {
    /** Mandatory, or depending on the host, or absent unless written. */
    private static final Set<String> WITHOUT_DEFAULT = Set.of(
            "nodes",
            "aliases",
            "groups",
            "hooks",
            "lease",
            "address",
            "interface",
            "label",
            "routes",
            "rules",
            "token-file",
            "tls",
            "certificate",
            "key",
            "peers",
            "peer-ca",
            "also",
            "checks",
            "http",
            "tcp",
            "dns",
            "ping",
            "process",
            "exec",
            "file",
            "unit",
            "header",
            "body",
            "host",
            "ca",
            "server",
            "over",
            "route");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SCHEMA = Path.of("conf/alias-defender.schema.json");
    private static JsonNode tree;
    private static JsonSchema schema;

    @BeforeAll
    static void load() throws IOException {
        tree = JSON.readTree(SCHEMA.toFile());
        schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(tree);
    }

    private static Set<ValidationMessage> complaints(Path file) throws IOException {
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setAllowDuplicateKeys(true)
                .build();
        Object yaml = new Load(settings).loadFromString(Files.readString(file));
        return schema.validate(JSON.valueToTree(yaml));
    }

    static List<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    static Stream<Path> goodFiles() throws IOException {
        return Stream.concat(files("src/test/resources/config/good").stream(), files("conf").stream());
    }

    static List<Path> badForms() throws IOException {
        return files("src/test/resources/config/bad/form");
    }

    static List<Path> badMeanings() throws IOException {
        return files("src/test/resources/config/bad/meaning");
    }

    @ParameterizedTest
    @MethodSource("goodFiles")
    void fileWhenGoodShouldBeAcceptedByBoth(Path file) throws IOException {
        Reading reading = ConfigReader.read(file.toString(), Files.readAllBytes(file), Hosts.web1());

        assertThat(reading.errors()).isEmpty();
        assertThat(complaints(file)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("badForms")
    void fileWhenItsFormIsWrongShouldBeRejectedByBoth(Path file) throws IOException {
        assertThat(ConfigReader.read(file.toString(), Files.readAllBytes(file), Hosts.web1())
                        .errors())
                .isNotEmpty();
        assertThat(complaints(file)).isNotEmpty();
    }

    /** What no schema can know stays the parser's; were a schema able to tell, the file belongs to the others. */
    @ParameterizedTest
    @MethodSource("badMeanings")
    void fileWhenOnlyItsMeaningIsWrongShouldBeBeyondTheSchema(Path file) throws IOException {
        assertThat(ConfigReader.read(file.toString(), Files.readAllBytes(file), Hosts.web1())
                        .errors())
                .isNotEmpty();
        assertThat(complaints(file)).isEmpty();
    }

    @Test
    void keysWhenComparedShouldBeTheSameInSchemaAndParser() {
        Map<String, Set<String>> ofParser = new TreeMap<>();
        for (Keys keys : Keys.values()) {
            ofParser.put(keys.name(), new TreeSet<>(keys.names()));
        }

        Map<String, Set<String>> ofSchema = new TreeMap<>(Map.ofEntries(
                entry("FILE", properties("/properties")),
                entry("ALIAS", properties("/$defs/alias/properties")),
                entry("GROUP", properties("/$defs/group/properties")),
                entry("CHECK", properties("/$defs/check/properties")),
                entry("PROCESS", properties("/$defs/process/properties")),
                entry("CONFIRM", properties("/properties/confirm/properties")),
                entry("ANNOUNCE", properties("/$defs/announce/properties")),
                entry("FILE_ANNOUNCE", properties("/$defs/fileAnnounce/properties")),
                entry("WEB", properties("/properties/web/anyOf/1/properties")),
                entry("LOG", properties("/properties/log/properties")),
                entry("NODE", properties("/$defs/node/properties")),
                entry("LINK", properties("/properties/link/anyOf/1/properties")),
                entry("LEASE", properties("/properties/lease/properties")),
                entry("TLS", properties("/properties/web/anyOf/1/properties/tls/properties")),
                entry("ROUTE", properties("/$defs/route/properties")),
                entry("RULE", properties("/$defs/rule/properties")),
                entry("HOOK", properties("/$defs/hook/properties")),
                entry("MAIL", properties("/$defs/hook/properties/mail/properties"))));
        assertThat(ofSchema).isEqualTo(ofParser);
    }

    private static Set<String> properties(String pointer) {
        Set<String> names = new TreeSet<>();
        tree.at(pointer).fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void keysWhenShownByAnEditorShouldHaveTitleDescriptionAndExample() {
        List<String> bare = new ArrayList<>();
        everyKey().forEach((name, key) -> {
            for (String wanted : List.of("title", "description", "examples")) {
                if (!key.has(wanted)) {
                    bare.add(name + " has no " + wanted);
                }
            }
            if (!WITHOUT_DEFAULT.contains(name) && !key.has("default")) {
                bare.add(name + " has no default");
            }
        });

        assertThat(bare).isEmpty();
    }

    @Test
    void examplesAndDefaultsWhenValidatedShouldFollowTheirOwnSchema() {
        List<String> wrong = new ArrayList<>();
        everyKey().forEach((name, key) -> {
            List<JsonNode> values = new ArrayList<>();
            key.path("examples").forEach(values::add);
            if (key.has("default")) {
                values.add(key.get("default"));
            }
            for (JsonNode value : values) {
                Map<String, Object> wrapped = new LinkedHashMap<>();
                wrapped.put("$defs", tree.get("$defs"));
                key.properties().forEach(field -> wrapped.put(field.getKey(), field.getValue()));
                JsonSchema one = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(JSON.<JsonNode>valueToTree(wrapped));
                if (!one.validate(value).isEmpty()) {
                    wrong.add(name + ": " + value);
                }
            }
        });

        assertThat(wrong).isEmpty();
    }

    private static Map<String, JsonNode> everyKey() {
        Map<String, JsonNode> keys = new TreeMap<>();
        for (String pointer : List.of(
                "/properties",
                "/$defs/alias/properties",
                "/$defs/check/properties",
                "/properties/confirm/properties",
                "/$defs/announce/properties",
                "/$defs/fileAnnounce/properties",
                "/properties/web/anyOf/1/properties",
                "/properties/web/anyOf/1/properties/tls/properties")) {
            tree.at(pointer).properties().forEach(field -> keys.put(field.getKey(), resolved(field.getValue())));
        }
        return keys;
    }

    /** A key that only refers to a definition takes everything from there. */
    private static JsonNode resolved(JsonNode key) {
        return key.size() == 1 && key.has("$ref")
                ? tree.at(key.get("$ref").asText().substring(1))
                : key;
    }
}
