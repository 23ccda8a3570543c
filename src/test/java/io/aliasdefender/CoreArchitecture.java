package io.aliasdefender;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;

/** How the classes of the core call each other: one way, and each thing in one place. */
final class CoreArchitecture {
    private static final String CORE = "io.aliasdefender.core";
    private static final String STEP = CORE + ".Step";
    private static final String PHASE = CORE + ".Phase";

    private CoreArchitecture() {}

    static List<ArchRule> rules() {
        return List.of(
                classesCallOneWay(),
                onlyTransitionsWrite("enter", "the phase"),
                onlyTransitionsWrite("doubt", "the doubt"),
                onlyOneDoorAdds(),
                phasesAreHandledByVisitors());
    }

    /** A class with those inside it is one. */
    private static ArchRule classesCallOneWay() {
        return slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        return type.getPackageName().startsWith(CORE)
                                ? SliceIdentifier.of(topLevel(type).getFullName())
                                : SliceIdentifier.ignore();
                    }

                    @Override
                    public String getDescription() {
                        return "classes of core";
                    }
                })
                .should()
                .beFreeOfCycles()
                .as("classes of core should not call each other in a circle")
                .allowEmptyShould(true);
    }

    private static JavaClass topLevel(JavaClass type) {
        return type.getEnclosingClass().map(CoreArchitecture::topLevel).orElse(type);
    }

    private static ArchRule onlyTransitionsWrite(String method, String what) {
        return noClasses()
                .that()
                .doNotHaveFullyQualifiedName(CORE + ".Transitions")
                .should()
                .callMethodWhere(describe(
                        "writes " + what,
                        (JavaCall<?> call) -> call.getTargetOwner()
                                        .getFullName()
                                        .equals(STEP)
                                && call.getTarget().getName().equals(method)
                                && call.getTarget().getRawParameterTypes().size() == 1))
                .as("only Transitions should write " + what)
                .allowEmptyShould(true);
    }

    private static ArchRule onlyOneDoorAdds() {
        return noClasses()
                .that()
                .doNotHaveFullyQualifiedName(CORE + ".Claim")
                .should()
                .callMethodWhere(describe(
                        "adds an address",
                        (JavaCall<?> call) ->
                                call.getTargetOwner().getFullName().equals(STEP)
                                        && call.getTarget().getName().equals("add")))
                .as("only Claim should add an address")
                .allowEmptyShould(true);
    }

    private static boolean isPhase(JavaClass type) {
        return type.getFullName().equals(PHASE) || type.getFullName().startsWith(PHASE + "$");
    }

    private static ArchRule phasesAreHandledByVisitors() {
        return classes()
                .should(new ArchCondition<>("not ask which phase it is by instanceof") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        type.getInstanceofChecks().stream()
                                .filter(check -> isPhase(check.getRawType()))
                                .forEach(check -> events.add(SimpleConditionEvent.violated(
                                        check,
                                        type.getName() + " asks for "
                                                + check.getRawType().getName())));
                    }
                })
                .as("phases should be handled by visitors, so that a new one does not compile until it is handled")
                .allowEmptyShould(true);
    }
}
