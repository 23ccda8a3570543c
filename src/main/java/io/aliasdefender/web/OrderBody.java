package io.aliasdefender.web;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The JSON object that comes with an order, read with a sentence for each mistake. */
final class OrderBody {
    private final JsonObject json;

    private OrderBody(JsonObject json) {
        this.json = json;
    }

    /** What is wrong with a request, and the status of HTTP for that. */
    static final class Mistaken extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final int status;

        private Mistaken(int status, String sentence) {
            super(sentence);
            this.status = status;
        }
    }

    /** What a route does; may throw a {@link Mistaken} or an {@link IllegalArgumentException}, which are answered. */
    static void answered(RoutingContext context, Runnable route) {
        try {
            route.run();
        } catch (Mistaken mistaken) {
            Responses.problem(context, mistaken.status, mistaken.getMessage());
        } catch (IllegalArgumentException wrong) {
            Responses.problem(context, 400, wrong.getMessage());
        }
    }

    /**
     * Of a request that needs one.
     *
     * @param known the fields that there are
     * @param example for the sentence
     */
    static OrderBody of(RoutingContext context, Set<String> known, String example) {
        return of(context, context.body().asString(), known, example);
    }

    /** The same where there need be none. */
    static OrderBody orNone(RoutingContext context, Set<String> known, String example) {
        String body = Optional.ofNullable(context.body().asString()).orElse("");
        return of(context, body.isBlank() ? "{}" : body, known, example);
    }

    private static OrderBody of(RoutingContext context, String body, Set<String> known, String example) {
        String type =
                Optional.ofNullable(context.request().getHeader("content-type")).orElse("application/json");
        if (!type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw new Mistaken(415, "the body is to be application/json, not " + type);
        }
        return within(object(body, example), known);
    }

    private static OrderBody within(JsonObject json, Set<String> known) {
        json.fieldNames().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException("there is no field " + name + "; there "
                            + (known.size() == 1 ? "is " : "are ") + and(known));
                });
        return new OrderBody(json);
    }

    /** {@code on, reason and for}. */
    private static String and(Set<String> words) {
        String list = String.join(", ", words);
        int last = list.lastIndexOf(", ");
        return last < 0 ? list : list.substring(0, last) + " and" + list.substring(last + 1);
    }

    private static JsonObject object(String body, String example) {
        if (body != null && JsonDepth.of(body) > Limits.JSON_DEPTH) {
            throw new IllegalArgumentException("the body may be nested " + Limits.JSON_DEPTH + " levels deep");
        }
        try {
            if (body != null && Json.decodeValue(body) instanceof JsonObject object) {
                return object;
            }
        } catch (DecodeException malformed) {
            // The sentence is the same.
        }
        throw new IllegalArgumentException("the body is to be a JSON object such as " + example);
    }

    boolean truth(String field) {
        if (!(json.getValue(field) instanceof Boolean truth)) {
            throw new IllegalArgumentException("the field " + field + " is to be true or false");
        }
        return truth;
    }

    Optional<String> text(String field) {
        Object value = json.getValue(field);
        if (value != null && !(value instanceof String)) {
            throw new IllegalArgumentException("the field " + field + " is to be text");
        }
        return Optional.ofNullable((String) value);
    }

    /** Empty where it is missing or null. */
    Optional<OrderBody> within(String field, Set<String> known) {
        Object value = json.getValue(field);
        if (value != null && !(value instanceof JsonObject)) {
            throw new IllegalArgumentException("the field " + field + " is to be an object");
        }
        return Optional.ofNullable((JsonObject) value).map(object -> within(object, known));
    }

    /** @param most the largest that it may be; the least is 0 */
    double number(String field, double most) {
        if (!(json.getValue(field) instanceof Number number)
                || !(number.doubleValue() >= 0 && number.doubleValue() <= most)) {
            throw new IllegalArgumentException(
                    "the field " + field + " is to be a number from 0 to " + Math.round(most));
        }
        return number.doubleValue();
    }

    /** Empty where it is missing or blank; never more than one line. */
    Optional<String> line(String field, String what, int most) {
        Optional<String> line = text(field).map(String::strip).filter(words -> !words.isEmpty());
        line.filter(words -> words.length() > most || words.codePoints().anyMatch(Character::isISOControl))
                .ifPresent(wrong -> {
                    throw new IllegalArgumentException(
                            what + " is to have at most " + most + " characters, on one line");
                });
        return line;
    }
}
