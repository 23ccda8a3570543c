package io.aliasdefender.os;

import java.io.IOException;

/** What this process may not do, and what a system cannot do: trying again does not help. */
public final class NotPermitted extends IOException {
    private static final long serialVersionUID = 1;

    NotPermitted(String sentence) {
        super(sentence);
    }
}
