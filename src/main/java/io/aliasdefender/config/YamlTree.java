package io.aliasdefender.config;

import io.aliasdefender.config.Yaml.Entries;
import io.aliasdefender.config.Yaml.Entry;
import io.aliasdefender.config.Yaml.Items;
import io.aliasdefender.config.Yaml.Kind;
import io.aliasdefender.config.Yaml.Refused;
import io.aliasdefender.config.Yaml.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Builds the tree from the parser's events, within limits: one document, no anchors and aliases (a page of them can
 * stand for gigabytes), no tags, bounded depth and number of values. The parser is asked for one event at a time, so
 * a document beyond the limits costs no more than one within them.
 */
final class YamlTree {
    /** The deepest configuration has five levels. */
    private static final int MAX_DEPTH = 16;
    /** Keys and values: 24 for each of {@link YamlAliases#MAX_ALIASES} aliases, within a heap of 24 MB. */
    private static final int MAX_VALUES = 120_000;

    private static final ScalarResolver CORE = new CoreSchema().getScalarResolver();

    private final Findings findings;
    private final ParserImpl parser;
    private int values;

    private YamlTree(String text, Findings findings) {
        this.findings = findings;
        LoadSettings settings =
                LoadSettings.builder().setSchema(new CoreSchema()).build();
        this.parser = new ParserImpl(settings, new StreamReader(settings, text));
    }

    /** The only document in the text; empty when it is no YAML (which was said then), or when there is nothing in it. */
    static Optional<Yaml> parse(String text, Findings findings) {
        try {
            return new YamlTree(text, findings).document();
        } catch (MarkedYamlEngineException broken) {
            At at = broken.getProblemMark()
                    .or(broken::getContextMark)
                    .map(YamlTree::at)
                    .orElse(At.START);
            findings.error(at, "not YAML: " + problem(broken), remedy(broken));
        } catch (LimitExceeded beyond) {
            findings.error(beyond.at, beyond.getMessage(), "write a configuration as in docs/CONFIGURATION.md");
        } catch (YamlEngineException | IllegalArgumentException | IndexOutOfBoundsException broken) {
            // The engine's own slips on malformed escapes and directives; the input is wrong either way.
            findings.error(At.START, "not YAML: " + Quoted.of(String.valueOf(broken.getMessage())), "correct it");
        }
        return Optional.empty();
    }

    private Optional<Yaml> document() {
        parser.next(); // the stream's start
        if (parser.checkEvent(Event.ID.StreamEnd)) {
            return Optional.empty();
        }
        parser.next(); // the document's start
        Yaml root = value(parser.next(), 0);
        parser.next(); // the document's end
        if (!parser.checkEvent(Event.ID.StreamEnd)) {
            findings.error(at(parser.next()), "a second document begins here", "keep one and remove the line \"---\"");
        }
        return Optional.of(root);
    }

    private Yaml value(Event event, int depth) {
        At at = at(event);
        if (++values > MAX_VALUES) {
            throw new LimitExceeded(at, "more than " + MAX_VALUES + " values");
        }
        if (depth > MAX_DEPTH) {
            throw new LimitExceeded(at, "nested more than " + MAX_DEPTH + " levels deep");
        }
        boolean refused = refuseAnchor(event, at);
        Yaml value = switch (event.getEventId()) {
            case Scalar -> scalar((ScalarEvent) event, at);
            case SequenceStart -> items((CollectionStartEvent) event, at, depth);
            case MappingStart -> entries((CollectionStartEvent) event, at, depth);
            default -> new Refused(at);
        };
        return refused ? new Refused(at) : value;
    }

    private boolean refuseAnchor(Event event, At at) {
        if (event instanceof AliasEvent alias) {
            findings.error(
                    at,
                    "the YAML alias " + Quoted.of("*" + alias.getAlias()) + " is not supported",
                    "write the value out");
            return true;
        }
        if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
            findings.error(
                    at,
                    "the YAML anchor " + Quoted.of("&" + node.getAnchor().get()) + " is not supported",
                    "write the value out");
            return true;
        }
        return false;
    }

    private boolean refuseTag(Optional<String> tag, At at) {
        tag.ifPresent(name -> findings.error(
                at, "the YAML tag " + Quoted.of(name) + " is not supported", "write the value without it"));
        return tag.isPresent();
    }

    private Yaml scalar(ScalarEvent event, At at) {
        return refuseTag(event.getTag(), at)
                ? new Refused(at)
                : new Scalar(at, event.getValue(), event.isPlain() ? kind(event.getValue()) : Kind.TEXT);
    }

    private static Kind kind(String text) {
        Tag tag = CORE.resolve(text, true);
        if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            return Kind.NUMBER;
        }
        return tag.equals(Tag.BOOL) ? Kind.TRUTH : tag.equals(Tag.NULL) ? Kind.NOTHING : Kind.TEXT;
    }

    private Yaml items(CollectionStartEvent start, At at, int depth) {
        boolean refused = refuseTag(start.getTag(), at);
        List<Yaml> items = new ArrayList<>();
        while (!parser.checkEvent(Event.ID.SequenceEnd)) {
            items.add(value(parser.next(), depth + 1));
        }
        parser.next();
        return refused ? new Refused(at) : new Items(at, items);
    }

    private Yaml entries(CollectionStartEvent start, At at, int depth) {
        boolean refused = refuseTag(start.getTag(), at);
        List<Entry> entries = new ArrayList<>();
        while (!parser.checkEvent(Event.ID.MappingEnd)) {
            Yaml key = value(parser.next(), depth + 1);
            Yaml value = value(parser.next(), depth + 1);
            if (key instanceof Scalar scalar) {
                entries.add(new Entry(scalar.at(), scalar.text(), value));
            } else if (!(key instanceof Refused)) {
                findings.error(key.at(), key.called() + " is used as a key", "write a word as the key");
            }
        }
        parser.next();
        return refused ? new Refused(at) : new Entries(at, entries);
    }

    private static At at(Event event) {
        return event.getStartMark().map(YamlTree::at).orElse(At.START);
    }

    private static At at(Mark mark) {
        return new At(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static String problem(MarkedYamlEngineException broken) {
        String problem = broken.getProblem() == null ? "it cannot be parsed" : broken.getProblem();
        return (broken.getContext() == null ? "" : broken.getContext() + ", ") + told(problem);
    }

    private static String told(String problem) {
        String oneLine = problem.replaceAll("\\s+", " ").replaceFirst("\\. ?\\(Do not.*", "");
        return Quoted.harmless(oneLine, 120);
    }

    private static String remedy(MarkedYamlEngineException broken) {
        String problem = String.valueOf(broken.getProblem());
        if (problem.contains("TAB") || problem.contains("tab")) {
            return "indent with spaces, not tabs";
        }
        if (problem.contains("mapping values are not allowed")) {
            return "check the indentation; a value with a colon at its end or followed by a space needs quotes";
        }
        return "check indentation, colons, brackets and quotes here and in the line above";
    }

    private static final class LimitExceeded extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient At at;

        LimitExceeded(At at, String message) {
            super(message, null, false, false);
            this.at = at;
        }
    }
}
