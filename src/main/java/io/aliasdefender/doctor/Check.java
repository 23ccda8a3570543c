package io.aliasdefender.doctor;

import java.util.List;

/** Looks at one thing. */
@FunctionalInterface
interface Check {
    /** Returns what was found; nothing when it does not concern this host. Never throws because of the host. */
    List<Diagnosis> examine(Facts facts) throws InterruptedException;
}
