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
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who may know whom, and what the core may know of the world. */
final class Architecture {
    private static final String BASE = "io.aliasdefender.";

    /** Each package with the others that it may know, their sub-packages included. */
    private static final Map<String, List<String>> MAY_KNOW = new TreeMap<>(Map.ofEntries(
            entry("clock", List.of()),
            entry("core", List.of()),
            entry("files", List.of()),
            entry("payload", List.of("core")),
            entry("bus", List.of("core", "payload")),
            entry("platform", List.of("core.net")),
            entry("os", List.of("clock", "core.net", "platform")),
            entry("process", List.of("clock", "os", "platform")),
            entry("config", List.of("core", "files", "payload", "bus", "process", "platform")),
            entry("kernel", List.of("clock", "core", "payload", "bus", "platform", "os")),
            entry("announce", List.of("clock", "core", "payload", "platform", "os")),
            entry("held", List.of("core", "files", "payload", "bus")),
            entry(
                    "address",
                    List.of("clock", "core", "payload", "bus", "platform", "os", "kernel", "announce", "held")),
            entry("probe", List.of("clock", "core", "payload", "bus", "platform", "os")),
            entry("check", List.of("clock", "core", "payload", "bus", "platform", "os", "process")),
            entry("failover", List.of("clock", "core", "files", "payload", "bus")),
            entry("hook", List.of("core", "files", "payload", "bus", "process")),
            entry("journal", List.of("core", "files", "payload", "bus")),
            entry("lease", List.of("clock", "core", "payload", "bus", "os")),
            entry("link", List.of("core", "payload", "bus", "os")),
            entry("service", List.of("core", "payload", "bus", "os")),
            entry("report", List.of("core", "payload")),
            entry("web", List.of("core", "payload", "bus", "config", "platform", "report")),
            entry("keepalived", List.of("core", "config")),
            entry("doctor", List.of("core", "files", "payload", "config", "platform", "os", "web")),
            entry("lab", List.of("core", "files", "payload", "config", "os", "web")),
            entry("manual", List.of()),
            entry(
                    "cli",
                    List.of(
                            "clock",
                            "core",
                            "files",
                            "payload",
                            "bus",
                            "platform",
                            "os",
                            "config",
                            "kernel",
                            "announce",
                            "address",
                            "probe",
                            "check",
                            "failover",
                            "hook",
                            "journal",
                            "lease",
                            "link",
                            "service",
                            "web",
                            "keepalived",
                            "doctor",
                            "lab",
                            "manual"))));

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

    /** What is permitted and not made use of: each package, and the one that it may know. */
    static List<String> unusedPermissions(JavaClasses classes) {
        List<String> unused = new ArrayList<>();
        MAY_KNOW.forEach((name, others) -> {
            Set<JavaClass> known = classes.stream()
                    .filter(resideInAPackage(within(name)))
                    .flatMap(one -> one.getDirectDependenciesFromSelf().stream())
                    .map(Dependency::getTargetClass)
                    .collect(Collectors.toSet());
            others.stream()
                    .filter(other -> known.stream().noneMatch(resideInAPackage(within(other))))
                    .forEach(other -> unused.add(name + " may know " + other));
        });
        return unused;
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
