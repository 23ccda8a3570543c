package io.aliasdefender.keepalived;

import io.aliasdefender.keepalived.parse.Statement;
import io.aliasdefender.keepalived.parse.Tokenizer;
import java.util.List;
import java.util.Optional;

/** The commands in a file, as keepalived starts them: without a shell. */
final class Commands {
    private Commands() {}

    /** @param rest the words behind the command */
    record Command(List<String> argv, List<String> rest) {}

    /**
     * The command behind a keyword: one word, in quotes where it has arguments, which is split once more.
     *
     * @return empty when there is none, or a quote is never closed
     */
    static Optional<Command> of(Statement statement) {
        Optional<List<String>> words = Tokenizer.escaped(statement.text());
        if (words.isEmpty() || words.get().size() < 2) {
            return Optional.empty();
        }
        return Tokenizer.escaped(words.get().get(1))
                .filter(argv -> !argv.isEmpty())
                .map(argv ->
                        new Command(argv, words.get().subList(2, words.get().size())));
    }

    /** Whether it has words that only a shell would act on. */
    static boolean isForShell(List<String> argv) {
        return argv.stream()
                .anyMatch(word ->
                        word.matches("[0-9&]?[<>]{1,2}&?.*|\\|\\|?|&&?|;|.*;$") || word.matches(".*(`|\\$\\().*"));
    }

    /** For a sentence or a shell. */
    static String told(List<String> argv) {
        return String.join(" ", argv.stream().map(Commands::quoted).toList());
    }

    private static String quoted(String word) {
        return word.matches("[-A-Za-z0-9_./:=,@%+|<>&;]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
