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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
    private static JavaClasses ours;

    @TempDir
    private Path folder;

    @BeforeAll
    static void importOurs() {
        ours = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.aliasdefender");
    }

    static Stream<ArchRule> rules() {
        return Architecture.rules().stream();
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
    @CsvSource(delimiter = '|', textBlock = """
            core     | long now = System.nanoTime();                                 | get time
            core     | java.time.Instant now = java.time.Instant.now();              | get time
            core     | String home = System.getenv("HOME");                          | get time
            core     | double chance = Math.random();                                | get time
            core     | void print() { System.out.println(); }                        | get time
            core     | void start(Runnable work) { new Thread(work).start(); }       | the JDK's values
            core     | java.util.concurrent.Executor executor;                       | the JDK's values
            core     | java.nio.file.Path file;                                      | the JDK's values
            core     | java.io.InputStream stream;                                   | the JDK's values
            core     | java.net.Socket[] sockets;                                    | the JDK's values
            core     | org.slf4j.Logger log;                                         | the JDK's values
            core     | io.vertx.core.Vertx vertx;                                    | the JDK's values
            core.net | io.aliasdefender.bus.Channels channels;                       | core should know
            bus      | io.aliasdefender.cli.LogForm form;                            | bus should know
            os       | io.aliasdefender.core.spec.Node node;                         | os should know
            web      | io.aliasdefender.failover.Other other;                        | web should know
            probe    | io.aliasdefender.web.Other other;                             | probe should know
            failover | io.aliasdefender.os.Other other;                              | failover should know
            address  | io.aliasdefender.lab.Other other;                             | address should know
            lab      | io.aliasdefender.cli.LogForm form;                            | lab should know
            util     | int nothing;                                                  | one of
            web      | ch.qos.logback.classic.Logger log;                            | ch.qos.logback
            """)
    void ruleWhenBrokenShouldSaySo(String place, String member, String rule) throws IOException {
        JavaClasses broken = compile("io.aliasdefender." + place, member);
        assertThat(brokenBy(broken)).hasSizeGreaterThanOrEqualTo(1).anyMatch(name -> name.contains(rule));
    }

    @Test
    void rulesWhenTwoPackagesKnowEachOtherShouldSaySo() throws IOException {
        write("io.aliasdefender.core.one", "One", "io.aliasdefender.core.two.Two two;");
        write("io.aliasdefender.core.two", "Two", "io.aliasdefender.core.one.One one;");
        assertThat(brokenBy(compileAll())).singleElement().asString().contains("cycles");
    }

    @Test
    void rulesWhenCodeIsAsItShouldBeShouldBeSilent() throws IOException {
        write(
                "io.aliasdefender.core.spec",
                "Fine",
                "java.util.List<byte[]> list; String text(int n) { return \"\" + n + list; }");
        write("io.aliasdefender.probe", "Fine", "io.aliasdefender.core.spec.Fine spec; io.vertx.core.Vertx vertx;");
        assertThat(brokenBy(compileAll())).isEmpty();
    }

    private static List<String> brokenBy(JavaClasses classes) {
        return rules().filter(rule -> rule.evaluate(classes).hasViolation())
                .map(ArchRule::getDescription)
                .toList();
    }

    private JavaClasses compile(String place, String member) throws IOException {
        write(place, "Broken", member);
        int other = member.indexOf(".Other ");
        if (other > 0) {
            write(member.substring(0, other), "Other", "");
        }
        return compileAll();
    }

    private void write(String place, String name, String member) throws IOException {
        Path file = Files.createDirectories(folder.resolve(place)).resolve(name + ".java");
        Files.writeString(file, "package " + place + "; public class " + name + " { " + member + " }");
    }

    private JavaClasses compileAll() throws IOException {
        Path classes = folder.resolve("classes");
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", classes.toString()));
        try (Stream<Path> files = Files.walk(folder)) {
            files.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(arguments::add);
        }
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(status).as("javac").isZero();
        return new ClassFileImporter().importPath(classes);
    }
}
