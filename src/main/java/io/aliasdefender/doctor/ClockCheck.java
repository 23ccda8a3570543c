package io.aliasdefender.doctor;

import io.aliasdefender.os.SystemFacts;
import java.util.List;
import java.util.Optional;

/** Whether the clock is kept right. No decision needs it; a timeline that is merged of two nodes does. */
final class ClockCheck {
    private ClockCheck() {}

    static List<Diagnosis> examine(Facts facts) {
        return judge(SystemFacts.clockSynchronised());
    }

    static List<Diagnosis> judge(Optional<Boolean> synchronised) {
        return synchronised.stream()
                .map(right -> right
                        ? Diagnosis.ok("the clock is synchronised")
                        : Diagnosis.warning(
                                "the clock is not synchronised: no decision needs it, but the timelines of two nodes"
                                        + " cannot be laid side by side",
                                "apt install chrony (or systemd-timesyncd)"))
                .toList();
    }
}
