package io.aliasdefender.cli;

/** A command cannot do what was asked; the message is one sentence with the remedy. */
final class CommandFailed extends Exception {
    private final int status;

    CommandFailed(String sentence) {
        this(sentence, Main.FAILED);
    }

    /** @param status with which the process is to end */
    CommandFailed(String sentence, int status) {
        super(sentence);
        this.status = status;
    }

    int status() {
        return status;
    }
}
