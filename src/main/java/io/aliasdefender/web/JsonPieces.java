package io.aliasdefender.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.function.Consumer;

/** A JSON object with long lists, written element by element: a long answer is never a tree of objects in the heap. */
final class JsonPieces {
    /** Of a list, and the end of the object. */
    private static final int MARKS = 8;

    private Buffer text;

    /** @param head the fields that come first; not empty */
    JsonPieces(JsonObject head) {
        String begun = head.encode();
        text = Buffer.buffer(begun.substring(0, begun.length() - 1));
    }

    /** @param elements is given to whom it hands one element after the other */
    JsonPieces list(String name, Consumer<Consumer<JsonObject>> elements) {
        return buffers(name, taker -> elements.accept(element -> taker.accept(element.toBuffer())));
    }

    /** @param elements encoded already */
    JsonPieces list(String name, Collection<Buffer> elements) {
        // Room for all of them at once: what grows is copied again and again.
        int bytes = elements.stream().mapToInt(element -> element.length() + 1).sum();
        Buffer begun = text;
        text = Buffer.buffer(begun.length() + name.length() + bytes + MARKS).appendBuffer(begun);
        return buffers(name, elements::forEach);
    }

    private JsonPieces buffers(String name, Consumer<Consumer<Buffer>> elements) {
        text.appendString(",\"" + name + "\":[");
        int begin = text.length();
        elements.accept(element -> {
            if (text.length() > begin) {
                text.appendString(",");
            }
            text.appendBuffer(element);
        });
        text.appendString("]");
        return this;
    }

    Buffer end() {
        return text.appendString("}");
    }
}
