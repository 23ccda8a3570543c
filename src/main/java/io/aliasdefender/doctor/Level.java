package io.aliasdefender.doctor;

/** How a finding is to be taken. */
public enum Level {
    OK,
    /** It could not be looked at; says nothing about the host. */
    UNKNOWN,
    /** Failover works, but not in every case. */
    WARNING,
    /** Failover does not work. */
    ERROR
}
