package io.aliasdefender.doctor;

/** What a check is about; findings are shown in this order. */
public enum Topic {
    CONFIGURATION("Configuration"),
    PROGRAM("Program"),
    INTERFACES("Interfaces"),
    KERNEL("Kernel settings"),
    FIREWALL("Firewall"),
    OTHERS("Other programs"),
    NETWORK("Network"),
    NODES("Nodes");

    private final String title;

    Topic(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
