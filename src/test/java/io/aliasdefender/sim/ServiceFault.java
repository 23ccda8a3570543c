package io.aliasdefender.sim;

import java.util.List;
import java.util.Locale;

/** What can go wrong with services for a while. Times in nanoseconds. */
enum ServiceFault {
    /** The one on the host that has the alias. */
    HOLDERS_FAILS {
        @Override
        void strike(Schedule life, Services services, SimHost host, SimAlias alias, long length) {
            SimHost holder = life.site.holder(alias);
            fail(life, services, holder == null ? host : holder, alias, length);
        }
    },
    FAILS {
        @Override
        void strike(Schedule life, Services services, SimHost host, SimAlias alias, long length) {
            fail(life, services, host, alias, length);
        }
    },
    ALL_FAIL {
        @Override
        void strike(Schedule life, Services services, SimHost host, SimAlias alias, long length) {
            life.site.hosts.forEach(each -> fail(life, services, each, alias, services.between(length / 2, length)));
        }
    },
    /** One after the other, always where the alias is. */
    FLAP {
        @Override
        void strike(Schedule life, Services services, SimHost host, SimAlias alias, long length) {
            long each = services.between(50_000_000, 600_000_000);
            for (long at = 0; at < length + 3_000_000_000L; at += 2 * each) {
                life.later(at, () -> HOLDERS_FAILS.strike(life, services, host, alias, each));
            }
        }
    },
    FAILS_WHEN_THE_HOLDER_DIES {
        @Override
        void strike(Schedule life, Services services, SimHost host, SimAlias alias, long length) {
            SimHost holder = life.site.holder(alias);
            life.site.hosts.stream()
                    .filter(each -> each != holder && each != host)
                    .forEach(each -> fail(life, services, each, alias, length));
            if (holder != null) {
                Fault.POWER.strike(life, holder, length);
            }
        }
    };

    static final List<ServiceFault> ALL = List.of(values());

    /** Lets it go wrong; it is put right after that time, or with everything else. */
    abstract void strike(Schedule life, Services services, SimHost host, SimAlias alias, long length);

    private static void fail(Schedule life, Services services, SimHost host, SimAlias alias, long length) {
        services.passes(host, alias, false);
        life.later(length, () -> services.passes(host, alias, true));
    }

    @Override
    public String toString() {
        return "service-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
