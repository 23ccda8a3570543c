package io.aliasdefender.lab;

import io.aliasdefender.lab.Faults.Fault;
import java.util.function.Consumer;

/** Faults of whole machines, whatever they have: those of {@link Faults}, on the second network too where there is one. */
final class AllCards {
    private final Lab lab;

    AllCards(Lab lab) {
        this.lab = lab;
    }

    Fault isolate(LabHost host) {
        second(network -> network.isolate(host));
        return lab.faults().isolate(host);
    }

    Fault rejoin(LabHost host) {
        second(network -> network.rejoin(host));
        return lab.faults().rejoin(host);
    }

    Fault cableOut(LabHost host) {
        second(network -> network.cable(host, false));
        return lab.faults().cableOut(host);
    }

    Fault cableIn(LabHost host) {
        second(network -> network.cable(host, true));
        return lab.faults().cableIn(host);
    }

    Fault cut(LabHost one, LabHost other) {
        second(network -> network.cut(one, other));
        return lab.faults().cut(one, other);
    }

    Fault mend(LabHost one, LabHost other) {
        second(SecondNetwork::mend);
        return lab.faults().mend(one, other);
    }

    Fault routerDown() {
        second(network -> network.router(false));
        return lab.faults().routerDown();
    }

    Fault routerUp() {
        second(network -> network.router(true));
        return lab.faults().routerUp();
    }

    Fault loss(int percent) {
        second(network -> network.loss(percent));
        return lab.faults().loss(percent);
    }

    Fault noLoss() {
        second(SecondNetwork::noLoss);
        return lab.faults().noLoss();
    }

    private void second(Consumer<SecondNetwork> fault) {
        lab.secondIfBuilt().ifPresent(fault);
    }
}
