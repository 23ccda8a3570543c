package io.aliasdefender.link.protocol;

/**
 * What every message begins with.
 *
 * @param keyId of the key that signs it, 1 to 65,535
 * @param otherKeyId of a second key that the sender verifies by; 0: it has none
 * @param rank the sender's own by its own configuration, 1 is the most preferred
 * @param spacingMillis the time between two messages of the sender, 1 to 65,535
 * @param lossPercent how many of the receiver's messages the sender missed lately; {@link #UNKNOWN_LOSS}: not known
 * @param wantsWhole whether the sender lacks something of what the receiver tells about its aliases
 * @param cluster digest of the sender's list of nodes
 * @param sender digest of the sender's name
 * @param path digest of where it was sent from and to: a message counts for this way alone
 * @param boot random for each start of the sender's daemon
 * @param counter above all counters of this boot and path before, from 1
 * @param echoBoot the boot of the receiver that was heard; 0: nothing was heard
 * @param echoCounter the newest counter that was heard of it
 * @param echoDelayMicros how long before this message that was heard, at most 4,294,967,295
 */
public record Header(
        int keyId,
        int otherKeyId,
        int rank,
        int spacingMillis,
        int lossPercent,
        boolean wantsWhole,
        long cluster,
        long sender,
        long path,
        long boot,
        long counter,
        long echoBoot,
        long echoCounter,
        long echoDelayMicros) {
    public static final int UNKNOWN_LOSS = 255;
}
