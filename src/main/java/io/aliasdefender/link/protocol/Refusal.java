package io.aliasdefender.link.protocol;

/** Why a datagram is not believed. The only place of these sentences. */
public enum Refusal {
    TOO_SHORT("it is shorter than the shortest message"),
    TOO_LONG("it is longer than the longest message"),
    NO_MESSAGE("it is no message of a defender"),
    OTHER_VERSION("it is of another version of the protocol"),
    UNKNOWN_KEY("it is signed with a key that this host does not have"),
    FORGED("its signature is wrong"),
    TORN_SECTION("a section of it ends after its end"),
    DOUBLE_SECTION("it has a section twice"),
    BAD_VALUE("it has a value that cannot be"),
    UNKNOWN_SENDER("its sender is none of the nodes"),
    OTHER_PATH("it was sent to another address, or from another one"),
    REFLECTED("it is this host's own"),
    OLD("it is not newer than what was heard before");

    private final String sentence;

    Refusal(String sentence) {
        this.sentence = sentence;
    }

    /** As a clause about the datagram. */
    public String sentence() {
        return sentence;
    }
}
