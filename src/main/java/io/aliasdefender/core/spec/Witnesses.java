package io.aliasdefender.core.spec;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who is asked whether a link works for aliases of one family.
 *
 * @param named with the words for each in a sentence ({@code router 192.0.2.1})
 * @param proof what else proves it
 */
public record Witnesses(Map<IpAddress, String> named, Proof proof) {
    /** The remedy where there is none. */
    public static final String NAME_SOME = "name something that always answers: `witnesses: [router, ADDRESS]`";

    /** What besides the answer of one of them. */
    public enum Proof {
        /** Nothing. */
        ANSWER,
        /** Whatever is heard on the link. */
        ANY_HOST,
        /** It needs no proof. */
        NOT_NEEDED
    }

    /** Whether a link can be proved at all. */
    public boolean any() {
        return !named.isEmpty() || proof != Proof.ANSWER;
    }

    /** The sentence for a link that nothing can prove. */
    public static String whyNothingIsTaken(String linkName, boolean v6) {
        String family = v6 ? "IPv6" : "IPv4";
        return "no " + family + " default router is known" + (linkName.isEmpty() ? "" : " on " + linkName)
                + ", so nothing can prove that the network works, and no " + family + " alias is ever taken over";
    }

    /**
     * Those of a link.
     *
     * <p>An answer by IPv4 does not prove that our IPv6 works: were it broken, the living holder of an IPv6 alias would
     * be silent for us alone, and taking over would make two holders. So the other family counts only where somebody
     * listed nothing but addresses of that family, and thereby wants it.
     *
     * @param nodes a node that is the router of the others proves nothing about the network when it is down
     */
    public static Witnesses of(
            Collection<Witness> listed, Collection<Node> nodes, KernelView kernel, String linkName, boolean v6) {
        Map<IpAddress, String> own = new LinkedHashMap<>();
        Map<IpAddress, String> foreign = new LinkedHashMap<>();
        boolean handPicked = true;
        Proof proof = Proof.ANSWER;
        for (Witness witness : listed) {
            if (witness instanceof Witness.Fixed fixed) {
                Map<IpAddress, String> which = fixed.address().v6() == v6 ? own : foreign;
                which.putIfAbsent(fixed.address(), "witness " + fixed.address());
            } else {
                handPicked = false;
            }
            if (witness instanceof Witness.DefaultRouter) {
                kernel.defaultRouters(linkName, v6).stream()
                        .filter(router ->
                                nodes.stream().noneMatch(node -> node.address().equals(router)))
                        .forEach(router -> own.putIfAbsent(router, "router " + router));
            } else if (witness instanceof Witness.AnyHost) {
                proof = Proof.ANY_HOST;
            } else if (witness instanceof Witness.Nobody && listed.size() == 1) {
                proof = Proof.NOT_NEEDED;
            }
        }
        return new Witnesses(own.isEmpty() && handPicked ? foreign : own, proof);
    }
}
