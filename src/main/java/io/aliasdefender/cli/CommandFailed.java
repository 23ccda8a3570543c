package io.aliasdefender.cli;

/** A command cannot do what was asked; the message is one sentence with the remedy. */
final class CommandFailed extends Exception {
    CommandFailed(String sentence) {
        super(sentence);
    }
}
