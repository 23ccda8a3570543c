package io.aliasdefender.sim;

import io.aliasdefender.sim.Datagrams.Way;
import java.util.ArrayList;
import java.util.List;

/**
 * The node link of a site. The seed alone tells which sites have one, and nothing is drawn for it in any other schedule: so
 * those stay as they were. Times in nanoseconds.
 */
final class LinkTrait {
    private static final long MS = 1_000_000;

    private LinkTrait() {}

    /** Half of the sites; none of those with a {@link Speciality}. */
    static boolean isOf(long seed) {
        return seed % 2 == 0;
    }

    static void equip(Site site) {
        World world = site.world;
        List<Way> ways = new ArrayList<>(List.of(Way.DIRECT));
        if (world.below(2) == 0) {
            ways.add(Way.BY_THE_ROUTER);
        }
        if (site.plan.links() == 2 && world.below(2) == 0) {
            ways.add(Way.SECOND_NETWORK);
        }
        Datagrams datagrams = new Datagrams(site, ways);
        site.hosts.forEach(host -> {
            if (world.below(12) == 0) {
                datagrams.silent(host);
            }
        });
        if (world.below(4) == 0) {
            datagrams.loss = world.oneOf(List.of(0.05, 0.3));
            datagrams.late = world.oneOf(List.of(0.0, 0.05));
            datagrams.mostLate = world.between(2 * MS, 300 * MS);
            datagrams.twice = world.oneOf(List.of(0.0, 0.05));
        }
        site.datagrams = datagrams;
        world.note(() -> "the hosts are linked: " + ways
                + site.hosts.stream()
                        .filter(datagrams::isSilent)
                        .map(host -> ", not " + host)
                        .toList());
    }
}
