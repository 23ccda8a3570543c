package io.aliasdefender.payload;

import java.util.List;

/**
 * What is run or told when something happens.
 *
 * @param on the names of the events
 */
public record HookSpec(List<String> on) {
    public HookSpec {
        on = List.copyOf(on);
    }
}
