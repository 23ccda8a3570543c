package io.aliasdefender.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of docs/ARCHITECTURE.md has every address of the bus, with its payload, and no other. */
class ChannelsDocumentedTest {
    private static final Pattern ROW =
            Pattern.compile("^\\| `([a-z.]+)` \\| ([^|]*) \\| [^|]+ \\| [^|]+ \\| [^|]+ \\|$");

    @Test
    void everyAddressShouldBeInTheTableWithItsPayload() throws Exception {
        assertThat(documented()).isEqualTo(declared());
    }

    private static Map<String, String> documented() throws IOException {
        Map<String, String> rows = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("docs/ARCHITECTURE.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.put(row.group(1), row.group(2).strip());
            }
        }
        return rows;
    }

    private static Map<String, String> declared() throws IllegalAccessException {
        Map<String, String> channels = new TreeMap<>();
        for (Field field : Channels.class.getFields()) {
            channels.put(address(field.get(null)), payload(field));
        }
        return channels;
    }

    private static String address(Object channel) {
        return channel instanceof Channel<?> said ? said.address() : ((Channel.Question<?, ?>) channel).address();
    }

    /** What is sent; of a question, what is answered: whoever asks says little more than its own name. */
    private static String payload(Field field) {
        Type[] types = ((ParameterizedType) field.getGenericType()).getActualTypeArguments();
        return "`" + types[types.length - 1].getTypeName().replaceAll("[a-z]+\\.", "") + "`";
    }
}
