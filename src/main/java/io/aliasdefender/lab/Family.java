package io.aliasdefender.lab;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;

/** The two kinds of alias; the laboratory has one of each, so that every trouble meets both. */
public enum Family {
    IPV4("IPv4", Lab.ALIAS),
    IPV6("IPv6", Lab.ALIAS_V6);

    private final String label;
    private final Cidr alias;

    Family(String label, Cidr alias) {
        this.label = label;
        this.alias = alias;
    }

    /** The laboratory's alias of this kind, with its prefix. */
    public Cidr cidr() {
        return alias;
    }

    /** The laboratory's alias of this kind. */
    public IpAddress alias() {
        return alias.address();
    }

    @Override
    public String toString() {
        return label;
    }
}
