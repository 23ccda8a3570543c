package io.aliasdefender.check;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.payload.CheckKind.Interface;
import io.vertx.core.Future;
import java.util.Optional;

/** Whether an interface has a carrier, an address, a default route: by what the kernel tells, as soon as it does. */
final class InterfaceCheck implements Check {
    private final Interface wanted;
    private final Facilities facilities;
    private final Runnable changed;
    private boolean passed;

    /** @param changed to be told when the next look would find something else */
    InterfaceCheck(Interface wanted, Facilities facilities, Runnable changed) {
        this.wanted = wanted;
        this.facilities = facilities;
        this.changed = changed;
    }

    @Override
    public Future<Result> run() {
        Result result = judge(wanted, facilities.kernel());
        passed = result.passed();
        return Future.succeededFuture(result);
    }

    @Override
    public void kernel(KernelView view) {
        if (judge(wanted, view).passed() != passed) {
            changed.run();
        }
    }

    static Result judge(Interface wanted, KernelView kernel) {
        Optional<Link> link = kernel.link(wanted.name());
        if (link.isEmpty()) {
            return Result.failed("there is no interface " + wanted.name());
        }
        if (!link.get().up()) {
            return Result.failed(wanted.name() + " is down");
        }
        if (!link.get().carrier()) {
            return Result.failed(wanted.name() + " has no carrier");
        }
        int index = link.get().index();
        if (wanted.address().filter(address -> !carries(kernel, index, address)).isPresent()) {
            return Result.failed(wanted.name() + " does not have the address "
                    + wanted.address().get());
        }
        boolean routed = kernel.routes().stream().anyMatch(route -> route.linkIndex() == index);
        return wanted.defaultRoute() && !routed
                ? Result.failed("no default route leads over " + wanted.name())
                : Result.passed(wanted.name() + " has a carrier");
    }

    private static boolean carries(KernelView kernel, int index, IpAddress address) {
        return kernel.carried(address).stream()
                .anyMatch(carried -> carried.linkIndex() == index && !carried.tentative() && !carried.duplicate());
    }

    @Override
    public void giveUp() {}
}
