package io.aliasdefender.core;

/** What follows a release. */
public enum After {
    WATCH,
    STAND_ASIDE,
    LEAVE,
    SUSPEND,
    RESTORE,
    STOP
}
