package io.aliasdefender.lab;

import java.util.ArrayList;
import java.util.List;

/** Which threads of a daemon come before all other work. */
enum SchedulingClass {
    /** None: where nothing is permitted, as in many containers. */
    ORDINARY("ordinary") {
        @Override
        DaemonCommand start(DaemonCommand command) {
            return command;
        }
    },
    /** The event loop: as the service has it. */
    LOOP("real-time loop") {
        @Override
        DaemonCommand start(DaemonCommand command) {
            return command.inRealTime();
        }
    },
    /** Every thread of the JVM, for comparison: what a wrapper with chrt would make of it, if the daemon let it. */
    WHOLE("real-time JVM") {
        @Override
        DaemonCommand start(DaemonCommand command) {
            return command;
        }

        @Override
        void settle(LabHost host) {
            Shell.run("chrt", "--all-tasks", "--rr", "--pid", "10", Long.toString(host.pid()));
        }
    };

    private final String words;

    SchedulingClass(String words) {
        this.words = words;
    }

    abstract DaemonCommand start(DaemonCommand command);

    /** To be called once the daemon runs. */
    void settle(LabHost host) {}

    /** The same, with all its threads on one core. */
    static DaemonCommand onCore(int core, DaemonCommand command) {
        List<String> argv = new ArrayList<>(List.of("taskset", "--cpu-list", Integer.toString(core)));
        argv.addAll(command.argv());
        return new DaemonCommand(argv);
    }

    @Override
    public String toString() {
        return words;
    }
}
