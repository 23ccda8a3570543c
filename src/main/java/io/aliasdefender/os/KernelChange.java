package io.aliasdefender.os;

import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.Link;

/** One thing that the kernel told of. */
public sealed interface KernelChange {
    /** An interface is there, or is different now. */
    record LinkIs(Link link) implements KernelChange {}

    /** An interface is gone, and all of its addresses. */
    record LinkGone(int index) implements KernelChange {}

    /** An address is there, or is different now; its label may be the interface's plain name. */
    record AddressIs(Carried address) implements KernelChange {}

    /** An address is gone. */
    record AddressGone(Carried address) implements KernelChange {}

    /** Some default route of the main table is there, different or gone: read them again. */
    record DefaultRoutes() implements KernelChange {}

    /** The kernel told more than was read in time: read everything again. */
    record Lost() implements KernelChange {}
}
