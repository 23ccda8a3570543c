package io.aliasdefender.lab;

import java.util.Locale;

/** What becomes of the service that clients reach at the alias, while both hosts and their daemons are well. */
enum ServiceTrouble {
    SERVICE_KILLED("the holder's service is killed (-9); a check connects", ServiceCheck.CONNECT),
    PROCESS_KILLED("the holder's service is killed (-9); its process is watched", ServiceCheck.PROCESS),
    SERVICE_HANGS("the holder's service hangs (SIGSTOP); a check sends a request", ServiceCheck.REQUEST),
    SICK_ON_BOTH("the service dies on both hosts, and comes back on the other", ServiceCheck.CONNECT),
    FLAPPING("the service is on the one host and on the other, 3 s each", ServiceCheck.CONNECT);

    private final String label;
    private final ServiceCheck check;

    ServiceTrouble(String label, ServiceCheck check) {
        this.label = label;
        this.check = check;
    }

    /** How everybody looks at the service. */
    ServiceCheck check() {
        return check;
    }

    /** Whether tens of milliseconds are judged, so that nothing else may run beside it. */
    boolean timed() {
        return this != SICK_ON_BOTH && this != FLAPPING;
    }

    /** Its name on the command line. */
    String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String toString() {
        return label;
    }
}
