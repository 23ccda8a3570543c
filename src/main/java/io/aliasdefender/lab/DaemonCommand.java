package io.aliasdefender.lab;

import io.aliasdefender.core.net.IpAddress;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the program is started; {@code monitor} and its options are added.
 *
 * @param argv the command and its first arguments; it must end up as one process (a script has to {@code exec})
 */
public record DaemonCommand(List<String> argv) implements Contender {
    /** Small and quick to start, as scripts/alias-defender runs it. */
    private static final List<String> JVM_FLAGS = List.of(
            "-XX:+UseG1GC",
            "-XX:ParallelGCThreads=1",
            "-XX:ConcGCThreads=1",
            "-XX:G1ConcRefinementThreads=1",
            "-Xms32m",
            "-Xmn4m",
            "-Xmx64m",
            "-XX:MaxDirectMemorySize=48m",
            "-Xss256k",
            "-XX:TieredStopAtLevel=1",
            "-XX:CICompilerCount=1",
            "-XX:ReservedCodeCacheSize=16m",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:GuaranteedSafepointInterval=0",
            "-XX:AsyncDeflationInterval=30000",
            "-XX:G1ConcRefinementServiceIntervalMillis=30000",
            "-XX:G1PeriodicGCInterval=86400000",
            "-XX:-UsePerfData",
            "-XX:ArchiveRelocationMode=0",
            "-XX:+ExitOnOutOfMemoryError",
            "-Xlog:disable",
            "-Xlog:all=error:stderr",
            "-Xlog:cds*=off:stderr",
            "-Dslf4j.provider=ch.qos.logback.classic.spi.LogbackServiceProvider",
            "-Dslf4j.internal.verbosity=WARN",
            "-XX:+DisableAttachMechanism",
            "-Djna.nounpack=true",
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--sun-misc-unsafe-memory-access=allow");

    /** What the start script sets: SIGUSR2 is not the JVM's. */
    private static final List<String> ENVIRONMENT = List.of("env", "_JAVA_SR_SIGNUM=62");

    /** Where the native libraries are, as this process was told. */
    private static final List<String> NATIVE = List.of("jna.boot.library.path", "java.library.path");

    private static final String MAIN = "io.aliasdefender.cli.Main";
    /** Names another command, for example {@code scripts/alias-defender}. */
    private static final String PROPERTY = "lab.daemon";
    /** Names the program's jar, where this JVM's class path is another one, such as that of a test. */
    private static final String JAR = "lab.jar";

    public DaemonCommand {
        argv = List.copyOf(argv);
    }

    /**
     * The command of the system property {@code lab.daemon}; else this JVM's own Java with the jar of the property
     * {@code lab.jar}, or else with its own class path.
     */
    public static DaemonCommand ofThisProgram() {
        String command = System.getProperty(PROPERTY, "");
        if (!command.isBlank()) {
            return new DaemonCommand(List.of(command.strip().split(" +")));
        }
        return ofClassPath(classPath());
    }

    /** This JVM's own Java with the options of scripts/alias-defender; a jar is run with the archive beside it. */
    static DaemonCommand ofClassPath(String classPath) {
        List<String> argv = new ArrayList<>();
        argv.addAll(ENVIRONMENT);
        argv.add(java());
        argv.addAll(JVM_FLAGS);
        NATIVE.forEach(name -> argv.add("-D" + name + "=" + System.getProperty(name, "")));
        archiveOf(classPath).ifPresent(archive -> argv.add("-XX:SharedArchiveFile=" + archive));
        argv.addAll(List.of("-cp", classPath, MAIN));
        return new DaemonCommand(argv);
    }

    /** Where the program's classes are: in its jar, or where this JVM has them. */
    static String classPath() {
        return System.getProperty(JAR, System.getProperty("java.class.path"));
    }

    /** This JVM's own Java. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /**
     * The same in the real-time class, which the daemon keeps for its event loop alone, as it takes it where the service
     * manager permits that.
     */
    DaemonCommand inRealTime() {
        List<String> all = new ArrayList<>(List.of("chrt", "--rr", "10"));
        all.addAll(argv);
        return new DaemonCommand(all);
    }

    /** The same with one more option of the JVM. */
    DaemonCommand with(String option) {
        List<String> all = new ArrayList<>(argv);
        all.add(all.indexOf("-cp"), option);
        return new DaemonCommand(all);
    }

    /** The class-data archive that scripts/alias-defender makes beside the jar: more than a third off each start. */
    private static Optional<Path> archiveOf(String classPath) {
        if (!classPath.endsWith(".jar") || classPath.contains(File.pathSeparator)) {
            return Optional.empty();
        }
        String stem = classPath.substring(0, classPath.length() - ".jar".length());
        Path archive = Path.of(stem + "-java" + System.getProperty("java.version") + ".jsa");
        // It is empty where it could not be made.
        return Files.isRegularFile(archive) && archive.toFile().length() > 0 ? Optional.of(archive) : Optional.empty();
    }

    /** The whole command line of a daemon. */
    List<String> monitor(Path config, String node, Path state) {
        List<String> all = new ArrayList<>(argv);
        all.addAll(List.of("monitor", "--config", config.toString(), "--node", node, "--state", state.toString()));
        return all;
    }

    @Override
    public void configure(LabHost host, LabConfig config, List<LabHost> hosts) {
        host.configure("alias-defender.yaml", config.yaml(hosts));
    }

    @Override
    public List<String> argv(LabHost host) {
        return monitor(host.config(), host.name(), host.state());
    }

    @Override
    public boolean isReady(LabHost host) {
        return host.api().answers();
    }

    @Override
    public boolean isSettled(LabHost host, IpAddress alias, boolean holding) {
        return Quotes.state(host, alias).equals(holding ? "holding" : "watching");
    }

    @Override
    public String reason(LabHost host, IpAddress alias) {
        return Quotes.reason(host, alias);
    }

    @Override
    public String toString() {
        return "Alias Defender";
    }
}
