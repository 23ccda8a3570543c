package io.aliasdefender.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads JSON that somebody else wrote. A few bytes of it can become many in the heap, and each level a frame of a small
 * stack: so the levels and the values are counted while it is read, and fields that nobody asks for are passed over.
 */
public final class BoundedJson {
    /** Nothing of ours has more than six. */
    static final int MOST_LEVELS = 32;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            // The names are others', too: no table keeps them.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MOST_LEVELS)
                    .maxNumberLength(64)
                    .maxNameLength(1_024)
                    .build())
            .build();

    private final JsonParser parser;
    private final Map<String, String> wanted;
    private int left;

    private BoundedJson(JsonParser parser, Map<String, String> wanted, int mostValues) {
        this.parser = parser;
        this.wanted = wanted;
        left = mostValues;
    }

    /**
     * Reads one value with everything in it.
     *
     * @param mostValues of objects, lists, texts, numbers together
     * @return as {@link io.vertx.core.json.Json#decodeValue(String)}
     * @throws DecodeException when it is no JSON, or beyond a bound
     */
    public static Object decode(byte[] text, int mostValues) {
        return decode(text, mostValues, Map.of());
    }

    /** As {@link #decode(byte[], int)}, but only the fields with these names, at whatever level they are. */
    static Object decode(byte[] text, int mostValues, Set<String> fields) {
        Map<String, String> wanted = new LinkedHashMap<>();
        fields.forEach(field -> wanted.put(field, field));
        return decode(text, mostValues, wanted);
    }

    private static Object decode(byte[] text, int mostValues, Map<String, String> wanted) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            BoundedJson json = new BoundedJson(parser, wanted, mostValues);
            Object value = json.value(parser.nextToken());
            if (parser.nextToken() != null) {
                throw new DecodeException("there is something behind it");
            }
            return value;
        } catch (IOException broken) {
            throw new DecodeException("it cannot be read: " + broken.getClass().getSimpleName());
        }
    }

    private Object value(JsonToken token) throws IOException {
        if (token == null) {
            throw new DecodeException("there is nothing");
        }
        left--;
        if (left < 0) {
            throw new DecodeException("there are too many values in it");
        }
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> list();
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
            case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
            case VALUE_NULL -> null;
            default -> throw new DecodeException("there is a " + token);
        };
    }

    private JsonObject object() throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (wanted.isEmpty()) {
                fields.put(name, value(token));
            } else if (wanted.containsKey(name)) {
                // The name as we have it, so that thousands of objects share it.
                fields.put(wanted.get(name), value(token));
            } else {
                parser.skipChildren();
            }
        }
        return new JsonObject(fields);
    }

    private JsonArray list() throws IOException {
        List<Object> values = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            values.add(value(token));
        }
        return new JsonArray(values);
    }
}
