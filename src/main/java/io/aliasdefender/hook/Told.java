package io.aliasdefender.hook;

import io.aliasdefender.payload.HookEvent;

/**
 * What one hook is told, or is to be told.
 *
 * @param number counts up for each hook
 * @param name of the event, as this hook calls it
 */
record Told(long number, HookEvent name, HookNews news) {
    /** In a few words, for logs. */
    String words() {
        String alias = news.text("alias");
        return name + (alias.isEmpty() ? "" : " of " + alias);
    }
}
