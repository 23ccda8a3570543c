package io.aliasdefender.held;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.KernelView.Carried;

/**
 * An address on an interface of this host that a defender is answerable for.
 *
 * @param linkIndex the interface's number, which a renamed one keeps and a new one of the same name does not get
 */
record HeldAddress(Cidr address, int linkIndex) {
    static HeldAddress of(Carried carried) {
        return new HeldAddress(carried.address(), carried.linkIndex());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HeldAddress that && linkIndex == that.linkIndex && address.equals(that.address);
    }

    @Override
    public int hashCode() {
        return 31 * address.hashCode() + linkIndex;
    }
}
