package io.aliasdefender.core;

import io.aliasdefender.core.spec.Node;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What a link-layer address means on a link. Three values: who is not known yet is neither a node nor a stranger. */
public sealed interface MacOwner {
    /** One function for each case. */
    <T> T fold(Function<Node, T> node, Supplier<T> stranger, Supplier<T> unknown);

    /** It answers for an address of this node. */
    record OfNode(Node known) implements MacOwner {
        @Override
        public <T> T fold(Function<Node, T> node, Supplier<T> stranger, Supplier<T> unknown) {
            return node.apply(known);
        }
    }

    /** Every node is known on this link, and it is none of them. */
    record Stranger() implements MacOwner {
        @Override
        public <T> T fold(Function<Node, T> node, Supplier<T> stranger, Supplier<T> unknown) {
            return stranger.get();
        }
    }

    /** Not every node is known on this link: it may be one of those. */
    record NotKnownYet() implements MacOwner {
        @Override
        public <T> T fold(Function<Node, T> node, Supplier<T> stranger, Supplier<T> unknown) {
            return unknown.get();
        }
    }

    /** The node, where it is known to be one. */
    default Optional<Node> node() {
        return fold(Optional::of, Optional::empty, Optional::empty);
    }

    default boolean stranger() {
        return fold(node -> false, () -> true, () -> false);
    }

    default boolean unknown() {
        return fold(node -> false, () -> false, () -> true);
    }
}
