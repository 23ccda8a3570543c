package io.aliasdefender.keepalived;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A configuration of ours before it is text. Comments are sentences; those that begin with a question mark are questions.
 *
 * @param policy keys of the whole file with their values
 */
record Draft(
        List<String> head,
        List<NodeEntry> nodes,
        List<AliasEntry> aliases,
        List<GroupEntry> groups,
        Map<String, String> policy,
        List<CheckEntry> checks,
        List<HookEntry> hooks) {

    /** @param address empty: to be filled in */
    record NodeEntry(String name, Optional<String> address, List<String> also, List<String> comments) {}

    /** @param keys with their values as YAML, {@code address} first */
    record AliasEntry(Map<String, String> keys, List<String> comments) {}

    /** @param keys beside the aliases, with their values as YAML */
    record GroupEntry(String name, List<String> aliases, Map<String, String> keys, List<String> comments) {}

    /** @param active otherwise it is written as a comment, for whoever decides */
    record CheckEntry(String name, String value, boolean active, List<String> comments) {}

    record HookEntry(String value, List<String> comments) {}
}
