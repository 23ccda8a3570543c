package io.aliasdefender.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/** Where the daemons' logs of runs go that were not good, so that it can be found out why. */
record KeptLogs(Path folder) {
    /** Copies the logs of a laboratory, with what the run showed at their end. */
    void keep(Lab lab, Trouble trouble, Duration interval, String what) {
        try {
            Files.createDirectories(folder);
            String run = trouble.option() + "-" + LabConfig.text(interval) + "-" + System.currentTimeMillis();
            for (LabHost host : lab.hosts()) {
                host.note("===== " + what);
                Files.copy(host.log(), folder.resolve(run + "-" + host + ".log"), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException failure) {
            throw new LabException("cannot keep the logs: " + failure, failure);
        }
    }
}
