package io.aliasdefender.config;

/** Names of interfaces, labels, nodes and hosts. */
public final class Names {
    /** IFNAMSIZ less the final zero byte; the kernel holds labels in a field of the same size. */
    static final int MAX_INTERFACE_CHARACTERS = 15;

    private static final String NODE = "[A-Za-z0-9][A-Za-z0-9._-]{0,62}";
    /** RFC 1123, 2.1; a last label of digits only would be a mistyped address. */
    private static final String HOST =
            "(?=.{1,253}$)(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?\\.)*(?!\\d+\\.?$)"
                    + "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.?";

    private Names() {}

    /** Whether it can be the name of a node, a group or a check. */
    public static boolean isNode(String text) {
        return text.matches(NODE);
    }

    static boolean isHost(String text) {
        return text.matches(HOST);
    }

    /** The kernel's rules (dev_valid_name). */
    static Verdict<String> interfaceName(String text) {
        if (text.isEmpty()) {
            return Verdict.wrong("is empty", "write a name such as eth0");
        }
        if (text.length() > MAX_INTERFACE_CHARACTERS) {
            return Verdict.wrong(
                    Quoted.of(text) + " has more than " + MAX_INTERFACE_CHARACTERS + " characters",
                    "write a name such as eth0");
        }
        int colon = text.indexOf(':');
        if (colon > 0) {
            return Verdict.wrong(
                    Quoted.of(text) + " is a label, not an interface",
                    "write interface: " + text.substring(0, colon) + " and label: " + text);
        }
        if (text.equals(".") || text.equals("..") || !text.matches("[\\x21-\\x7e&&[^/:]]+")) {
            return Verdict.wrong(Quoted.of(text) + " cannot be the name of an interface", "write a name such as eth0");
        }
        return Verdict.right(text);
    }

    /** A label as {@code ifconfig} needs it: the interface, a colon and something more. */
    static Verdict<String> label(String text) {
        if (text.length() > MAX_INTERFACE_CHARACTERS) {
            return Verdict.wrong(
                    Quoted.of(text) + " has more than " + MAX_INTERFACE_CHARACTERS + " characters",
                    "write a shorter one such as eth0:1");
        }
        if (!text.matches("[\\x21-\\x7e&&[^/:]]+:[\\x21-\\x7e&&[^/:]]+")) {
            return Verdict.wrong(
                    Quoted.of(text) + " is not a label", "write the interface, a colon and a number, such as eth0:1");
        }
        return Verdict.right(text);
    }
}
