package io.aliasdefender.keepalived;

import io.aliasdefender.core.PlainText;
import io.aliasdefender.keepalived.Draft.AliasEntry;
import io.aliasdefender.keepalived.Draft.CheckEntry;
import io.aliasdefender.keepalived.Draft.GroupEntry;
import io.aliasdefender.keepalived.Draft.HookEntry;
import io.aliasdefender.keepalived.Draft.NodeEntry;
import java.util.List;
import java.util.Map;

/** Writes a draft as YAML with comments. */
final class DraftText {
    private static final int WIDTH = 110;
    /** No address and no name, so that the file is refused as long as it stands there. */
    static final String UNKNOWN = "\"?\"";

    private final StringBuilder out = new StringBuilder();

    private DraftText() {}

    static String of(Draft draft) {
        DraftText text = new DraftText();
        text.comments("", draft.head());
        text.line("");
        text.line("nodes:");
        draft.nodes().forEach(text::node);
        text.line("");
        text.line("aliases:");
        draft.aliases().forEach(text::alias);
        if (!draft.groups().isEmpty()) {
            text.line("");
            text.line("groups:");
            draft.groups().forEach(text::group);
        }
        text.line("");
        draft.policy().forEach((key, value) -> text.line(key + ": " + value));
        text.checks(draft.checks());
        text.hooks(draft.hooks());
        return text.out.toString();
    }

    private void line(String line) {
        out.append(line).append('\n');
    }

    /** Sentences between comment marks, none of them longer than a line. */
    private void comments(String indent, List<String> sentences) {
        for (String sentence : sentences) {
            boolean question = sentence.startsWith("? ");
            List<String> lines = PlainText.wrapped(
                    PlainText.line(question ? "QUESTION: " + sentence.substring(2) : sentence),
                    WIDTH - indent.length());
            lines.forEach(one -> line(indent + "# " + one));
        }
    }

    private void node(NodeEntry node) {
        comments("  ", node.comments());
        String address =
                node.address().map(YamlText::scalar).map(DraftText::bare).orElse(UNKNOWN);
        line("  " + YamlText.scalar(node.name()) + ": "
                + (node.also().isEmpty()
                        ? address
                        : "{address: " + quotedInFlow(address) + ", also: " + YamlText.list(node.also()) + "}"));
    }

    /** An IPv4 address is text to YAML as it is; an IPv6 one is so outside of braces. */
    private static String bare(String address) {
        String inner = address.replace("\"", "");
        return inner.endsWith(":") || inner.startsWith(":") ? address : inner;
    }

    private static String quotedInFlow(String address) {
        return address.contains(":") && !address.startsWith("\"") ? "\"" + address + "\"" : address;
    }

    private void alias(AliasEntry alias) {
        comments("  ", alias.comments());
        boolean first = true;
        for (Map.Entry<String, String> key : alias.keys().entrySet()) {
            line((first ? "  - " : "    ") + key.getKey() + ": " + key.getValue());
            first = false;
        }
    }

    private void group(GroupEntry group) {
        comments("  ", group.comments());
        line("  " + YamlText.scalar(group.name()) + ": " + YamlText.list(group.aliases()));
    }

    private void checks(List<CheckEntry> checks) {
        if (checks.isEmpty()) {
            return;
        }
        line("");
        boolean any = checks.stream().anyMatch(CheckEntry::active);
        line((any ? "" : "#") + "checks:");
        for (CheckEntry check : checks) {
            comments("  ", check.comments());
            line((check.active() ? "  " : "  #") + YamlText.scalar(check.name()) + ": " + check.value());
        }
    }

    private void hooks(List<HookEntry> hooks) {
        if (hooks.isEmpty()) {
            return;
        }
        line("");
        line("hooks:");
        for (HookEntry hook : hooks) {
            comments("  ", hook.comments());
            line("  - " + hook.value());
        }
    }
}
