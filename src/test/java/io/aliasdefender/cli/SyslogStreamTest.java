package io.aliasdefender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.aliasdefender.service.Manager;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

class SyslogStreamTest {
    private final ByteArrayOutputStream instead = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @Test
    void systemLogShouldGetEachLineWithPriorityTimeAndProgram() throws Exception {
        String address = folder.resolve("log").toString();
        try (Manager syslogd = new Manager(address)) {
            Logger log = log(address, false);

            log.error("network down?");
            log.atInfo()
                    .setMessage("taking {} over")
                    .addKeyValue("cause", "silent")
                    .log();

            String date = "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ 1-3]\\d \\d\\d:\\d\\d:\\d\\d ";
            String program = "alias-defender\\[" + ProcessHandle.current().pid() + "]: ";
            // daemon.err and daemon.info: facility 3 times 8 plus 3 and 6.
            assertThat(syslogd.next()).matches("<27>" + date + program + "network down\\?");
            assertThat(syslogd.next()).matches("<30>" + date + program + "taking \\{} over \\[silent]");
            assertThat(instead.size()).isZero();
        }
    }

    @Test
    void systemLogWhenJsonIsWantedShouldGetAnObjectBehindTheProgram() throws Exception {
        String address = folder.resolve("log").toString();
        try (Manager syslogd = new Manager(address)) {
            log(address, true).warn("a \"quoted\" word");

            assertThat(syslogd.next())
                    .startsWith("<28>")
                    .contains("]: {\"time\":\"20")
                    .endsWith("word\"}");
        }
    }

    @Test
    void lineWhenNoSystemLogListensShouldGoToTheOtherStream() {
        log(folder.resolve("nobody").toString(), false).info("still said");

        assertThat(instead.toString(StandardCharsets.UTF_8))
                .doesNotStartWith("<")
                .endsWith("]: still said\n");
    }

    private Logger log(String address, boolean json) {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        context.start();
        Logging.Options options = new Logging.Options(Level.INFO, LogForm.SYSLOG, json, true);
        Logging.configure(context, options, new Logging.Unfailing(new SyslogStream(address, instead)));
        return context.getLogger("io.aliasdefender.test");
    }
}
