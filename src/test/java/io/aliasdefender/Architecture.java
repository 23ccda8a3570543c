package io.aliasdefender;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Who may know whom, and what the core may know of the world. */
final class Architecture {
    private static final String BASE = "io.aliasdefender.";

    private static final List<String> BELOW_LAB = List.of(
            "clock",
            "core",
            "files",
            "payload",
            "bus",
            "config",
            "platform",
            "os",
            "process",
            "probe",
            "address",
            "check",
            "failover",
            "hook",
            "journal",
            "lease",
            "link",
            "service",
            "web");

    /** Each package with the others that it may know, their sub-packages included. */
    private static final Map<String, List<String>> MAY_KNOW = new TreeMap<>(Map.ofEntries(
            entry("clock", List.of()),
            entry("core", List.of()),
            entry("files", List.of()),
            entry("payload", List.of("core")),
            entry("bus", List.of("core", "payload")),
            entry("process", List.of("clock", "os", "platform")),
            entry("config", List.of("core", "files", "payload", "bus", "platform", "process")),
            entry("hook", List.of("core", "files", "payload", "bus", "process")),
            entry("platform", List.of("core.net")),
            entry("os", List.of("clock", "core.net", "platform")),
            entry("probe", List.of("clock", "core", "payload", "bus", "config", "platform", "os")),
            entry("address", List.of("clock", "core", "files", "payload", "bus", "config", "platform", "os")),
            entry("check", List.of("clock", "core", "payload", "bus", "platform", "os", "process")),
            entry("failover", List.of("clock", "core", "files", "payload", "bus", "config")),
            entry("lease", List.of("clock", "core", "payload", "bus", "os")),
            entry("link", List.of("core", "payload", "bus", "os")),
            entry("journal", List.of("core", "files", "payload", "bus")),
            entry("service", List.of("core", "payload", "bus", "os")),
            entry("web", List.of("core", "payload", "bus", "config", "platform")),
            entry("keepalived", List.of("core", "config")),
            entry("doctor", List.of("core", "files", "payload", "config", "platform", "os", "address", "web")),
            entry("lab", BELOW_LAB),
            entry("manual", List.of()),
            entry("cli", with(BELOW_LAB, "lab", "manual", "doctor", "keepalived"))));

    /** What decides, and what the nodes say to each other: each mistake can be replayed in a test. */
    private static final String[] PURE = {"core", "link.protocol"};

    private static final DescribedPredicate<JavaClass> OF_PURE_PACKAGES =
            resideInAnyPackage(Arrays.stream(PURE).map(Architecture::within).toArray(String[]::new));

    /** Digests and signatures, which are functions of their bytes. */
    private static final Set<String> SIGNING_CLASSES = Set.of(
            "java.security.GeneralSecurityException",
            "java.security.Key",
            "java.security.MessageDigest",
            "java.security.NoSuchAlgorithmException",
            "javax.crypto.Mac",
            "javax.crypto.ShortBufferException",
            "javax.crypto.spec.SecretKeySpec");

    /** Values and collections: nothing here acts, waits or asks. */
    private static final String[] PURE_JDK = {
        "java.lang", // less what IMPURE_CLASSES takes away
        "java.lang.annotation",
        "java.lang.invoke", // the compiler's, for lambdas and string concatenation
        "java.lang.runtime", // the compiler's, for records
        "java.math",
        "java.nio", // ByteBuffer; channels and files are in packages below
        "java.nio.charset",
        "java.time",
        "java.time.format",
        "java.time.temporal",
        "java.util",
        "java.util.function",
        "java.util.regex",
        "java.util.stream"
    };

    private static final Set<String> IMPURE_CLASSES = Set.of(
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.lang.ProcessHandle",
            "java.lang.Runtime",
            "java.lang.Thread",
            "java.lang.ThreadLocal",
            "java.time.Clock",
            "java.util.Calendar",
            "java.util.Date",
            "java.util.Random",
            "java.util.Timer",
            "java.util.UUID");

    /** Addresses as values; sockets and URLs are not among them. */
    private static final Set<String> ADDRESS_CLASSES = Set.of(
            "java.net.Inet4Address", "java.net.Inet6Address", "java.net.InetAddress", "java.net.UnknownHostException");

    private static final Set<String> PURE_SYSTEM_CALLS = Set.of("arraycopy", "identityHashCode");

    private Architecture() {}

    static List<ArchRule> rules() {
        List<ArchRule> rules = new ArrayList<>();
        MAY_KNOW.forEach((name, others) -> rules.add(knowsOnly(name, others)));
        rules.add(everyClassHasAPlace());
        for (String pure : PURE) {
            rules.add(usesOnlyValues(pure));
            rules.add(neverAsksTheWorld(pure));
        }
        rules.add(onlyTheCommandLineConfiguresTheLog());
        rules.add(onlyTheCommandLineAndItsManualKnowCommands());
        rules.addAll(CoreArchitecture.rules());
        rules.add(slices().matching(BASE + "(**)").should().beFreeOfCycles().allowEmptyShould(true));
        return rules;
    }

    private static ArchRule knowsOnly(String name, List<String> others) {
        String[] allowed = with(others, name).stream().map(Architecture::within).toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(within(name))
                .should()
                .dependOnClassesThat(resideInAPackage("io.aliasdefender..").and(not(resideInAnyPackage(allowed))))
                .as(name + " should know of our packages only " + (others.isEmpty() ? "itself" : others))
                .allowEmptyShould(true);
    }

    private static ArchRule everyClassHasAPlace() {
        String[] places = MAY_KNOW.keySet().stream().map(Architecture::within).toArray(String[]::new);
        return classes().should().resideInAnyPackage(places).as("every class should be in one of " + MAY_KNOW.keySet());
    }

    private static ArchRule usesOnlyValues(String name) {
        DescribedPredicate<JavaClass> pure = describe("a value", Architecture::isValue);
        return noClasses()
                .that()
                .resideInAPackage(within(name))
                .should()
                .dependOnClassesThat(not(pure))
                .as(name + " should depend only on itself and on the JDK's values")
                .allowEmptyShould(true);
    }

    private static boolean isValue(JavaClass type) {
        JavaClass plain = type.getBaseComponentType();
        return plain.isPrimitive()
                || OF_PURE_PACKAGES.test(plain)
                || SIGNING_CLASSES.contains(plain.getFullName())
                || ADDRESS_CLASSES.contains(plain.getFullName())
                || resideInAnyPackage(PURE_JDK).test(plain) && !IMPURE_CLASSES.contains(plain.getFullName());
    }

    /** What even the classes of values offer: the time, the environment, the dice. */
    private static ArchRule neverAsksTheWorld(String name) {
        return noClasses()
                .that()
                .resideInAPackage(within(name))
                .should()
                .callMethodWhere(describe("asks the clock, the system or chance", Architecture::asksTheWorld))
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .as(name + " should get time, chance and the environment from outside")
                .allowEmptyShould(true);
    }

    private static boolean asksTheWorld(JavaCall<?> call) {
        String owner = call.getTargetOwner().getFullName();
        String method = call.getTarget().getName();
        return owner.equals("java.lang.System") && !PURE_SYSTEM_CALLS.contains(method)
                || owner.startsWith("java.time.") && method.equals("now")
                || owner.equals("java.lang.Math") && method.equals("random");
    }

    private static ArchRule onlyTheCommandLineConfiguresTheLog() {
        return only("ch.qos.logback..", "cli");
    }

    private static ArchRule onlyTheCommandLineAndItsManualKnowCommands() {
        return only("picocli..", "cli", "manual");
    }

    private static ArchRule only(String library, String... packages) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(
                        Stream.of(packages).map(Architecture::within).toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .allowEmptyShould(true);
    }

    private static List<String> with(List<String> names, String... further) {
        List<String> all = new ArrayList<>(names);
        all.addAll(List.of(further));
        return all;
    }

    private static String within(String name) {
        return BASE + name + "..";
    }
}
