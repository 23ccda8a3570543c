package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContenderTest {
    @Test
    void daemonWhenStartedByTheLaboratoryShouldHaveTheJvmOptionsOfTheScript() throws IOException {
        List<String> script = Files.readAllLines(Path.of("scripts", "alias-defender"));
        List<String> options = script.subList(script.indexOf("jvm=("), script.size()).stream()
                .skip(1)
                .takeWhile(line -> !line.equals(")"))
                .map(line -> line.strip().replace("'", ""))
                // What hangs on the environment is not about speed or size.
                .filter(line -> line.startsWith("-") && !line.contains("$"))
                .toList();

        assertThat(options).isNotEmpty();
        assertThat(DaemonCommand.ofClassPath("alias-defender.jar").argv()).containsAll(options);
    }

    @Test
    void keepalivedWhenSecondShouldHaveTheLowerPriorityAndTheSameInterval() {
        assertThat(Keepalived.text("web1", 0, LabConfig.every(Duration.ofSeconds(1))))
                .contains("router_id web1", "priority 150", "advert_int 1\n", "192.0.2.100/24 dev eth0", "nopreempt");
        assertThat(Keepalived.text("web2", 1, LabConfig.every(Duration.ofSeconds(1))))
                .contains("router_id web2", "priority 100");
    }

    @Test
    void keepalivedWhenIntervalIsBelowASecondShouldSayItInSeconds() {
        assertThat(Keepalived.text("web1", 0, LabConfig.every(Duration.ofMillis(100))))
                .contains("advert_int 0.1\n");
        assertThat(Keepalived.text("web1", 0, LabConfig.every(Duration.ofMillis(10))))
                .contains("advert_int 0.01\n");
    }

    @Test
    void keepalivedWhenItTracksAServiceShouldHaveNoWeightWhichIsFault() {
        for (ServiceCheck check : ServiceCheck.values()) {
            String text = Keepalived.text(
                    "web1",
                    0,
                    LabConfig.every(Duration.ofSeconds(1)),
                    1,
                    check.keepalived("/tmp/check.sh", "ad-x-web1"),
                    check.tracked());

            String kind = check == ServiceCheck.PROCESS ? "process" : "script";
            assertThat(text)
                    .containsSubsequence("vrrp_" + (kind.equals("script") ? kind : "track_" + kind) + " service {");
            assertThat(text).containsSubsequence("vrrp_instance alias {", "    track_" + kind + " {\n        service");
            assertThat(text).doesNotContainPattern("weight -?[1-9]");
        }
        assertThat(ServiceCheck.CONNECT.keepalived("/tmp/check.sh", "ad-x-web1"))
                .contains("    interval 1", "    fall 1", "    rise 1");
    }

    @Test
    void stateWhenStartedAnewShouldBeUnknownUntilItIsSaid() {
        Keepalived keepalived = new Keepalived();
        List<String> log =
                List.of("Starting Keepalived v2.2.7", "(alias) Entering BACKUP STATE", "(alias) Entering MASTER STATE");

        assertThat(keepalived.lastState(log)).contains("MASTER");
        assertThat(keepalived.lastState(List.of(log.get(2), log.get(0)))).isEmpty();
        assertThat(keepalived.lastState(List.of(log.get(2), log.get(0), log.get(1))))
                .contains("BACKUP");
    }

    @Test
    void rivalWhenItCannotCheckSoOftenShouldSaySo() {
        assertThat(Rival.UCARP.can(Duration.ofMillis(100))).isFalse();
        assertThat(Rival.UCARP.can(Duration.ofSeconds(1))).isTrue();
        assertThat(Rival.KEEPALIVED.can(Duration.ofMillis(10))).isTrue();
        assertThat(Ordeal.SERVICE_KILLED.isFor(Rival.UCARP)).isFalse();
        assertThat(Ordeal.SERVICE_KILLED.isFor(Rival.KEEPALIVED)).isTrue();
    }
}
