package io.aliasdefender;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
    /** Where something wrong stands, what it is, and words of the rule that must notice. */
    private static final String BROKEN = """
            core     | long now = System.nanoTime();                           | get time
            core     | java.time.Instant now = java.time.Instant.now();        | get time
            core     | String home = System.getenv("HOME");                    | get time
            core     | double chance = Math.random();                          | get time
            core     | void print() { System.out.println(); }                  | get time
            core     | void start(Runnable work) { new Thread(work).start(); } | the JDK's values
            core     | java.util.concurrent.Executor executor;                 | the JDK's values
            core     | java.nio.file.Path file;                                | the JDK's values
            core     | java.io.InputStream stream;                             | the JDK's values
            core     | java.net.Socket[] sockets;                              | the JDK's values
            core     | org.slf4j.Logger log;                                   | the JDK's values
            core     | io.vertx.core.Vertx vertx;                              | the JDK's values
            link.protocol | long now = System.nanoTime();                      | link.protocol should get time
            link.protocol | java.net.DatagramSocket socket;                    | link.protocol should depend only
            core     | void move(Step step) { step.enter(null); }              | only Transitions should write the phase
            core     | void forget(Step step) { step.doubt(null); }            | only Transitions should write the doubt
            core     | void take(Step step) { step.add(null); }                | only Claim should add
            web      | boolean here(io.aliasdefender.core.Phase phase) { return phase instanceof io.aliasdefender.core.Phase.Holding; } | phases should be handled
            core.net | io.aliasdefender.bus.Channels channels;                 | core should know
            config   | io.aliasdefender.os.Other other;                        | config should know
            bus      | io.aliasdefender.cli.LogForm form;                      | bus should know
            os       | io.aliasdefender.core.spec.Node node;                   | os should know
            web      | io.aliasdefender.failover.Other other;                  | web should know
            probe    | io.aliasdefender.web.Other other;                       | probe should know
            failover | io.aliasdefender.os.Other other;                        | failover should know
            address  | io.aliasdefender.lab.Other other;                       | address should know
            platform | io.aliasdefender.os.Other other;                        | platform should know
            doctor   | io.aliasdefender.lab.Other other;                       | doctor should know
            lab      | io.aliasdefender.cli.LogForm form;                      | lab should know
            util     | int nothing;                                            | every class should be in
            web      | ch.qos.logback.classic.Logger log;                      | ch.qos.logback
            """;

    @TempDir
    private static Path brokenFolder;

    private static JavaClasses ours;

    @TempDir
    private Path folder;

    @BeforeAll
    static void importOurs() {
        ours = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.aliasdefender");
    }

    /** All at once, because the compiler takes most of this test's time. */
    @BeforeAll
    static void compileTheBroken() throws IOException {
        for (String place : List.of("os", "failover", "web", "lab")) {
            write(brokenFolder, "io.aliasdefender." + place, "Other", "");
        }
        write(
                brokenFolder,
                "io.aliasdefender.core",
                "Step",
                "void enter(Object phase) {} void doubt(Object doubt) {} void add(Object address) {}");
        write(brokenFolder, "io.aliasdefender.core", "Phase", "public static final class Holding extends Phase {}");
        for (Broken broken : broken().toList()) {
            write(brokenFolder, broken.place(), broken.name(), broken.member());
        }
        compile(brokenFolder);
    }

    record Broken(String place, String name, String member, String rule) {
        static Broken parse(String line) {
            String[] columns = line.split(" *\\| ");
            String name = "Broken" + Integer.toUnsignedString(line.hashCode());
            return new Broken("io.aliasdefender." + columns[0], name, columns[1], columns[2]);
        }

        Path classFile(Path classes) {
            return classes.resolve(place.replace('.', '/')).resolve(name + ".class");
        }

        @Override
        public String toString() {
            return place + ": " + member;
        }
    }

    static Stream<Broken> broken() {
        return BROKEN.lines().map(Broken::parse);
    }

    static Stream<ArchRule> rules() {
        return Architecture.rules().stream();
    }

    @Test
    void permissionsShouldAllBeUsed() {
        assertThat(Architecture.unusedPermissions(ours)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void codeShouldKeep(ArchRule rule) {
        rule.check(ours);
    }

    @Test
    void importShouldHaveFoundTheCode() {
        assertThat(ours.contain("io.aliasdefender.core.net.IpAddress")).isTrue();
        assertThat(ours.contain("io.aliasdefender.ArchitectureTest")).isFalse();
    }

    @ParameterizedTest
    @MethodSource("broken")
    void ruleWhenBrokenShouldSaySo(Broken broken) {
        Path classFile = broken.classFile(brokenFolder.resolve("classes"));
        assertThat(rulesBrokenBy(new ClassFileImporter().importPath(classFile)))
                .anyMatch(rule -> rule.contains(broken.rule()));
    }

    @Test
    void rulesWhenTwoPackagesKnowEachOtherShouldSaySo() throws IOException {
        write(folder, "io.aliasdefender.core.one", "One", "io.aliasdefender.core.two.Two two;");
        write(folder, "io.aliasdefender.core.two", "Two", "io.aliasdefender.core.one.One one;");
        assertThat(rulesBrokenBy(new ClassFileImporter().importPath(compile(folder))))
                .anyMatch(rule -> rule.contains("cycles"));
    }

    @Test
    void rulesWhenTwoClassesOfTheCoreCallEachOtherShouldSaySo() throws IOException {
        write(folder, "io.aliasdefender.core", "One", "Two two;");
        write(folder, "io.aliasdefender.core", "Two", "public static final class Inner { One one; } Inner inner;");
        assertThat(rulesBrokenBy(new ClassFileImporter().importPath(compile(folder))))
                .singleElement()
                .asString()
                .contains("classes of core should not call each other in a circle");
    }

    @Test
    void rulesWhenCodeIsAsItShouldBeShouldBeSilent() throws IOException {
        write(
                folder,
                "io.aliasdefender.core.spec",
                "Fine",
                "byte[][] list; String text(int n) { return n + \"\" + list; }");
        write(
                folder,
                "io.aliasdefender.probe",
                "Fine",
                "io.aliasdefender.core.spec.Fine spec; io.vertx.core.Vertx vertx;");
        assertThat(rulesBrokenBy(new ClassFileImporter().importPath(compile(folder))))
                .isEmpty();
    }

    private static List<String> rulesBrokenBy(JavaClasses classes) {
        return rules().filter(rule -> rule.evaluate(classes).hasViolation())
                .map(ArchRule::getDescription)
                .toList();
    }

    private static void write(Path folder, String place, String name, String member) throws IOException {
        Path file = Files.createDirectories(folder.resolve(place)).resolve(name + ".java");
        Files.writeString(file, "package " + place + "; public class " + name + " { " + member + " }");
    }

    /** Returns the folder of the compiled classes. */
    private static Path compile(Path folder) throws IOException {
        Path classes = folder.resolve("classes");
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", classes.toString()));
        try (Stream<Path> files = Files.walk(folder)) {
            files.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(arguments::add);
        }
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(status).as("javac").isZero();
        return classes;
    }
}
